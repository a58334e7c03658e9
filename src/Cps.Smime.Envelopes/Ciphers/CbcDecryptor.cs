using System.Security.Cryptography;

namespace Cps.Smime.Envelopes;

/// <summary>AES-CBC with the padding of RFC 5652 section 6.3. Nothing in it authenticates: the report says so.</summary>
internal sealed class CbcDecryptor : ContentDecryptor
{
    private readonly Aes _aes = Aes.Create();
    private readonly byte[] _iv;

    public CbcDecryptor(ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv)
    {
        _aes.SetKey(key);
        _iv = iv.ToArray();
    }

    public override int Update(ReadOnlySpan<byte> ciphertext, Span<byte> plaintext)
    {
        int length = _aes.DecryptCbc(ciphertext, _iv, plaintext, PaddingMode.None);
        ciphertext[^_iv.Length..].CopyTo(_iv);
        return length;
    }

    public override bool TryFinishContent(ReadOnlySpan<byte> ciphertext, Span<byte> plaintext, out int length)
    {
        length = 0;
        if (ciphertext.IsEmpty || ciphertext.Length % ContentEncryptionInfo.BlockLength != 0)
        {
            return false;
        }

        // The padding is looked at here and not by the platform, whose exception would take its own time.
        _aes.DecryptCbc(ciphertext, _iv, plaintext, PaddingMode.None);
        int padding = plaintext[ciphertext.Length - 1];
        int bad = ((padding - 1) >> 31) | ((ContentEncryptionInfo.BlockLength - padding) >> 31);
        for (int i = 0; i < ContentEncryptionInfo.BlockLength; i++)
        {
            int inside = (i - padding) >> 31;
            bad |= inside & (plaintext[ciphertext.Length - 1 - i] ^ padding);
        }

        length = bad == 0 ? ciphertext.Length - padding : 0;
        return bad == 0;
    }

    public override bool TryAuthenticate(ReadOnlySpan<byte> additionalData, ReadOnlySpan<byte> tag, Span<byte> plaintext, out int length)
    {
        length = 0;
        return true;
    }

    public override void Dispose() => _aes.Dispose();
}
