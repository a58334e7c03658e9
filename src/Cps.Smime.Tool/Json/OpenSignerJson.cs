namespace Cps.Smime.Tool.Json;

/// <summary>A signer of an opened message.</summary>
internal sealed record OpenSignerJson(
    string Integrity,
    string Trust,
    string? NationalId,
    string? Name,
    string? Profession,
    string AddressMatch,
    DateTimeOffset? ClaimedTime)
{
    public static OpenSignerJson Of(SignerStatement signer) => new(
        signer.IsIntact ? "intact" : "broken",
        signer.IsTrusted ? "trusted" : "untrusted",
        signer.Identity is { } identity ? CertificateJson.NationalIdOf(identity) : null,
        signer.Identity?.DisplayName,
        signer.Identity is { } who ? CertificateJson.ProfessionOf(who) : null,
        JsonName.Of(signer.AddressMatch),
        signer.ClaimedTime);
}
