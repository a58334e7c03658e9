namespace Cps.Smime.Tool.Json;

/// <summary>A layer of an opened message.</summary>
internal sealed record OpenLayerJson(string Type, string Algorithm);
