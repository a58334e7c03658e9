using System.IO.Compression;

namespace Cps.Smime.Envelopes;

/// <summary>How a CompressedData is written. Immutable.</summary>
public sealed record CompressionOptions
{
    /// <summary>The options used when none are given.</summary>
    public static CompressionOptions Default { get; } = new();

    /// <summary>How hard to compress. Default Optimal.</summary>
    public CompressionLevel Level { get; init; } = CompressionLevel.Optimal;

    /// <summary>
    /// Whether the message is written in DER, with definite lengths. How long the compressed content is shows when all of it was
    /// compressed, so it waits in a <see cref="ContentSpool"/> and the message is written at its end. Default false: BER of indefinite length.
    /// </summary>
    public bool DefiniteLength { get; init; }

    /// <summary>How much compressed content is held in memory before it goes to an encrypted temporary file, in bytes, with <see cref="DefiniteLength"/>. Default 4 MiB.</summary>
    public int MemoryBuffer { get; init; } = 4 * 1024 * 1024;
}
