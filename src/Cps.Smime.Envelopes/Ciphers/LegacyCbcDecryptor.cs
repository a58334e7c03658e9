using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Parameters;

namespace Cps.Smime.Envelopes;

/// <summary>
/// Triple-DES, DES and RC2 in CBC mode, for reading old mail where a call allows it. BouncyCastle's ciphers and not the platform's, which
/// refuses weak keys with an error of its own: a failed key transport must not show in another way than any wrong key does.
/// </summary>
internal sealed class LegacyCbcDecryptor : ContentDecryptor
{
    public const int BlockLength = 8;

    private readonly CbcBlockCipher _cipher;

    public LegacyCbcDecryptor(ContentCipher cipher, ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv)
    {
        (IBlockCipher engine, ICipherParameters parameters) = cipher switch
        {
            ContentCipher.TripleDesCbc => ((IBlockCipher)new DesEdeEngine(), (ICipherParameters)new KeyParameter(key)),
            ContentCipher.DesCbc => (new DesEngine(), new KeyParameter(key)),
            _ => (new RC2Engine(), new RC2Parameters(key.ToArray(), 8 * key.Length)),
        };
        _cipher = new CbcBlockCipher(engine);
        _cipher.Init(forEncryption: false, new ParametersWithIV(parameters, iv));
    }

    public override int Update(ReadOnlySpan<byte> ciphertext, Span<byte> plaintext)
    {
        for (int i = 0; i < ciphertext.Length; i += BlockLength)
        {
            _cipher.ProcessBlock(ciphertext[i..], plaintext[i..]);
        }

        return ciphertext.Length;
    }

    public override bool TryFinishContent(ReadOnlySpan<byte> ciphertext, Span<byte> plaintext, out int length)
    {
        length = 0;
        if (ciphertext.IsEmpty || ciphertext.Length % BlockLength != 0)
        {
            return false;
        }

        Update(ciphertext, plaintext);
        int padding = plaintext[ciphertext.Length - 1];
        int bad = ((padding - 1) >> 31) | ((BlockLength - padding) >> 31);
        for (int i = 0; i < BlockLength; i++)
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

    public override void Dispose() => _cipher.Reset();
}
