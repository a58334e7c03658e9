namespace Cps.Smime.Tool.Json;

/// <summary>What <c>cms sign --json</c> prints.</summary>
internal sealed record CmsSignJson(string File, string Form, bool IsDetached, IReadOnlyList<CmsSignSignerJson> Signers);
