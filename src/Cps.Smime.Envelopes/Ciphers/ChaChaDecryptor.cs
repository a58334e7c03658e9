using System.Security.Cryptography;

namespace Cps.Smime.Envelopes;

/// <summary>ChaCha20-Poly1305 as a stream, with the authenticated attributes after the content, where RFC 5083 puts them.</summary>
internal sealed class ChaChaDecryptor(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce) : ContentDecryptor
{
    private readonly ChaChaCipher _cipher = new(key, nonce);

    public override int Update(ReadOnlySpan<byte> ciphertext, Span<byte> plaintext)
    {
        _cipher.Transform(ciphertext, plaintext, hashesInput: true);
        return ciphertext.Length;
    }

    public override bool TryFinishContent(ReadOnlySpan<byte> ciphertext, Span<byte> plaintext, out int length)
    {
        length = Update(ciphertext, plaintext);
        return true;
    }

    public override bool TryAuthenticate(ReadOnlySpan<byte> additionalData, ReadOnlySpan<byte> tag, Span<byte> plaintext, out int length)
    {
        length = 0;
        using Poly1305 additionalHash = _cipher.Hash.NewUnderSameKey();
        additionalHash.Update(additionalData);
        _cipher.Hash.Prepend(additionalHash);
        Span<byte> expected = stackalloc byte[ContentEncryptionInfo.TagLength];
        _cipher.Hash.Finish(additionalData.Length, _cipher.Length, expected);
        return CryptographicOperations.FixedTimeEquals(expected, tag);
    }

    public override void Dispose() => _cipher.Dispose();
}
