namespace Cps.Smime.Tool.Json;

/// <summary>A card and its certificates.</summary>
internal sealed record CardContentJson(string Reader, CardTokenJson Card, IReadOnlyList<CardCertificateJson> Certificates);
