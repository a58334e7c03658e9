using System.Security.Cryptography;

namespace Cps.Smime.Benchmarks.Ratios;

/// <summary>
/// The limit of the machine: the passes that nobody can leave out, each alone at its own speed over blocks that stay in the processor's
/// cache, on the same sizes. It reads and writes no message.
/// </summary>
internal sealed class MachineLimit : IPeer
{
    private const int Block = 57 * 1024;

    private readonly RSA _rsa;
    private readonly byte[] _digest = new byte[32];
    private readonly byte[] _wrapped;
    private readonly byte[] _signature;
    private readonly byte[] _bytes = new byte[Block];
    private readonly byte[] _output = new byte[2 * Block];
    private readonly byte[] _text = new byte[(int)Base64Lines.EncodedLength(Block)];
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly byte[] _rsaOutput = new byte[256];

    public MachineLimit(Material material)
    {
        _rsa = RSA.Create(material.Recipient.PrivateKey.ExportParameters(includePrivateParameters: true));
        _wrapped = _rsa.Encrypt(_key, RSAEncryptionPadding.Pkcs1);
        _signature = _rsa.SignHash(_digest, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        RandomNumberGenerator.Fill(_bytes);
        Base64Lines.Encode(_bytes, _text);
    }

    public string Name => "limit";

    public string Work => "SHA-256 + cipher + base64 of the attachment + base64 of the envelope + RSA (seal: 1 private, 1 public a recipient; open: 1 private, 1 public), "
        + "each pass alone on the platform's fastest call";

    public string? Declines(Scenario scenario) => null;

    public void Seal(Scenario scenario, ReadOnlyMemory<byte> attachment, Stream output)
    {
        long encoded = Base64Lines.EncodedLength(attachment.Length);
        Pass(attachment.Length, n => Base64Lines.Encode(_bytes.AsSpan(0, n), _output));
        Digest(encoded);
        Cipher(scenario, encoded, encrypt: true);
        Pass(encoded, n => Base64Lines.Encode(_bytes.AsSpan(0, n), _output));
        _rsa.TrySignHash(_digest, _rsaOutput, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1, out _);
        for (int i = 0; i < scenario.Recipients; i++)
        {
            _rsa.TryEncrypt(_key, _rsaOutput, RSAEncryptionPadding.Pkcs1, out _);
        }
    }

    public void Open(Scenario scenario, ReadOnlyMemory<byte> message, Stream attachment)
    {
        long encoded = Base64Lines.EncodedLength(scenario.Length);
        Pass(encoded, n => Base64Lines.Decode(_text.AsSpan(0, (int)Base64Lines.EncodedLength(n)), _output));
        _rsa.TryDecrypt(_wrapped, _rsaOutput, RSAEncryptionPadding.Pkcs1, out _);
        Cipher(scenario, encoded, encrypt: false);
        Digest(encoded);
        Pass(scenario.Length, n => Base64Lines.Decode(_text.AsSpan(0, (int)Base64Lines.EncodedLength(n)), _output));
        _rsa.VerifyHash(_digest, _signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    public void Dispose() => _rsa.Dispose();

    private static void Pass(long length, Action<int> work)
    {
        for (long done = 0; done < length; done += Block)
        {
            work((int)Math.Min(Block, length - done));
        }
    }

    private void Digest(long length)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Pass(length, n => hash.AppendData(_bytes.AsSpan(0, n)));
        hash.GetCurrentHash(_digest);
    }

    private void Cipher(Scenario scenario, long length, bool encrypt)
    {
        if (scenario.IsGcm)
        {
            // The same work both ways: the key stream and the hash; no tag to check here.
            using AesGcm gcm = new(_key, 16);
            Pass(length, n => gcm.Encrypt(_bytes.AsSpan(0, 12), _bytes.AsSpan(0, n), _output.AsSpan(0, n), _output.AsSpan(Block, 16)));
            return;
        }

        using Aes aes = Aes.Create();
        aes.SetKey(_key);
        Pass(length, n =>
        {
            ReadOnlySpan<byte> input = _bytes.AsSpan(0, (n + 15) & ~15);
            _ = encrypt ? aes.EncryptCbc(input, _bytes.AsSpan(0, 16), _output, PaddingMode.None) : aes.DecryptCbc(input, _bytes.AsSpan(0, 16), _output, PaddingMode.None);
        });
    }
}
