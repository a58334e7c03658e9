namespace Cps.Smime.Hprim;

/// <summary>
/// Who a message is about, as the sender wrote it. Every text is trimmed; what was absent (empty or a lone <c>.</c>) is empty.
/// The signer of a mail proves nothing about it. Immutable.
/// </summary>
public sealed record HprimPatient
{
    /// <summary>Nobody known: what a message without readable header has.</summary>
    public static HprimPatient Unknown { get; } = new();

    /// <summary>Code of the patient at the sender (line 1). Some laboratories put a whole routing record there.</summary>
    public string Identifier { get; init; } = "";

    /// <summary>Family name (line 2).</summary>
    public string FamilyName { get; init; } = "";

    /// <summary>First name (line 3).</summary>
    public string FirstName { get; init; } = "";

    /// <summary>Address (line 4).</summary>
    public string AddressLine1 { get; init; } = "";

    /// <summary>Address, continued (line 5).</summary>
    public string AddressLine2 { get; init; } = "";

    /// <summary>Postcode (line 6 up to its first blank, when that part holds a digit).</summary>
    public string Postcode { get; init; } = "";

    /// <summary>City (the rest of line 6).</summary>
    public string City { get; init; } = "";

    /// <summary>Birth date (line 7), with what is unknown of it left unknown.</summary>
    public HprimDate BirthDate { get; init; } = HprimDate.None;

    /// <summary>Social security number (line 8).</summary>
    public HprimNir Nir { get; init; } = HprimNir.None;

    /// <summary>Sex, told in HPRIM Médecin by the NIR alone.</summary>
    public HprimSex Sex => Nir.Sex;

    /// <summary>True when the minimum of a usable message is there: name, first name and a complete birth date.</summary>
    public bool IsIdentified => FamilyName.Length > 0 && FirstName.Length > 0 && BirthDate.Date is not null;

    /// <summary>Says only whether the patient is identified: no patient data goes to logs by accident.</summary>
    public override string ToString() => IsIdentified ? "patient, identified" : "patient, not identified";
}
