namespace Cps.Smime.Tool.Json;

/// <summary>The sender or the addressee.</summary>
internal sealed record HprimPartyJson(string Code, string Name);
