namespace Cps.Smime.Tool.Json;

/// <summary>What <c>cms rewrap --json</c> prints.</summary>
internal sealed record CmsRewrapJson(
    string File, string Form, string ContentEncryption, bool IsAuthenticated, CmsRecipientJson OpenedBy, IReadOnlyList<CmsRecipientJson> Added, IReadOnlyList<CertificateJson> Removed);
