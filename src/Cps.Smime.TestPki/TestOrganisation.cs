namespace Cps.Smime.TestPki;

/// <summary>A structure that does not exist.</summary>
/// <param name="StructureId">Its national identifier with its prefix (Struct_IdNat), for example <c>10B0127189</c>.</param>
/// <param name="Name">Its name (<c>O</c>), for example <c>CENTRE DE SANTE DES TILLEULS</c>.</param>
/// <param name="Locality">Its département as subjects write it (<c>ST</c>), for example <c>Rhône (69)</c>; null to leave it out.</param>
public sealed record TestOrganisation(string StructureId, string Name, string? Locality = null)
{
    /// <summary>The common name; null for <see cref="Name"/>.</summary>
    public string? CommonName { get; init; }
}
