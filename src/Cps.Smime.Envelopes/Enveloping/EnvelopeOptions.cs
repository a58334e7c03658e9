namespace Cps.Smime.Envelopes;

/// <summary>How an envelope is written, beside its recipients and its content encryption. Immutable.</summary>
public sealed record EnvelopeOptions
{
    /// <summary>The options used when none are given.</summary>
    public static EnvelopeOptions Default { get; } = new();

    /// <summary>
    /// Whether the content key is derived together with the name of the content encryption (id-alg-cek-hkdf-sha256, RFC 9709), so that a message
    /// that somebody relabels from GCM to CBC does not open. Default false: few products read it.
    /// </summary>
    public bool DeriveContentKey { get; init; }
}
