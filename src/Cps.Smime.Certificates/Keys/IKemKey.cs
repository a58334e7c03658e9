namespace Cps.Smime.Certificates;

/// <summary>
/// A decryption key of a key encapsulation mechanism (KEMRecipientInfo, RFC 9629): ML-KEM (FIPS 203), which answers a wrong ciphertext with a
/// secret that nobody knows and not with an error.
/// </summary>
public interface IKemKey : IDecryptionKey
{
    /// <summary>Whether the key belongs to this mechanism. Known before any PIN is asked.</summary>
    /// <param name="algorithm">The mechanism's object identifier, for example 2.16.840.1.101.3.4.4.2 for ML-KEM-768.</param>
    bool SupportsKem(string algorithm);

    /// <summary>Recovers the shared secret.</summary>
    /// <param name="ciphertext">The encapsulated secret. The caller has checked that its length is the mechanism's.</param>
    /// <param name="cancellationToken">Cancels waiting for a person or a card.</param>
    /// <returns>The secret; the caller wipes it.</returns>
    /// <exception cref="CpsException">The key, its card or its holder did not work; never because of the ciphertext.</exception>
    ValueTask<byte[]> DecapsulateAsync(ReadOnlyMemory<byte> ciphertext, CancellationToken cancellationToken = default);
}
