namespace Cps.Smime.Tool.Json;

/// <summary>Somebody who signed.</summary>
internal sealed record CmsSignSignerJson(string Algorithm, CertificateJson Certificate);
