namespace Cps.Smime.Tool.Json;

/// <summary>A reader and the card in it, if any.</summary>
internal sealed record CardReaderJson(string Name, ulong SlotId, CardTokenJson? Card);
