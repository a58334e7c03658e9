namespace Cps.Smime.Tool.Json;

/// <summary>A part of an opened message: the name of its file, its media type, its length in bytes.</summary>
internal sealed record OpenPartJson(string File, string MediaType, long Length);
