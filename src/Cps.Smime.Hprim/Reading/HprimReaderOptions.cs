namespace Cps.Smime.Hprim;

/// <summary>
/// Limits and choices of reading. Files come from strangers: every limit is checked before the work it bounds, and exceeding one is
/// an error, never a truncated file. Immutable.
/// </summary>
public sealed record HprimReaderOptions
{
    /// <summary>The default options.</summary>
    public static HprimReaderOptions Default { get; } = new();

    /// <summary>Greatest size of a file in bytes. Default 10 MiB.</summary>
    public int MaxFileBytes { get; init; } = 10 * 1024 * 1024;

    /// <summary>Greatest length of a line in characters. Default 10,000; real lines have fewer than 400.</summary>
    public int MaxLineLength { get; init; } = 10_000;

    /// <summary>Greatest number of lines. Default 200,000.</summary>
    public int MaxLines { get; init; } = 200_000;

    /// <summary>Greatest number of messages in a file. Default 1,000.</summary>
    public int MaxMessages { get; init; } = 1_000;

    /// <summary>Greatest number of diagnostics kept. Default 1,000; the rest is dropped and said so.</summary>
    public int MaxDiagnostics { get; init; } = 1_000;

    /// <summary>The encoding to use instead of the detected one; the only way to read code page 850. Default null: detect.</summary>
    public HprimEncoding? Encoding { get; init; }

    /// <summary>The format to assume instead of the detected one. Default null: detect.</summary>
    public HprimFormat? Format { get; init; }

    /// <summary>Whether text that was encoded twice as a whole is read as it was meant. Default true; the original bytes are kept.</summary>
    public bool UndoDoubleEncoding { get; init; } = true;

    /// <summary>Gives the day that two-digit years are read against. Default: the system clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
