namespace Cps.Smime.Envelopes;

/// <summary>
/// What reading a CMS message may cost at most. Every limit is checked before the memory or the work is spent; going over one is an
/// <see cref="EnvelopeException"/> with the code LimitExceeded. Immutable.
/// </summary>
public sealed record CmsLimits
{
    /// <summary>The limits used when none are given.</summary>
    public static CmsLimits Default { get; } = new();

    /// <summary>The largest structure beside the content that is held in memory, in bytes: all recipients, all certificates, all signers. Default 4 MiB.</summary>
    public int MaximumStructureLength { get; init; } = 4 * 1024 * 1024;

    /// <summary>How deep encodings may nest. Default 32.</summary>
    public int MaximumDepth { get; init; } = 32;

    /// <summary>How many recipients a message may have. Default 5,000.</summary>
    public int MaximumRecipients { get; init; } = 5_000;

    /// <summary>How many rounds of PBKDF2 a message for a password may ask for. Default 10,000,000.</summary>
    public int MaximumPasswordIterations { get; init; } = 10_000_000;

    /// <summary>How many certificates a message may bring. Default 64.</summary>
    public int MaximumCertificates { get; init; } = 64;

    /// <summary>How many signers a message may have. Default 16.</summary>
    public int MaximumSigners { get; init; } = 16;

    /// <summary>How many counter-signatures a message may have in all, counter-signatures of counter-signatures included. Default 16.</summary>
    public int MaximumCounterSignatures { get; init; } = 16;

    /// <summary>How many digest algorithms a signed message may name. Default 8.</summary>
    public int MaximumDigestAlgorithms { get; init; } = 8;

    /// <summary>The longest content, in bytes. Default 4 GiB.</summary>
    public long MaximumContentLength { get; init; } = 4L * 1024 * 1024 * 1024;

    /// <summary>The longest content that comes out of a CompressedData, in bytes. Default 1 GiB.</summary>
    public long MaximumDecompressedLength { get; init; } = 1024 * 1024 * 1024;

    /// <summary>
    /// How many times longer than its compressed form content may be, once it is longer than
    /// <see cref="CompressedDataReader.AlwaysTakenLength"/>. Default 100; text compresses 3 to 20 times.
    /// </summary>
    public int MaximumCompressionRatio { get; init; } = 100;

    /// <summary>How much content is held in memory before it goes to an encrypted temporary file, in bytes. Default 16 MiB.</summary>
    public int MemoryBuffer { get; init; } = 16 * 1024 * 1024;
}
