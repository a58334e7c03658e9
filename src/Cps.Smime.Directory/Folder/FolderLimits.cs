namespace Cps.Smime.Directories;

/// <summary>How much of a folder of certificates is read. A folder of too many files is refused; a file that is too large is passed over.</summary>
public sealed record FolderLimits
{
    /// <summary>The greatest number of certificate files. Default 10 000.</summary>
    public int MaximumFiles { get; init; } = 10_000;

    /// <summary>The largest file, in bytes. Default 1 MiB.</summary>
    public int MaximumFileBytes { get; init; } = 1024 * 1024;

    /// <summary>The most that is read in all, in bytes. Default 256 MiB.</summary>
    public long MaximumTotalBytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>How many entries one answer gives; when an address has more, the answer is partial. Default 100.</summary>
    public int MaximumAnswerEntries { get; init; } = 100;

    /// <summary>The limits unless others are given.</summary>
    public static FolderLimits Default { get; } = new();
}
