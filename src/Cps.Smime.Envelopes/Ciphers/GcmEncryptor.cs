namespace Cps.Smime.Envelopes;

/// <summary>AES-GCM (RFC 5084, NIST SP 800-38D) as a stream: the platform's <c>AesGcm</c> wants the whole content at once.</summary>
internal sealed class GcmEncryptor : ContentEncryptor
{
    private readonly GcmCounter _counter;
    private long _length;

    public GcmEncryptor(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce) => _counter = new GcmCounter(key, nonce);

    public override byte[] Tag
    {
        get
        {
            byte[] tag = new byte[ContentEncryptionInfo.TagLength];
            _counter.Finish(additionalLength: 0, _length, tag);
            return tag;
        }
    }

    public override void Update(ReadOnlySpan<byte> plaintext, Span<byte> ciphertext)
    {
        _length += plaintext.Length;
        _counter.Transform(plaintext, ciphertext, hashesInput: false);
    }

    public override int Finish(ReadOnlySpan<byte> plaintext, Span<byte> ciphertext)
    {
        Update(plaintext, ciphertext);
        return plaintext.Length;
    }

    public override void Dispose() => _counter.Dispose();
}
