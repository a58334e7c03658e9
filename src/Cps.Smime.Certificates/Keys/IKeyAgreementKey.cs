namespace Cps.Smime.Certificates;

/// <summary>
/// A decryption key that agrees on a shared secret with the ephemeral key of a message (KeyAgreeRecipientInfo, RFC 5652 section 6.2.2,
/// RFC 5753, RFC 8418): elliptic curve Diffie-Hellman. It gives the raw secret and derives nothing, which is what a card does too
/// (CKM_ECDH1_DERIVE with CKD_NULL).
/// </summary>
public interface IKeyAgreementKey : IDecryptionKey
{
    /// <summary>Whether the key can agree: it is of such a kind, and its certificate does not forbid it. Known before any PIN is asked.</summary>
    bool CanAgree { get; }

    /// <summary>Computes the shared secret with a public key of the other side.</summary>
    /// <param name="publicKey">
    /// A point of this key's curve, uncompressed (SEC 1 section 2.3.3), or the 32 octets of an X25519 key. The caller has checked that it is on
    /// the curve.
    /// </param>
    /// <param name="cancellationToken">Cancels waiting for a person or a card.</param>
    /// <returns>The secret: as many octets as the curve's field has, leading zeros included; the caller wipes it.</returns>
    /// <exception cref="CpsException">The key, its card or its holder did not work; never because of the public key.</exception>
    ValueTask<byte[]> AgreeAsync(ReadOnlyMemory<byte> publicKey, CancellationToken cancellationToken = default);
}
