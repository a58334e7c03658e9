using System.Security.Cryptography;
using Cps.Smime.Certificates;
using Cps.Smime.Certificates.Tests.Keys;
using Org.BouncyCastle.Cms;
using Org.BouncyCastle.Crypto.Operators;
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
        PureKey made = PureKey.Create(algorithm);
        using SoftwareKey key = SoftwareKey.FromPkcs8(made.Certificate, made.Pkcs8);
        byte[] signature = await SignedDataWriter.SignDetachedAsync(new MemoryStream(s_content), key);

        SignerReport report = Assert.Single(await Messages.VerifyAsync(signature, s_content));
        CmsSignedData theirs = new(new CmsProcessableByteArray(s_content), signature);

        Assert.Equal([], report.Problems);
        Assert.Equal(algorithm, report.Algorithm!.ToString());
        Assert.Equal(HashAlgorithmName.SHA512, report.Signer.Digest);
        Assert.True(Assert.Single(theirs.GetSignerInfos().GetSigners()).Verify(Foreign(made)));
        Assert.Contains(SignatureProblem.ContentAltered, Assert.Single(await Messages.VerifyAsync(signature, [1])).Problems);
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public async Task WhatBouncyCastleSignsVerifiesHere(string algorithm)
    {
        PureKey made = PureKey.Create(algorithm);
        X509Certificate foreign = Foreign(made);
        CmsSignedDataGenerator generator = new();
        generator.AddSignerInfoGenerator(new SignerInfoGeneratorBuilder().Build(new Asn1SignatureFactory(algorithm, made.PrivateKey), foreign));
        generator.AddCertificate(foreign);
        byte[] message = generator.Generate(new CmsProcessableByteArray(s_content), encapsulate: true).GetEncoded();

        SignerReport report = Assert.Single(await Messages.VerifyAsync(message, s_content));

        Assert.Equal([], report.Problems);
        Assert.Equal(made.Certificate, report.Certificate);
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

    private static X509Certificate Foreign(PureKey key) => new(key.Certificate.Encoded.ToArray());
}
