namespace Cps.Smime.Cards;

/// <summary>A path at which a module was looked for.</summary>
/// <param name="Path">The absolute path.</param>
/// <param name="Exists">Whether there is a file.</param>
/// <param name="IsExplicit">Whether the caller gave the path.</param>
public sealed record ModuleCandidate(string Path, bool Exists, bool IsExplicit);
