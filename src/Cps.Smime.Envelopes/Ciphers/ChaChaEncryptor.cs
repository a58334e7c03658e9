namespace Cps.Smime.Envelopes;

/// <summary>ChaCha20-Poly1305 (RFC 8103, RFC 8439) as a stream: the platform's wants the whole content at once.</summary>
internal sealed class ChaChaEncryptor(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce) : ContentEncryptor
{
    private readonly ChaChaCipher _cipher = new(key, nonce);

    public override byte[] Tag
    {
        get
        {
            byte[] tag = new byte[ContentEncryptionInfo.TagLength];
            _cipher.Hash.Finish(additionalLength: 0, _cipher.Length, tag);
            return tag;
        }
    }

    public override void Update(ReadOnlySpan<byte> plaintext, Span<byte> ciphertext) => _cipher.Transform(plaintext, ciphertext, hashesInput: false);

    public override int Finish(ReadOnlySpan<byte> plaintext, Span<byte> ciphertext)
    {
        Update(plaintext, ciphertext);
        return plaintext.Length;
    }

    public override void Dispose() => _cipher.Dispose();
}
