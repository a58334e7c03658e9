namespace Cps.Smime.Certificates;

/// <summary>A decryption key that recovers content keys encrypted to its RSA public key (KeyTransRecipientInfo, RFC 5652 section 6.2.1).</summary>
public interface IKeyTransportKey : IDecryptionKey
{
    /// <summary>Whether the key can undo this algorithm. Asked before any PIN is asked.</summary>
    bool Supports(KeyTransportAlgorithm algorithm);

    /// <summary>
    /// Recovers a content key. A ciphertext that does not decrypt, or decrypts to another length, gives a pseudo-random key of
    /// <paramref name="keyLength"/> bytes that depends only on the key and the ciphertext (implicit rejection: RFC 3218 section 2.3.2,
    /// draft-irtf-cfrg-rsa-guidance): the failure shows later, as any wrong content key does, and the caller cannot tell them apart.
    /// </summary>
    /// <param name="algorithm">The key transport algorithm.</param>
    /// <param name="encryptedKey">The encrypted content key.</param>
    /// <param name="keyLength">Length of the content key in bytes, from the content encryption algorithm.</param>
    /// <param name="cancellationToken">Cancels waiting for a person or a card.</param>
    /// <returns>A content key of exactly <paramref name="keyLength"/> bytes; the caller wipes it.</returns>
    /// <exception cref="CpsException">The key, its card or its holder did not work; never because of the ciphertext.</exception>
    ValueTask<byte[]> UnwrapKeyAsync(KeyTransportAlgorithm algorithm, ReadOnlyMemory<byte> encryptedKey, int keyLength, CancellationToken cancellationToken = default);
}
