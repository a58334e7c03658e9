using System.Security.Cryptography;
using Cps.Smime.Certificates;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Cms;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Operators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Pkcs;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;

namespace Cps.Smime.Envelopes.Tests;

/// <summary>Ed25519 (RFC 8419) and ML-DSA (RFC 9882) in SignedData, with the digests that those texts allow, against BouncyCastle and its corpus.</summary>
public sealed class PureSignatureTests
{
    private static readonly byte[] s_content = "Compte rendu signé."u8.ToArray();

    public static TheoryData<string> Algorithms() => ["Ed25519", "ML-DSA-44", "ML-DSA-65", "ML-DSA-87"];

    [Theory]
    [MemberData(nameof(Algorithms))]
    public async Task WhatIsSignedHereVerifiesHereAndByBouncyCastle(string algorithm)
    {
        (Certificate certificate, byte[] pkcs8, X509Certificate foreign, _) = Make(algorithm);
        using SoftwareKey key = SoftwareKey.FromPkcs8(certificate, pkcs8);
        byte[] signature = await SignedDataWriter.SignDetachedAsync(new MemoryStream(s_content), key);

        SignerReport report = Assert.Single(await Messages.VerifyAsync(signature, s_content));
        CmsSignedData theirs = new(new CmsProcessableByteArray(s_content), signature);

        Assert.Equal([], report.Problems);
        Assert.Equal(algorithm, report.Algorithm!.ToString());
        Assert.Equal(HashAlgorithmName.SHA512, report.Signer.Digest);
        Assert.True(Assert.Single(theirs.GetSignerInfos().GetSigners()).Verify(foreign));
        Assert.Contains(SignatureProblem.ContentAltered, Assert.Single(await Messages.VerifyAsync(signature, [1])).Problems);
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public async Task WhatBouncyCastleSignsVerifiesHere(string algorithm)
    {
        (Certificate certificate, _, X509Certificate foreign, AsymmetricKeyParameter privateKey) = Make(algorithm);
        CmsSignedDataGenerator generator = new();
        generator.AddSignerInfoGenerator(new SignerInfoGeneratorBuilder().Build(new Asn1SignatureFactory(algorithm, privateKey), foreign));
        generator.AddCertificate(foreign);
        byte[] message = generator.Generate(new CmsProcessableByteArray(s_content), encapsulate: true).GetEncoded();

        SignerReport report = Assert.Single(await Messages.VerifyAsync(message, s_content));

        Assert.Equal([], report.Problems);
        Assert.Equal(certificate, report.Certificate);
    }

    // The examples of RFC 9882 appendix B; their certificates are those of RFC 9881.
    [Theory]
    [InlineData("ML-DSA-44")]
    [InlineData("ML-DSA-65")]
    [InlineData("ML-DSA-87")]
    public async Task TheExamplesOfRfc9882Verify(string algorithm)
    {
        string pem = File.ReadAllText(SharedFiles.Require("corpora", "bc-pkix", "cms", "mldsa", $"SignedData_{algorithm}.pem"));
        byte[] message = Convert.FromBase64String(pem[PemEncoding.Find(pem).Base64Data]);
        Certificate certificate = Assert.Single(Certificate.ReadAll(File.ReadAllBytes(SharedFiles.Require("corpora", "bc-pkix", "cert", "mldsa", $"{algorithm}.pem"))));
        using SignedData signed = await Messages.ReadSignedAsync(message);

        SignerReport report = Assert.Single(signed.Verify());

        Assert.Equal(algorithm, report.Algorithm!.ToString());
        Assert.Equal([], report.Problems.Where(p => p != SignatureProblem.CertificateMissing));
        if (report.Signer.SignedAttributes is { } attributes)
        {
            Assert.True(certificate.PublicKey.Verify(report.Algorithm, attributes.Encoded.Span, report.Signer.Signature.Span));
        }
    }

    private static (Certificate Certificate, byte[] Pkcs8, X509Certificate Foreign, AsymmetricKeyParameter PrivateKey) Make(string algorithm)
    {
        SecureRandom random = new();
        IAsymmetricCipherKeyPairGenerator generator = algorithm == "Ed25519" ? new Ed25519KeyPairGenerator() : new MLDsaKeyPairGenerator();
        generator.Init(algorithm switch
        {
            "Ed25519" => new Ed25519KeyGenerationParameters(random),
            "ML-DSA-44" => new MLDsaKeyGenerationParameters(random, MLDsaParameters.ml_dsa_44),
            "ML-DSA-65" => new MLDsaKeyGenerationParameters(random, MLDsaParameters.ml_dsa_65),
            _ => new MLDsaKeyGenerationParameters(random, MLDsaParameters.ml_dsa_87),
        });
        AsymmetricCipherKeyPair pair = generator.GenerateKeyPair();
        X509V3CertificateGenerator certificate = new();
        X509Name name = new("CN=" + algorithm);
        certificate.SetIssuerDN(name);
        certificate.SetSubjectDN(name);
        certificate.SetSerialNumber(BigInteger.One);
        certificate.SetNotBefore(new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        certificate.SetNotAfter(new DateTime(2090, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        certificate.SetPublicKey(pair.Public);
        X509Certificate foreign = certificate.Generate(new Asn1SignatureFactory(algorithm, pair.Private));
        return (Certificate.FromDer(foreign.GetEncoded()), PrivateKeyInfoFactory.CreatePrivateKeyInfo(pair.Private).GetEncoded(), foreign, pair.Private);
    }
}
