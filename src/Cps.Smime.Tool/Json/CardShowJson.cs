namespace Cps.Smime.Tool.Json;

/// <summary>What <c>card show --json</c> prints.</summary>
internal sealed record CardShowJson(string Module, IReadOnlyList<CardContentJson> Cards);
