using System.Numerics;
using System.Security.Cryptography;

namespace Cps.Smime.Certificates.Tests.Keys;

/// <summary>
/// Recovering content keys: those that OpenSSL encrypted come back, and every wrong ciphertext gives a key like any other, so that
/// Bleichenbacher's question has no answer.
/// </summary>
public sealed class KeyTransportTests : IDisposable
{
    private const int Size = 256;

    private static readonly RSAParameters s_public = SharedPki.Key.ExportParameters(includePrivateParameters: false);

    private readonly SoftwareKey _key = new(SharedPki.Leaf(), SharedPki.Key);

    public static TheoryData<string, string[]> OpenSslForms => new()
    {
        { "RSA-PKCS1", ["-pkeyopt", "rsa_padding_mode:pkcs1"] },
        { "RSA-OAEP-SHA1", ["-pkeyopt", "rsa_padding_mode:oaep"] },
        { "RSA-OAEP-SHA256", ["-pkeyopt", "rsa_padding_mode:oaep", "-pkeyopt", "rsa_oaep_md:sha256"] },
        { "RSA-OAEP-SHA384", ["-pkeyopt", "rsa_padding_mode:oaep", "-pkeyopt", "rsa_oaep_md:sha384"] },
        { "RSA-OAEP-SHA512", ["-pkeyopt", "rsa_padding_mode:oaep", "-pkeyopt", "rsa_oaep_md:sha512"] },
    };

    /// <summary>Encrypted blocks that are wrong in one way each; the content key would have 16 bytes.</summary>
    public static TheoryData<string> BadPaddings =>
    [
        "wrong first byte", "block type 1", "block type 0", "short padding string", "no zero separator", "zero-length message", "message one byte short",
        "message one byte long", "separator inside the first eight padding bytes", "all zero", "all one",
    ];

    public void Dispose() => _key.Dispose();

    [Theory]
    [MemberData(nameof(OpenSslForms))]
    public async Task A_content_key_that_OpenSSL_encrypted_comes_back(string name, string[] options)
    {
        string openssl = ForeignSoftware.Require("openssl", "openssl");
        using TempFolder folder = new();
        string publicKey = folder.Write("pub.pem", PemEncoding.WriteString("PUBLIC KEY", _key.Certificate.PublicKey.Encoded.Span));
        byte[] contentKey = RandomNumberGenerator.GetBytes(32);
        byte[] encrypted = ForeignSoftware.Run(openssl, ["pkeyutl", "-encrypt", "-pubin", "-inkey", publicKey, .. options], input: contentKey).Succeeded().OutputBytes;

        Assert.Equal(contentKey, await _key.UnwrapKeyAsync(Algorithm(name), encrypted, 32));
    }

    [Theory]
    [MemberData(nameof(OpenSslForms))]
    public void A_content_key_that_we_encrypted_is_opened_by_OpenSSL(string name, string[] options)
    {
        string openssl = ForeignSoftware.Require("openssl", "openssl");
        using TempFolder folder = new();
        string pem = folder.Write("key.pem", SharedPki.Key.ExportPkcs8PrivateKeyPem());
        byte[] contentKey = RandomNumberGenerator.GetBytes(24);
        byte[] encrypted = _key.Certificate.PublicKey.EncryptKey(Algorithm(name), contentKey);

        Assert.Equal(contentKey, ForeignSoftware.Run(openssl, ["pkeyutl", "-decrypt", "-inkey", pem, .. options], input: encrypted).Succeeded().OutputBytes);
    }

    [Fact]
    public async Task The_blocks_of_these_tests_are_right_but_for_the_one_mistake()
    {
        byte[] contentKey = [.. Enumerable.Range(1, 16).Select(i => (byte)i)];
        byte[] encrypted = Encrypt([0x00, 0x02, .. Enumerable.Repeat((byte)0x5A, Size - 19), 0x00, .. contentKey]);
        Assert.Equal(contentKey, await _key.UnwrapKeyAsync(KeyTransportAlgorithm.RsaPkcs1, encrypted, 16));
    }

    [Theory]
    [MemberData(nameof(BadPaddings))]
    public async Task A_bad_padding_gives_a_key_like_any_other(string mistake)
    {
        byte[] encrypted = Encrypt(BadBlock(mistake));
        await AssertImplicitlyRejected(KeyTransportAlgorithm.RsaPkcs1, encrypted);
        byte[] second = await _key.UnwrapKeyAsync(KeyTransportAlgorithm.RsaPkcs1, encrypted, 16);
        byte[] content = BadBlock(mistake)[^16..];
        Assert.NotEqual(content, second);
    }

    [Fact]
    public async Task A_ciphertext_of_the_wrong_length_or_range_gives_a_key_like_any_other()
    {
        byte[] modulus = s_public.Modulus!;
        byte[] beyond = (byte[])modulus.Clone();
        beyond[^1]++;
        foreach (KeyTransportAlgorithm algorithm in new[] { KeyTransportAlgorithm.RsaPkcs1, KeyTransportAlgorithm.RsaOaepSha256 })
        {
            foreach (byte[] encrypted in new byte[][] { [], [1], new byte[Size - 1], new byte[Size + 1], new byte[10_000], modulus, beyond, [.. Enumerable.Repeat((byte)0xFF, Size)], new byte[Size] })
            {
                await AssertImplicitlyRejected(algorithm, encrypted);
            }
        }
    }

    [Fact]
    public async Task OAEP_under_another_digest_or_altered_gives_a_key_like_any_other()
    {
        byte[] encrypted = _key.Certificate.PublicKey.EncryptKey(KeyTransportAlgorithm.RsaOaepSha256, new byte[16]);
        await AssertImplicitlyRejected(KeyTransportAlgorithm.Oaep(HashAlgorithmName.SHA1), encrypted);
        await AssertImplicitlyRejected(KeyTransportAlgorithm.RsaPkcs1, encrypted);
        encrypted[100] ^= 1;
        await AssertImplicitlyRejected(KeyTransportAlgorithm.RsaOaepSha256, encrypted);
    }

    [Fact]
    public async Task Different_wrong_ciphertexts_and_different_keys_give_different_content_keys()
    {
        HashSet<string> seen = [];
        using RSA otherRsa = RSA.Create(2048);
        using TestCredential other = SharedPki.Authorities.IssueMail("X", "x@exemple.fr", options: new TestCertificateOptions { Key = otherRsa });
        using SoftwareKey otherKey = other.ToSoftwareKey();
        byte[] same = new byte[Size];
        same[1] = 1;
        foreach (string mistake in BadPaddings.Select(row => row.Data))
        {
            Assert.True(seen.Add(Convert.ToHexString(await _key.UnwrapKeyAsync(KeyTransportAlgorithm.RsaPkcs1, Encrypt(BadBlock(mistake)), 16))), mistake);
        }

        byte[] first = await _key.UnwrapKeyAsync(KeyTransportAlgorithm.RsaPkcs1, same, 16);
        byte[] second = await otherKey.UnwrapKeyAsync(KeyTransportAlgorithm.RsaPkcs1, same, 16);
        Assert.NotEqual(first, second);
    }

    [Fact]
    public async Task A_right_padding_around_a_key_of_another_length_is_rejected_for_every_length_asked()
    {
        byte[] encrypted = _key.Certificate.PublicKey.EncryptKey(KeyTransportAlgorithm.RsaPkcs1, new byte[16]);
        foreach (int asked in new[] { 8, 15, 17, 24, 32, 64 })
        {
            byte[] key = await _key.UnwrapKeyAsync(KeyTransportAlgorithm.RsaPkcs1, encrypted, asked);
            Assert.Equal(asked, key.Length);
            Assert.Contains(key, b => b != 0);
        }

        Assert.Equal(new byte[16], await _key.UnwrapKeyAsync(KeyTransportAlgorithm.RsaPkcs1, encrypted, 16));
    }

    [Fact]
    public void The_choice_is_the_recovered_key_only_for_right_padding_and_right_length()
    {
        byte[] recovered = [1, 2, 3, 4];
        Assert.Equal(recovered, ImplicitRejection.Choose(recovered, true, 4, "s"u8, "c"u8));
        byte[] substitute = ImplicitRejection.Choose(recovered, false, 4, "s"u8, "c"u8);
        Assert.NotEqual(recovered, substitute);
        Assert.Equal(substitute, ImplicitRejection.Choose([], false, 4, "s"u8, "c"u8));
        Assert.Equal(substitute, ImplicitRejection.Choose([1, 2, 3, 4, 5], true, 4, "s"u8, "c"u8));
        Assert.NotEqual(substitute, ImplicitRejection.Choose([], false, 4, "t"u8, "c"u8));
        Assert.NotEqual(substitute, ImplicitRejection.Choose([], false, 4, "s"u8, "d"u8));
        Assert.Throws<ArgumentOutOfRangeException>(() => ImplicitRejection.Choose([], false, 0, "s"u8, "c"u8));
    }

    [Fact]
    public async Task OAEP_with_two_digests_is_read_and_not_written()
    {
        KeyTransportAlgorithm mixed = new(HashAlgorithmName.SHA256, HashAlgorithmName.SHA1);
        Assert.True(_key.Supports(mixed));
        Assert.Equal("RSA-OAEP-SHA256-MGF1-SHA1", mixed.ToString());
        await AssertImplicitlyRejected(mixed, new byte[Size]);
        CertificateException error = Assert.Throws<CertificateException>(() => _key.Certificate.PublicKey.EncryptKey(mixed, new byte[16]));
        Assert.Equal(CpsErrorCode.Unsupported, error.Code);
    }

    private async Task AssertImplicitlyRejected(KeyTransportAlgorithm algorithm, byte[] encrypted)
    {
        byte[] first = await _key.UnwrapKeyAsync(algorithm, encrypted, 16);
        byte[] second = await _key.UnwrapKeyAsync(algorithm, encrypted, 16);
        byte[] longer = await _key.UnwrapKeyAsync(algorithm, encrypted, 32);
        Assert.Equal(16, first.Length);
        Assert.Equal(first, second);
        Assert.Equal(32, longer.Length);
        Assert.True(first.Distinct().Count() > 4, "not a pseudo-random key: " + Convert.ToHexString(first));
        byte[] substitute = ImplicitRejection.Choose([], false, 16, SHA256.HashData(SharedPki.Key.ExportParameters(true).D!), encrypted);
        Assert.Equal(substitute, first);
    }

    private static byte[] BadBlock(string mistake)
    {
        byte[] message = [.. Enumerable.Range(0xC0, 16).Select(i => (byte)i)];
        byte[] padding = Enumerable.Repeat((byte)0x5A, Size - 19).ToArray();
        return mistake switch
        {
            "wrong first byte" => [0x01, 0x02, .. padding, 0x00, .. message],
            "block type 1" => [0x00, 0x01, .. padding, 0x00, .. message],
            "block type 0" => [0x00, 0x00, .. padding, 0x00, .. message],
            "short padding string" => [0x00, 0x02, .. padding[..7], 0x00, .. Enumerable.Repeat((byte)0x77, Size - 26), .. message],
            "no zero separator" => [0x00, 0x02, .. padding, 0x5A, .. message],
            "zero-length message" => [0x00, 0x02, .. padding, .. Enumerable.Repeat((byte)0x5A, 16), 0x00],
            "message one byte short" => [0x00, 0x02, .. padding, 0x5A, 0x00, .. message[1..]],
            "message one byte long" => [0x00, 0x02, .. padding[1..], 0x00, 0xBF, .. message],
            "separator inside the first eight padding bytes" => [0x00, 0x02, 0x00, .. padding[1..], 0x00, .. message],
            "all zero" => new byte[Size],
            "all one" => [0x00, .. new byte[Size - 2], 0x01],
            _ => throw new ArgumentOutOfRangeException(nameof(mistake)),
        };
    }

    /// <summary>RSA without any padding, by hand: m^e mod n.</summary>
    private static byte[] Encrypt(byte[] block)
    {
        Assert.Equal(Size, block.Length);
        BigInteger result = BigInteger.ModPow(
            new BigInteger(block, isUnsigned: true, isBigEndian: true),
            new BigInteger(s_public.Exponent, isUnsigned: true, isBigEndian: true),
            new BigInteger(s_public.Modulus, isUnsigned: true, isBigEndian: true));
        byte[] bytes = result.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[Size - bytes.Length], .. bytes];
    }

    private static KeyTransportAlgorithm Algorithm(string name) => name == "RSA-PKCS1" ? KeyTransportAlgorithm.RsaPkcs1
        : KeyTransportAlgorithm.Oaep(new HashAlgorithmName(name["RSA-OAEP-".Length..]));
}
