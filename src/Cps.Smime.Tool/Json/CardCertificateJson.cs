namespace Cps.Smime.Tool.Json;

/// <summary>A certificate of a card; <see cref="Uri"/> is the KEY of the other commands.</summary>
internal sealed record CardCertificateJson(string Role, bool CanDecrypt, string Label, string Id, string Uri, CertificateJson Certificate);
