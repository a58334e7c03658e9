using Cps.Smime.Certificates;
using Cps.Smime.Envelopes;

namespace Cps.Smime.Tool.Json;

/// <summary>A signer that was verified. The first six members are those of <c>inspect</c>.</summary>
internal sealed record CmsVerifySignerJson(
    string Identifier,
    string Algorithm,
    string Integrity,
    IReadOnlyList<string> Problems,
    DateTimeOffset? ClaimedTime,
    CertificateJson? Certificate,
    string Trust,
    IReadOnlyList<string> TrustProblems,
    IReadOnlyList<string> Weaknesses)
{
    /// <summary>A report with the path that was found, or null when trust was not judged.</summary>
    public static CmsVerifySignerJson Of(SignerReport report, CertificatePath? path, bool isJudged)
    {
        InspectSignerJson signer = InspectSignerJson.Of(report);
        return new CmsVerifySignerJson(
            signer.Identifier, signer.Algorithm, signer.Integrity, signer.Problems, signer.ClaimedTime, signer.Certificate,
            !isJudged ? "notJudged" : path is { IsValid: true } ? "trusted" : "untrusted",
            [.. (path?.Problems ?? []).Select(p => JsonName.Of(p))],
            [.. report.LegacyWeaknesses.Select(w => JsonName.Of(w))]);
    }
}
