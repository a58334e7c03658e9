namespace Cps.Smime.Tool.Json;

/// <summary>What <c>cms verify --json</c> prints.</summary>
/// <param name="Verdict"><c>trusted</c>, <c>intact</c> (trust was not judged), <c>untrusted</c>, <c>altered</c> or <c>notSigned</c>.</param>
/// <param name="IsDetached">Whether the message does not carry the content.</param>
/// <param name="ContentType">The type of the content, by its object identifier.</param>
/// <param name="Signers">Each signer.</param>
/// <param name="Certificates">The certificates that the message brings.</param>
/// <param name="File">Where the content was written; null when it was not.</param>
/// <param name="Length">The length of the content in bytes; null when there is none.</param>
internal sealed record CmsVerifyJson(
    string Verdict,
    bool IsDetached,
    string ContentType,
    IReadOnlyList<CmsVerifySignerJson> Signers,
    IReadOnlyList<CertificateJson> Certificates,
    string? File,
    long? Length);
