namespace Cps.Smime.Tool.Json;

/// <summary>What <c>cms uncompress --json</c> prints; <c>length</c> is the content's, in bytes.</summary>
internal sealed record CmsUncompressJson(string File, long Length, string ContentType);
