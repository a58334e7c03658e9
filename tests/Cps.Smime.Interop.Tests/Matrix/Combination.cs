namespace Cps.Smime.Interop.Tests.Matrix;

/// <summary>One line of the matrix: one kind of message with its algorithms.</summary>
/// <param name="Section">The part of the matrix it stands in.</param>
/// <param name="Title">Its name, once in the section.</param>
internal abstract record Combination(string Section, string Title)
{
    /// <summary>Why this library does not write it; null when it does.</summary>
    public OwnLimit? NotWritten { get; init; }

    /// <summary>Whether reading it reports an old algorithm, so that it is never taken for good.</summary>
    public bool IsWeak { get; init; }

    /// <summary>The encoding of the outermost structure.</summary>
    public MessageEncoding Encoding { get; init; }

    public sealed override string ToString() => $"{Section}: {Title}";
}
