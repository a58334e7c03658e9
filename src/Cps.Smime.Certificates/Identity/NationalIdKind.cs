namespace Cps.Smime.Certificates;

/// <summary>
/// The kinds of national identifiers that certificates carry: PS_IdNat for a person (nomenclature G08) and Struct_IdNat for a
/// structure (nomenclature G07). The first digit of the identifier says which.
/// </summary>
public enum NationalIdKind
{
    /// <summary>Not an identifier of these nomenclatures.</summary>
    Unknown,

    /// <summary>ADELI number of a person (prefix 0, nine characters).</summary>
    Adeli,

    /// <summary>Identifier inside a practice known by its ADELI number (prefix 1).</summary>
    AdeliPracticeInternal,

    /// <summary>Number given by a DRASS (prefix 2).</summary>
    Drass,

    /// <summary>Identifier inside a structure known by its FINESS number (prefix 3).</summary>
    FinessInternal,

    /// <summary>Identifier inside a structure known by its SIREN number (prefix 4).</summary>
    SirenInternal,

    /// <summary>Identifier inside a structure known by its SIRET number (prefix 5).</summary>
    SiretInternal,

    /// <summary>Identifier inside a practice known by its RPPS number (prefix 6).</summary>
    RppsPracticeInternal,

    /// <summary>RPPS number of a person (prefix 8, eleven digits).</summary>
    Rpps,

    /// <summary>Student number (prefix 9).</summary>
    Student,

    /// <summary>A structure's ADELI practice number (Struct_IdNat prefix 0).</summary>
    StructureAdeliPractice,

    /// <summary>A structure's FINESS number (Struct_IdNat prefix 1).</summary>
    StructureFiness,

    /// <summary>A structure's SIREN number (Struct_IdNat prefix 2).</summary>
    StructureSiren,

    /// <summary>A structure's SIRET number (Struct_IdNat prefix 3).</summary>
    StructureSiret,

    /// <summary>A structure's RPPS practice number (Struct_IdNat prefix 4).</summary>
    StructureRppsPractice,
}
