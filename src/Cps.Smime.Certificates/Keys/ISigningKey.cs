namespace Cps.Smime.Certificates;

/// <summary>
/// A private key that signs, wherever it lives: a card, a key file, a remote service. Users of <c>SecureMailbox</c> pass one and never
/// call it; those who bring a new kind of key implement it. Implementations may be called from several threads.
/// </summary>
public interface ISigningKey
{
    /// <summary>The certificate of this key.</summary>
    Certificate Certificate { get; }

    /// <summary>Certificates of the authorities between <see cref="Certificate"/> and its root, to be sent along; may be empty.</summary>
    IReadOnlyList<Certificate> Intermediates { get; }

    /// <summary>What this key can make, the preferred one first. Known before any PIN is asked.</summary>
    IReadOnlyList<SignatureAlgorithm> SignatureAlgorithms { get; }

    /// <summary>
    /// Signs a small amount of data (the signed attributes of RFC 5652 section 5.4, some hundred bytes), digesting it first. It is the
    /// data and not its digest, because some cards do the last block of the digest themselves and some algorithms have no separate digest.
    /// </summary>
    /// <param name="algorithm">One of <see cref="SignatureAlgorithms"/>.</param>
    /// <param name="data">The bytes to sign.</param>
    /// <param name="cancellationToken">Cancels waiting for a person or a card.</param>
    /// <returns>The signature value as CMS carries it.</returns>
    /// <exception cref="CpsException">The key, its card or its holder did not sign.</exception>
    ValueTask<byte[]> SignAsync(SignatureAlgorithm algorithm, ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default);
}
