using System.Security.Cryptography;

namespace Cps.Smime.Envelopes;

/// <summary>AES-GCM as a stream, with the authenticated attributes after the content, where RFC 5083 puts them.</summary>
internal sealed class GcmDecryptor : ContentDecryptor
{
    private readonly GcmCounter _counter;
    private readonly Ghash _additionalHash;
    private long _length;

    public GcmDecryptor(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce)
    {
        _counter = new GcmCounter(key, nonce);
        _additionalHash = _counter.Hash.NewUnderSameKey();
    }

    public override int Update(ReadOnlySpan<byte> ciphertext, Span<byte> plaintext)
    {
        _length += ciphertext.Length;
        _counter.Transform(ciphertext, plaintext, hashesInput: true);
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
        _additionalHash.Update(additionalData);
        _counter.Hash.Prepend(_additionalHash);
        Span<byte> expected = stackalloc byte[ContentEncryptionInfo.TagLength];
        _counter.Finish(additionalData.Length, _length, expected);
        return CryptographicOperations.FixedTimeEquals(expected, tag);
    }

    public override void Dispose() => _counter.Dispose();
}
