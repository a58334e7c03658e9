namespace Cps.Smime.Tool.Json;

/// <summary>A published certificate; <see cref="Rejected"/> says why it is not used, and is null without <c>--trust</c>.</summary>
internal sealed record LookupCertificateJson(CertificateJson Certificate, IReadOnlyList<string>? Rejected);
