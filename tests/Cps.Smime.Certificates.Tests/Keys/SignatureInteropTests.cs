using System.Security.Cryptography;

namespace Cps.Smime.Certificates.Tests.Keys;

/// <summary>Signatures made by OpenSSL are right for us, and ours are right for OpenSSL.</summary>
public sealed class SignatureInteropTests : IDisposable
{
    private readonly string _openssl = ForeignSoftware.Require("openssl", "openssl");
    private readonly TempFolder _folder = new();

    public static TheoryData<string, string[]> RsaAlgorithms => new()
    {
        { "RSA-PKCS1-SHA1", ["-sha1"] },
        { "RSA-PKCS1-SHA256", ["-sha256"] },
        { "RSA-PKCS1-SHA384", ["-sha384"] },
        { "RSA-PKCS1-SHA512", ["-sha512"] },
        { "RSA-PSS-SHA256", ["-sha256", "-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:32"] },
        { "RSA-PSS-SHA384", ["-sha384", "-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:48"] },
        { "RSA-PSS-SHA512", ["-sha512", "-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:64"] },
    };

    public static TheoryData<string, string, string> Curves => new()
    {
        { "ECDSA-SHA256", "prime256v1", "-sha256" },
        { "ECDSA-SHA384", "secp384r1", "-sha384" },
        { "ECDSA-SHA512", "secp521r1", "-sha512" },
    };

    public static TheoryData<string> AllAlgorithms => [.. All.Select(a => a.ToString())];

    private static SignatureAlgorithm[] All =>
    [
        SignatureAlgorithm.RsaPkcs1Sha1, SignatureAlgorithm.RsaPkcs1Sha256, SignatureAlgorithm.RsaPkcs1Sha384, SignatureAlgorithm.RsaPkcs1Sha512,
        SignatureAlgorithm.RsaPssSha256, SignatureAlgorithm.RsaPssSha384, SignatureAlgorithm.RsaPssSha512,
        SignatureAlgorithm.EcdsaSha256, SignatureAlgorithm.EcdsaSha384, SignatureAlgorithm.EcdsaSha512,
    ];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(RsaAlgorithms))]
    public async Task OpenSSL_and_we_agree_on_RSA_signatures(string name, string[] options)
    {
        using TestCredential credential = SharedPki.Authorities.IssueMail("X", "x@exemple.fr", options: SharedPki.Options);
        string pem = _folder.Write("key.pem", credential.ExportPem());
        Agree(Named(name), credential.Certificate, pem, options);

        if (!Named(name).IsWeak)
        {
            using SoftwareKey key = credential.ToSoftwareKey();
            await AssertOpenSslAccepts(key, Named(name), options);
        }
    }

    [Theory]
    [MemberData(nameof(Curves))]
    public async Task OpenSSL_and_we_agree_on_ECDSA_signatures(string name, string curve, string digest)
    {
        string pem = _folder.File("key.pem");
        Run("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:" + curve, "-nodes", "-subj", "/CN=X", "-keyout", pem, "-out", _folder.File("cert.pem"));
        File.AppendAllText(pem, File.ReadAllText(_folder.File("cert.pem")));
        using SoftwareKey key = Assert.Single(KeyFile.Read(File.ReadAllBytes(pem), ""));

        Assert.Equal(name, key.SignatureAlgorithms[0].ToString());
        Agree(Named(name), key.Certificate, pem, digest);
        await AssertOpenSslAccepts(key, Named(name), digest);
        Assert.False(key.Supports(KeyTransportAlgorithm.RsaPkcs1));
    }

    [Fact]
    public void A_PSS_signature_with_another_salt_length_is_not_the_algorithm_that_was_named()
    {
        using TestCredential credential = SharedPki.Authorities.IssueMail("X", "x@exemple.fr", options: SharedPki.Options);
        byte[] signature = Sign(_folder.Write("key.pem", credential.ExportPem()), "-sha256", "-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:20");
        Assert.False(credential.Certificate.PublicKey.Verify(SignatureAlgorithm.RsaPssSha256, Data, signature));
    }

    [Theory]
    [MemberData(nameof(AllAlgorithms))]
    public void Every_algorithm_is_read_back_from_the_identifier_that_is_written(string name) =>
        Assert.Equal(Named(name), SignatureAlgorithmReader.Read(SignatureAlgorithmReader.ToIdentifier(Named(name))));

    [Theory]
    [InlineData("sha256", "RSA-PSS-SHA256")]
    [InlineData("sha384", "RSA-PSS-SHA384")]
    [InlineData("sha512", "RSA-PSS-SHA512")]
    public void The_PSS_parameters_that_OpenSSL_writes_are_read_and_its_certificate_verifies(string digest, string name)
    {
        Run("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-" + digest, "-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:-1",
            "-subj", "/CN=X", "-keyout", _folder.File("k.pem"), "-out", _folder.File("c.pem"));
        Certificate certificate = Assert.Single(Certificate.ReadAll(File.ReadAllBytes(_folder.File("c.pem"))));

        SignatureAlgorithm? algorithm = SignatureAlgorithmReader.Read(certificate.SignatureAlgorithm);

        Assert.Equal(name, algorithm?.ToString());
        Assert.True(certificate.PublicKey.Verify(algorithm!, certificate.ToBeSigned.Span, certificate.SignatureValue.Span));
    }

    [Fact]
    public void A_bare_rsaEncryption_takes_the_digest_named_beside_it()
    {
        AlgorithmIdentifier bare = AlgorithmIdentifier.WithNull("1.2.840.113549.1.1.1");
        Assert.Equal(SignatureAlgorithm.RsaPkcs1Sha256, SignatureAlgorithmReader.Read(bare, HashAlgorithmName.SHA256));
        Assert.Null(SignatureAlgorithmReader.Read(bare));
        Assert.True(SignatureAlgorithmReader.Read(bare, HashAlgorithmName.MD5)!.IsWeak);
    }

    [Theory]
    [InlineData("1.2.840.113549.1.1.4")]
    [InlineData("1.2.840.113549.1.1.2")]
    [InlineData("1.2.840.10040.4.3")]
    [InlineData("1.3.101.112")]
    public void MD5_MD2_DSA_and_Ed25519_are_not_verified(string oid) => Assert.Null(SignatureAlgorithmReader.Read(AlgorithmIdentifier.WithNull(oid)));

    [Fact]
    public void Parameters_that_say_something_unknown_are_not_ignored()
    {
        Assert.Null(SignatureAlgorithmReader.Read(new AlgorithmIdentifier("1.2.840.113549.1.1.11", new byte[] { 4, 0 })));
        Assert.Null(SignatureAlgorithmReader.Read(new AlgorithmIdentifier("1.2.840.113549.1.1.10", default)));
        Assert.Null(SignatureAlgorithmReader.Read(new AlgorithmIdentifier("1.2.840.113549.1.1.10", new byte[] { 0x30, 2, 5, 0 })));
    }

    // RFC 4055 section 3.1: the defaults are SHA-1, MGF1 with SHA-1 and 20 bytes.
    [Fact]
    public void PSS_parameters_that_are_left_out_mean_SHA1_which_is_weak()
    {
        SignatureAlgorithm algorithm = SignatureAlgorithmReader.Read(new AlgorithmIdentifier("1.2.840.113549.1.1.10", new byte[] { 0x30, 0 }))!;
        Assert.Equal((HashAlgorithmName.SHA1, HashAlgorithmName.SHA1, 20, true), (algorithm.Digest, algorithm.MaskDigest, algorithm.SaltLength, algorithm.IsWeak));
    }

    [Theory]
    [InlineData("sha256", "sha256", 0)]
    [InlineData("sha256", "sha256", 20)]
    [InlineData("sha256", "sha1", 32)]
    [InlineData("sha384", "sha512", 17)]
    [InlineData("sha512", "sha256", 190)]
    public void PSS_with_any_salt_and_mask_digest_is_verified(string digest, string maskDigest, int salt)
    {
        using TestCredential credential = SharedPki.Authorities.IssueMail("X", "x@exemple.fr", options: SharedPki.Options);
        byte[] signature = Sign(_folder.Write("key.pem", credential.ExportPem()),
            "-" + digest, "-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_mgf1_md:" + maskDigest, "-sigopt", $"rsa_pss_saltlen:{salt}");
        SignatureAlgorithm algorithm = SignatureAlgorithm.RsaPss(new(digest.ToUpperInvariant()), new(maskDigest.ToUpperInvariant()), salt);

        Assert.True(credential.Certificate.PublicKey.Verify(algorithm, Data, signature));
        Assert.False(credential.Certificate.PublicKey.Verify(algorithm, "Lettre de sortit"u8, signature));
        Assert.False(credential.Certificate.PublicKey.Verify(SignatureAlgorithm.RsaPss(algorithm.Digest, algorithm.MaskDigest, salt + 1), Data, signature));
        Assert.Equal(algorithm, SignatureAlgorithmReader.Read(SignatureAlgorithmReader.ToIdentifier(algorithm)));
    }

    private static byte[] Data => "Lettre de sortie"u8.ToArray();

    private static SignatureAlgorithm Named(string name) => All.Single(a => a.ToString() == name);

    private void Agree(SignatureAlgorithm algorithm, Certificate certificate, string keyFile, params string[] options)
    {
        byte[] signature = Sign(keyFile, options);
        Assert.True(certificate.PublicKey.Verify(algorithm, Data, signature));
        Assert.False(certificate.PublicKey.Verify(algorithm, "Lettre de sortit"u8, signature));
        Assert.All(All.Where(a => !a.Equals(algorithm)), other => Assert.False(certificate.PublicKey.Verify(other, Data, signature), other.ToString()));
        Assert.False(certificate.PublicKey.Verify(algorithm, Data, []));
        Assert.False(certificate.PublicKey.Verify(algorithm, Data, [.. signature, 0]));
        signature[^1] ^= 1;
        Assert.False(certificate.PublicKey.Verify(algorithm, Data, signature));
    }

    private async Task AssertOpenSslAccepts(SoftwareKey key, SignatureAlgorithm algorithm, params string[] options)
    {
        byte[] signature = await key.SignAsync(algorithm, Data);
        string publicKey = _folder.Write("pub.pem", PemEncoding.WriteString("PUBLIC KEY", key.Certificate.PublicKey.Encoded.Span));
        string file = _folder.Write("ours.sig", signature);
        string data = _folder.Write("data", Data);
        Assert.Equal("Verified OK\n", Run(["dgst", .. options, "-verify", publicKey, "-signature", file, data]).Output);
    }

    private byte[] Sign(string keyFile, params string[] options)
    {
        string data = _folder.Write("data", Data);
        Run(["dgst", .. options, "-sign", keyFile, "-out", _folder.File("sig"), data]);
        return File.ReadAllBytes(_folder.File("sig"));
    }

    private ProgramResult Run(params string[] arguments) => ForeignSoftware.Run(_openssl, arguments).Succeeded();
}
