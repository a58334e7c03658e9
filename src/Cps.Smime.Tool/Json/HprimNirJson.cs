namespace Cps.Smime.Tool.Json;

/// <summary>A social security number as sent, and what was read in it.</summary>
internal sealed record HprimNirJson(string Text, string? Number, string? Key, bool? IsKeyRight);
