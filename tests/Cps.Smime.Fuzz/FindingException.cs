namespace Cps.Smime.Fuzz;

/// <summary>A promise of the library that a case broke.</summary>
internal sealed class FindingException : Exception
{
    public FindingException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>What makes two findings the same one: the message, and where an unexpected exception was thrown.</summary>
    public string Signature => InnerException is null ? Message : $"{Message}: {InnerException.GetType().Name} {InnerException.StackTrace?.Split('\n').FirstOrDefault(l => l.Contains("Cps.Smime.", StringComparison.Ordinal))?.Trim()}";
}
