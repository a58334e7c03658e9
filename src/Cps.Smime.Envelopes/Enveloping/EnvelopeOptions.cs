namespace Cps.Smime.Envelopes;

/// <summary>How an envelope is written, beside its recipients and its content encryption. Immutable.</summary>
public sealed record EnvelopeOptions
{
    private readonly long? _contentLength;

    /// <summary>The options used when none are given.</summary>
    public static EnvelopeOptions Default { get; } = new();

    /// <summary>
    /// Whether the content key is derived together with the name of the content encryption (id-alg-cek-hkdf-sha256, RFC 9709), so that a message
    /// that somebody relabels from GCM to CBC does not open. Default false: few products read it.
    /// </summary>
    public bool DeriveContentKey { get; init; }

    /// <summary>
    /// The length of the content in bytes, when it is known before it is written: then the message is DER, with definite lengths and sorted
    /// sets (X.690 section 10), which some readers ask for. Other content than that much is an <see cref="InvalidOperationException"/> of
    /// the stream, and what was written by then is not a message. Null (the default) for BER of indefinite length.
    /// </summary>
    public long? ContentLength
    {
        get => _contentLength;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value ?? 0, nameof(value));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value ?? 0, long.MaxValue / 2, nameof(value));
            _contentLength = value;
        }
    }
}
