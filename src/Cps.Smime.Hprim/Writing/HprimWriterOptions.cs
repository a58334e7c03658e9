namespace Cps.Smime.Hprim;

/// <summary>How a document is written. The defaults are what most receivers read: Windows-1252, CRLF, nothing altered in silence. Immutable.</summary>
public sealed record HprimWriterOptions
{
    /// <summary>The default options.</summary>
    public static HprimWriterOptions Default { get; } = new();

    /// <summary>The encoding. Default Windows-1252. UTF-16 gets its byte order mark; UTF-8 has none.</summary>
    public HprimEncoding Encoding { get; init; } = HprimEncoding.Windows1252;

    /// <summary>How lines end. Default CRLF.</summary>
    public HprimLineEnding LineEnding { get; init; } = HprimLineEnding.CrLf;

    /// <summary>What is done with a line break, a <c>|</c>, a marker or a control character in a value. Default: refuse.</summary>
    public HprimOnProblem OnUnsafeText { get; init; } = HprimOnProblem.Refuse;

    /// <summary>What is done with a character that the encoding does not have. Default: refuse.</summary>
    public HprimOnProblem OnUnencodableText { get; init; } = HprimOnProblem.Refuse;

    /// <summary>Whether a document that was read and not changed is written anew instead of giving its original bytes. Default false.</summary>
    public bool AlwaysRewrite { get; init; }

    /// <summary>Greatest number of diagnostics kept. Default 1,000.</summary>
    public int MaxDiagnostics { get; init; } = 1_000;

    /// <summary>Gives the day that two-digit years are read against when the writer reads back what it wrote. Default: the system clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
