using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Parameters;

namespace Cps.Smime.Envelopes;

/// <summary>
/// The ChaCha20 key stream of AEAD_CHACHA20_POLY1305 (RFC 8439 section 2.8): block 0 makes the key of the hash, content begins at block
/// 1. Holds the content key; disposing forgets the hash's. Not for several threads.
/// </summary>
internal sealed class ChaChaCipher : IDisposable
{
    // The block counter has 32 bits and one block is the hash's (RFC 8439 section 2.8).
    private const long MaximumLength = ((1L << 32) - 1) * 64;

    private readonly ChaCha7539Engine _engine = new();
    private long _length;

    public ChaChaCipher(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce)
    {
        _engine.Init(true, new ParametersWithIV(new KeyParameter(key), nonce));
        Span<byte> firstBlock = stackalloc byte[64];
        firstBlock.Clear();
        _engine.ProcessBytes(firstBlock, firstBlock);
        Hash = new Poly1305(firstBlock);
        CryptographicOperations.ZeroMemory(firstBlock);
    }

    /// <summary>The hash, for the ciphertext.</summary>
    public Poly1305 Hash { get; }

    /// <summary>How many bytes were encrypted or decrypted.</summary>
    public long Length => _length;

    /// <summary>Encrypts or decrypts; only the last call may have a length that is no multiple of 16.</summary>
    /// <param name="input">The bytes.</param>
    /// <param name="output">The same number of bytes.</param>
    /// <param name="hashesInput">Whether the ciphertext is the input (decrypting) or the output.</param>
    public void Transform(ReadOnlySpan<byte> input, Span<byte> output, bool hashesInput)
    {
        _length += input.Length;
        if (_length > MaximumLength)
        {
            throw new EnvelopeException(Certificates.CpsErrorCode.LimitExceeded, "the content is longer than ChaCha20-Poly1305 allows (256 GiB)");
        }

        if (hashesInput)
        {
            Hash.Update(input);
        }

        _engine.ProcessBytes(input, output);
        if (!hashesInput)
        {
            Hash.Update(output[..input.Length]);
        }
    }

    public void Dispose() => Hash.Dispose();
}
