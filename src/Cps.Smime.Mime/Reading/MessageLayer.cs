using Cps.Smime.Envelopes;

namespace Cps.Smime.Mime;

/// <summary>One layer of a message, outermost first. Immutable.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Algorithm">What protects it: the content encryption, or the signature algorithms; for people.</param>
public sealed record MessageLayer(LayerKind Kind, string Algorithm)
{
    /// <summary>The recipients of an envelope.</summary>
    public IReadOnlyList<RecipientInfo> Recipients { get; init; } = [];

    /// <summary>How an envelope was opened; null for a signature, and when the message was only inspected.</summary>
    public DecryptionReport? Decryption { get; init; }

    /// <summary>The reports of a signature's signers; empty for an envelope, and for a signature that nobody made.</summary>
    public IReadOnlyList<SignerReport> Signers { get; init; } = [];

    /// <summary>The certificates that a signature brings.</summary>
    public IReadOnlyList<Certificates.Certificate> Certificates { get; init; } = [];

    /// <summary>What is wrong with the form of the layer; empty when nothing is.</summary>
    public IReadOnlyList<LayerProblem> Problems { get; init; } = [];

    /// <summary>Whether the layer is a signature.</summary>
    public bool IsSignature => Kind is LayerKind.MultipartSigned or LayerKind.OpaqueSigned;
}
