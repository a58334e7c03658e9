namespace Cps.Smime.Tool.Commands;

/// <summary>How <c>cms verify</c> judges.</summary>
internal sealed record CmsVerifyArguments(string? Content, string? Trust, bool IsIntegrityOnly, DateTimeOffset? At, bool Legacy);
