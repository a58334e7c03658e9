using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Parameters;

namespace Cps.Smime.Certificates.Tests.Keys;

/// <summary>Ed25519 (RFC 8410) and ML-DSA (RFC 9881) keys: read from PKCS#8 and PEM, signing, verified by others, and never mixed up.</summary>
public sealed class PureSigningKeyTests
{
    private static readonly byte[] s_data = "attributs signés"u8.ToArray();

    public static TheoryData<string> Algorithms() => ["Ed25519", "ML-DSA-44", "ML-DSA-65", "ML-DSA-87"];

    [Theory]
    [MemberData(nameof(Algorithms))]
    public async Task AKeyFromPkcs8SignsAndItsCertificateVerifies(string algorithm)
    {
        PureKey made = PureKey.Create(algorithm);
        using SoftwareKey key = SoftwareKey.FromPkcs8(made.Certificate, made.Pkcs8);
        SignatureAlgorithm only = Assert.Single(key.SignatureAlgorithms);
        Assert.Equal(algorithm, only.ToString());

        byte[] signature = await key.SignAsync(only, s_data, TestContext.Current.CancellationToken);

        Assert.True(made.Certificate.PublicKey.Verify(only, s_data, signature));
        Assert.False(made.Certificate.PublicKey.Verify(only, [.. s_data, 0], signature));
        Assert.False(made.Certificate.PublicKey.Verify(only, s_data, signature.AsSpan(0, signature.Length - 1)));
        signature[7] ^= 1;
        Assert.False(made.Certificate.PublicKey.Verify(only, s_data, signature));
        Assert.False(key.Supports(KeyTransportAlgorithm.RsaPkcs1));
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void ItsOwnCertificateVerifiesUnderItsKey(string algorithm)
    {
        Certificate certificate = PureKey.Create(algorithm).Certificate;
        SignatureAlgorithm named = SignatureAlgorithmReader.Read(certificate.SignatureAlgorithm)!;

        Assert.Equal(algorithm, named.ToString());
        Assert.True(certificate.PublicKey.Verify(named, certificate.ToBeSigned.Span, certificate.SignatureValue.Span));
        Assert.False(certificate.PublicKey.VerifyDigest(named, SHA512.HashData(certificate.ToBeSigned.Span), certificate.SignatureValue.Span));
        Assert.Equal(certificate.SignatureAlgorithm, SignatureAlgorithmReader.ToIdentifier(named));
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void APemFileWithTheKeyAndItsCertificateIsRead(string algorithm)
    {
        PureKey made = PureKey.Create(algorithm);
        string pem = PemEncoding.WriteString("PRIVATE KEY", made.Pkcs8) + "\n" + made.Certificate.ToPem();

        using SoftwareKey key = Assert.Single(KeyFile.Read(System.Text.Encoding.ASCII.GetBytes(pem), ""));

        Assert.Equal(algorithm, Assert.Single(key.SignatureAlgorithms).ToString());
    }

    [Theory]
    [InlineData("ed25519")]
    public void AnEncryptedKeyMadeByOpenSslIsRead(string algorithm)
    {
        using TempFolder folder = new();
        string openssl = ForeignSoftware.Require("openssl", "openssl");
        ForeignSoftware.Run(openssl, ["req", "-x509", "-newkey", algorithm, "-passout", "pass:secret", "-subj", "/CN=X", "-keyout", "key.pem", "-out", "cert.pem"], folder.Path).Succeeded();
        byte[] file = [.. File.ReadAllBytes(folder.File("key.pem")), .. File.ReadAllBytes(folder.File("cert.pem"))];

        using SoftwareKey key = Assert.Single(KeyFile.Read(file, "secret"));

        Assert.Equal([SignatureAlgorithm.Ed25519], key.SignatureAlgorithms);
        Assert.Equal(CpsErrorCode.KeyUnreadable, Assert.Throws<CertificateException>(() => KeyFile.Read(file, "wrong")).Code);
    }

    [Fact]
    public void EachFormOfAnMLDsaPrivateKeyIsRead()
    {
        PureKey made = PureKey.Create("ML-DSA-65");
        MLDsaPrivateKeyParameters parameters = (MLDsaPrivateKeyParameters)made.PrivateKey;
        foreach (MLDsaPrivateKeyParameters.Format form in Enum.GetValues<MLDsaPrivateKeyParameters.Format>())
        {
            byte[] pkcs8 = Org.BouncyCastle.Pkcs.PrivateKeyInfoFactory.CreatePrivateKeyInfo(parameters.WithPreferredFormat(form)).GetEncoded();
            using SoftwareKey key = SoftwareKey.FromPkcs8(made.Certificate, pkcs8);
            Assert.Equal([SignatureAlgorithm.MLDsa65], key.SignatureAlgorithms);
        }
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void AKeyOfAnotherCertificateIsRefused(string algorithm)
    {
        PureKey made = PureKey.Create(algorithm);
        Certificate other = PureKey.Create(algorithm == "Ed25519" ? "ML-DSA-44" : "Ed25519").Certificate;

        Assert.Equal(CpsErrorCode.KeyUnusable, Assert.Throws<CertificateException>(() => SoftwareKey.FromPkcs8(other, made.Pkcs8)).Code);
        Assert.Equal(CpsErrorCode.KeyUnusable, Assert.Throws<CertificateException>(() => SoftwareKey.FromPkcs8(PureKey.Create(algorithm).Certificate, made.Pkcs8)).Code);
    }

    [Fact]
    public void ATruncatedPrivateKeyIsUnreadable()
    {
        foreach (string algorithm in new[] { "Ed25519", "ML-DSA-44" })
        {
            PureKey made = PureKey.Create(algorithm);
            for (int length = 0; length < made.Pkcs8.Length; length += algorithm == "Ed25519" ? 1 : 97)
            {
                Assert.Equal(CpsErrorCode.KeyUnreadable, Assert.Throws<CertificateException>(() => SoftwareKey.FromPkcs8(made.Certificate, made.Pkcs8.AsSpan(0, length))).Code);
            }
        }
    }

    [Fact]
    public void AnotherKindOfKeyIsUnsupported()
    {
        PureKey made = PureKey.Create("Ed25519");
        byte[] ed448 = [.. made.Pkcs8];
        ed448[11] = 0x71;

        Assert.Equal(CpsErrorCode.Unsupported, Assert.Throws<CertificateException>(() => SoftwareKey.FromPkcs8(made.Certificate, ed448)).Code);
    }

    [Fact]
    public void RsaAndEllipticCurveKeysComeFromPkcs8Too()
    {
        using TestCredential credential = SharedPki.Authorities.IssueMail("X", "x@exemple.fr", options: SharedPki.Options);

        using SoftwareKey key = SoftwareKey.FromPkcs8(credential.Certificate, credential.PrivateKey.ExportPkcs8PrivateKey());

        Assert.Equal(SignatureAlgorithm.RsaPkcs1Sha256, key.SignatureAlgorithms[0]);
    }

    [Fact]
    public void ParametersBesideTheIdentifierAreNotTaken()
    {
        Assert.Null(SignatureAlgorithmReader.Read(AlgorithmIdentifier.WithNull("1.3.101.112")));
        Assert.Null(SignatureAlgorithmReader.Read(AlgorithmIdentifier.WithNull("2.16.840.1.101.3.4.3.17")));
    }

    [Theory]
    [InlineData("ML-DSA-44", "SHA256", true)]
    [InlineData("ML-DSA-65", "SHA256", false)]
    [InlineData("ML-DSA-65", "SHA384", true)]
    [InlineData("ML-DSA-87", "SHA384", false)]
    [InlineData("ML-DSA-87", "SHA512", true)]
    [InlineData("Ed25519", "SHA512", true)]
    [InlineData("Ed25519", "SHA256", false)]
    [InlineData("ML-DSA-44", "SHA1", false)]
    public void WhichContentDigestGoesWithWhichSignatureIsFixed(string algorithm, string digest, bool accepted)
    {
        SignatureAlgorithm[] all = [SignatureAlgorithm.Ed25519, SignatureAlgorithm.MLDsa44, SignatureAlgorithm.MLDsa65, SignatureAlgorithm.MLDsa87];

        Assert.Equal(accepted, Array.Find(all, a => a.ToString() == algorithm)!.AcceptsContentDigest(new HashAlgorithmName(digest)));
    }
}
