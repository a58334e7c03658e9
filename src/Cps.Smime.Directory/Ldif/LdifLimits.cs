namespace Cps.Smime.Directories;

/// <summary>How much of an LDIF file is read. A file beyond a limit is refused, never cut.</summary>
public sealed record LdifLimits
{
    /// <summary>The largest file, in bytes. Default 128 MiB.</summary>
    public long MaximumFileBytes { get; init; } = 128L * 1024 * 1024;

    /// <summary>The greatest number of entries. Default 250 000.</summary>
    public int MaximumEntries { get; init; } = 250_000;

    /// <summary>The longest line after unfolding, in bytes. Default 1.5 MiB, which is a value of 1 MiB in base64.</summary>
    public int MaximumLineBytes { get; init; } = 3 * 512 * 1024;

    /// <summary>The greatest number of values in one entry. Default 10 000.</summary>
    public int MaximumValues { get; init; } = 10_000;

    /// <summary>The largest value, in bytes. Default 1 MiB.</summary>
    public int MaximumValueBytes { get; init; } = 1024 * 1024;

    /// <summary>How many entries one answer gives; when an address has more, the answer is partial. Default 100.</summary>
    public int MaximumAnswerEntries { get; init; } = 100;

    /// <summary>The limits unless others are given.</summary>
    public static LdifLimits Default { get; } = new();
}
