using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Parameters;

namespace Cps.Smime.Envelopes;

/// <summary>AES-GCM as a stream, with the authenticated attributes after the content, where RFC 5083 puts them.</summary>
internal sealed class GcmDecryptor : ContentDecryptor
{
    private readonly GcmBlockCipher _gcm = new(AesUtilities.CreateEngine());

    public GcmDecryptor(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce) =>
        _gcm.Init(forEncryption: false, new AeadParameters(new KeyParameter(key), ContentEncryptionInfo.TagLength * 8, nonce.ToArray()));

    public override int Update(ReadOnlySpan<byte> ciphertext, Span<byte> plaintext) => _gcm.ProcessBytes(ciphertext, plaintext);

    public override bool TryFinishContent(ReadOnlySpan<byte> ciphertext, Span<byte> plaintext, out int length)
    {
        length = _gcm.ProcessBytes(ciphertext, plaintext);
        return true;
    }

    public override bool TryAuthenticate(ReadOnlySpan<byte> additionalData, ReadOnlySpan<byte> tag, Span<byte> plaintext, out int length)
    {
        length = 0;
        if (tag.Length != ContentEncryptionInfo.TagLength)
        {
            return false;
        }

        _gcm.ProcessAadBytes(additionalData);
        length = _gcm.ProcessBytes(tag, plaintext);
        try
        {
            length += _gcm.DoFinal(plaintext[length..]);
            return true;
        }
        catch (InvalidCipherTextException)
        {
            length = 0;
            return false;
        }
    }

    public override void Dispose() => _gcm.Reset();
}
