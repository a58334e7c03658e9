using Cps.Smime.Envelopes;

namespace Cps.Smime.Tool.Json;

/// <summary>A signer as the signature names it. Nothing says here whether it is to be trusted: that is the verdict of <c>open</c>.</summary>
/// <param name="Identifier">How the signature names the signer's certificate.</param>
/// <param name="Algorithm">The signature algorithm.</param>
/// <param name="Integrity"><c>intact</c>, <c>broken</c>, or <c>notChecked</c> when the signed content is not in the file.</param>
/// <param name="Problems">What is wrong with the signature.</param>
/// <param name="ClaimedTime">The signing time that the signer claims.</param>
/// <param name="Certificate">The certificate, when the signature brings it.</param>
internal sealed record InspectSignerJson(
    string Identifier,
    string Algorithm,
    string Integrity,
    IReadOnlyList<string> Problems,
    DateTimeOffset? ClaimedTime,
    CertificateJson? Certificate)
{
    public static InspectSignerJson Of(SignerReport report) => new(
        report.Signer.Identifier.ToString(),
        report.Algorithm?.ToString() ?? report.Signer.SignatureAlgorithm.Oid,
        report.IsIntact ? "intact" : "broken",
        [.. report.Problems.Select(p => JsonName.Of(p))],
        report.ClaimedSigningTime,
        report.Certificate is { } certificate ? CertificateJson.Of(certificate) : null);

    /// <summary>A signer of a detached signature without its content.</summary>
    public static InspectSignerJson NotChecked(SignerInfo signer, IReadOnlyList<Certificates.Certificate> certificates) => new(
        signer.Identifier.ToString(),
        signer.SignatureAlgorithm.Oid,
        "notChecked",
        [],
        signer.SignedAttributes?.SigningTime,
        certificates.FirstOrDefault(signer.Identifier.Matches) is { } certificate ? CertificateJson.Of(certificate) : null);
}
