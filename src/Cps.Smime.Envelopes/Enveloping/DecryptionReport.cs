using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>What is known of an envelope after it was opened.</summary>
/// <param name="Recipient">The certificate whose key opened it; null when it was a shared key or a password.</param>
/// <param name="KeyTransport">How the content key was encrypted to an RSA key; null for another kind of recipient.</param>
/// <param name="ContentEncryption">The content encryption.</param>
/// <param name="IsAuthenticated">
/// Whether the envelope itself proves that its content is whole. False for CBC: such content may have been altered on its way, and only a
/// signature inside can tell.
/// </param>
public sealed record DecryptionReport(Certificate? Recipient, KeyTransportAlgorithm? KeyTransport, ContentEncryption ContentEncryption, bool IsAuthenticated)
{
    /// <summary>What was weak: the cipher of old mail, or a recipient's RSA key of less than 2048 bits. Empty for everything written today.</summary>
    public IReadOnlyList<LegacyWeakness> LegacyWeaknesses => Envelopes.LegacyWeaknesses.Of(ContentEncryption, Recipient);

    /// <summary>The kind of recipient info that was used.</summary>
    public RecipientKind Kind { get; init; }

    /// <summary>How the key-encryption key was agreed; null for another kind of recipient.</summary>
    public KeyAgreementAlgorithm? KeyAgreement { get; init; }

    /// <summary>
    /// Whether the content key was derived together with the name of the content encryption (id-alg-cek-hkdf-sha256, RFC 9709), so that nobody
    /// can relabel the message.
    /// </summary>
    public bool IsContentKeyDerived { get; init; }

    internal static DecryptionReport Of(RecipientOpening opening, ContentEncryptionInfo info, bool isContentKeyDerived) => new(
        (opening.Key as IDecryptionKey)?.Certificate, (opening.Info as KeyTransRecipientInfo)?.Algorithm, info.Algorithm, info.IsAuthenticated)
    {
        Kind = opening.Info.Kind,
        KeyAgreement = (opening.Info as KeyAgreeRecipientInfo)?.Algorithm,
        IsContentKeyDerived = isContentKeyDerived,
    };
}
