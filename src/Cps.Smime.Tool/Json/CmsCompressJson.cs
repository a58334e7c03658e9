namespace Cps.Smime.Tool.Json;

/// <summary>What <c>cms compress --json</c> prints; <c>length</c> is the content's, in bytes.</summary>
internal sealed record CmsCompressJson(string File, string Form, long Length);
