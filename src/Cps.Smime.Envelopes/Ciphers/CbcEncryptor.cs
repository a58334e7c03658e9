using System.Security.Cryptography;

namespace Cps.Smime.Envelopes;

/// <summary>AES-CBC with the padding of RFC 5652 section 6.3. One-shot calls over large blocks run at the machine's speed.</summary>
internal sealed class CbcEncryptor : ContentEncryptor
{
    private readonly Aes _aes = Aes.Create();
    private readonly byte[] _iv;

    public CbcEncryptor(ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv)
    {
        _aes.SetKey(key);
        _iv = iv.ToArray();
    }

    public override void Update(ReadOnlySpan<byte> plaintext, Span<byte> ciphertext)
    {
        _aes.EncryptCbc(plaintext, _iv, ciphertext, PaddingMode.None);
        ciphertext.Slice(plaintext.Length - _iv.Length, _iv.Length).CopyTo(_iv);
    }

    public override int Finish(ReadOnlySpan<byte> plaintext, Span<byte> ciphertext) => _aes.EncryptCbc(plaintext, _iv, ciphertext, PaddingMode.PKCS7);

    public override void Dispose() => _aes.Dispose();
}
