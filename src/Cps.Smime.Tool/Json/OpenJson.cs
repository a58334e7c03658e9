namespace Cps.Smime.Tool.Json;

/// <summary>What <c>open --json</c> prints.</summary>
internal sealed record OpenJson(
    string Verdict,
    IReadOnlyList<string> Reasons,
    IReadOnlyList<OpenLayerJson> Layers,
    IReadOnlyList<OpenSignerJson> Signers,
    string? From,
    string Subject,
    IReadOnlyList<OpenPartJson> Parts);
