namespace Cps.Smime.Tool.Json;

/// <summary>One entry of a directory.</summary>
internal sealed record LookupEntryJson(string Name, string? DisplayName, IReadOnlyList<string> Addresses, IReadOnlyList<LookupCertificateJson> Certificates);
