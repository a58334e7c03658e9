using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Parameters;

namespace Cps.Smime.Envelopes;

/// <summary>AES-GCM as a stream. The platform's <c>AesGcm</c> wants the whole content at once, so this is BouncyCastle's.</summary>
internal sealed class GcmEncryptor : ContentEncryptor
{
    private readonly GcmBlockCipher _gcm = new(AesUtilities.CreateEngine());
    private byte[] _tag = [];

    public GcmEncryptor(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce) =>
        _gcm.Init(forEncryption: true, new AeadParameters(new KeyParameter(key), ContentEncryptionInfo.TagLength * 8, nonce.ToArray()));

    public override byte[] Tag => _tag;

    public override void Update(ReadOnlySpan<byte> plaintext, Span<byte> ciphertext) => _gcm.ProcessBytes(plaintext, ciphertext);

    public override int Finish(ReadOnlySpan<byte> plaintext, Span<byte> ciphertext)
    {
        Span<byte> output = new byte[plaintext.Length + (2 * ContentEncryptionInfo.TagLength)];
        int length = _gcm.ProcessBytes(plaintext, output);
        length += _gcm.DoFinal(output[length..]);
        int content = length - ContentEncryptionInfo.TagLength;
        output[..content].CopyTo(ciphertext);
        _tag = output.Slice(content, ContentEncryptionInfo.TagLength).ToArray();
        return content;
    }

    public override void Dispose() => _gcm.Reset();
}
