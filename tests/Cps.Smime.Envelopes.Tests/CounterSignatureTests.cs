using Cps.Smime.Certificates;
using Cps.Smime.TestPki;

namespace Cps.Smime.Envelopes.Tests;

/// <summary>Counter-signatures and other unsigned attributes (RFC 5652 section 11.4): read, verified, reported, and deciding nothing.</summary>
public sealed class CounterSignatureTests
{
    private static readonly TestCredential s_witness = People.Authorities.IssueCard(TestPerson.Generate(12)).Signature;

    // A counter-signer's attributes have no content type.
    private static readonly MadeSigner s_counterSigner = new()
    {
        Credential = s_witness,
        Attributes = digest => [MadeSigner.SigningTime(), MadeSigner.MessageDigest(digest)],
    };

    [Fact]
    public async Task ACounterSignatureIsVerifiedOverTheSignatureValue()
    {
        SignerReport report = await ReportAsync(CounterSignedBy(s_counterSigner));

        Assert.Equal([], report.Problems);
        SignerReport counter = Assert.Single(report.CounterSignatures);
        Assert.Equal([], counter.Problems);
        Assert.Equal(s_witness.Certificate, counter.Certificate);
        Assert.NotNull(counter.ClaimedSigningTime);
        Assert.Empty(counter.CounterSignatures);
    }

    [Fact]
    public async Task OneOfAnotherSignatureIsAltered()
    {
        SignerReport report = await ReportAsync(new MadeSigner
        {
            Unsigned = _ => [MadeSigner.Attribute(CmsOids.CounterSignatureAttribute, s_counterSigner.Encode([1, 2, 3]))],
        });

        Assert.Equal([], report.Problems);
        Assert.Equal([SignatureProblem.ContentAltered], Assert.Single(report.CounterSignatures).Problems);
    }

    [Theory]
    [InlineData("forged", SignatureProblem.SignatureWrong)]
    [InlineData("content-type", SignatureProblem.ContentTypeMismatch)]
    [InlineData("no digest", SignatureProblem.SignedAttributesMalformed)]
    [InlineData("no attributes", SignatureProblem.NoSignedAttributes)]
    [InlineData("unknown", SignatureProblem.CertificateMissing)]
    public async Task AWrongCounterSignatureIsReportedAndLeavesTheSignatureIntact(string what, SignatureProblem expected)
    {
        MadeSigner counterSigner = what switch
        {
            "forged" => s_counterSigner with { Sign = _ => new byte[256] },
            "content-type" => s_counterSigner with { Attributes = null },
            "no digest" => s_counterSigner with { Attributes = _ => [MadeSigner.SigningTime()] },
            "no attributes" => s_counterSigner with { WithoutAttributes = true },
            _ => s_counterSigner with { Credential = People.Other },
        };

        SignerReport report = await ReportAsync(CounterSignedBy(counterSigner));

        Assert.True(report.IsIntact);
        Assert.Equal([expected], Assert.Single(report.CounterSignatures).Problems);
    }

    [Fact]
    public async Task SeveralCounterSignaturesAndOnesOfCounterSignaturesAreAllReported()
    {
        MadeSigner nested = s_counterSigner with { Unsigned = value => [MadeSigner.Attribute(CmsOids.CounterSignatureAttribute, s_counterSigner.Encode(value))] };

        // One attribute with two values, and the same attribute once more.
        SignerReport report = await ReportAsync(new MadeSigner
        {
            Unsigned = value =>
            [
                MadeSigner.Attribute(CmsOids.CounterSignatureAttribute, nested.Encode(value), s_counterSigner.Encode(value)),
                MadeSigner.Attribute(CmsOids.CounterSignatureAttribute, s_counterSigner.Encode(value)),
            ],
        });

        Assert.Equal(3, report.CounterSignatures.Count);
        Assert.All(report.CounterSignatures, r => Assert.Equal([], r.Problems));
        SignerReport inner = Assert.Single(report.CounterSignatures.SelectMany(r => r.CounterSignatures));
        Assert.Equal([], inner.Problems);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task MoreCounterSignaturesThanTheLimitAreRefused(bool nested)
    {
        MadeSigner signer = s_counterSigner;
        for (int i = 0; nested && i < 16; i++)
        {
            MadeSigner inner = signer;
            signer = s_counterSigner with { Unsigned = value => [MadeSigner.Attribute(CmsOids.CounterSignatureAttribute, inner.Encode(value))] };
        }

        byte[] message = Encode(new MadeSigner
        {
            Unsigned = value => [MadeSigner.Attribute(CmsOids.CounterSignatureAttribute, [.. Enumerable.Repeat(signer.Encode(value), nested ? 1 : 17)])],
        });

        Assert.Equal(CpsErrorCode.LimitExceeded, (await Assert.ThrowsAsync<EnvelopeException>(() => Messages.ReadSignedAsync(message))).Code);
        using SignedData signed = await Messages.ReadSignedAsync(message, new CmsLimits { MaximumCounterSignatures = 17 });
        Assert.True(Assert.Single(signed.Verify()).IsIntact);
    }

    [Fact]
    public async Task UnreadableUnsignedAttributesDoNotMakeTheSignatureWrong()
    {
        SignerReport counted = await ReportAsync(new MadeSigner { Unsigned = _ => [MadeSigner.Attribute(CmsOids.CounterSignatureAttribute, [0x30, 0x00])] });
        Assert.True(counted.IsIntact);
        Assert.Equal(1, counted.Signer.UnreadableCounterSignatures);
        Assert.Empty(counted.CounterSignatures);

        SignerReport unreadable = await ReportAsync(new MadeSigner { Unsigned = _ => [[0x04, 0x01, 0x00]] });
        Assert.True(unreadable.IsIntact);
        Assert.True(unreadable.Signer.HasUnsignedAttributes);
        Assert.Null(unreadable.Signer.UnsignedAttributes);
    }

    [Fact]
    public async Task ATimeStampTokenIsShownAsItStands()
    {
        byte[] token = [0x30, 0x03, 0x02, 0x01, 0x07];

        SignerReport report = await ReportAsync(new MadeSigner { Unsigned = _ => [MadeSigner.Attribute(CmsOids.TimeStampTokenAttribute, token)] });

        Assert.True(report.IsIntact);
        Assert.Equal(token, report.Signer.UnsignedAttributes!.TimeStampToken!.Value.ToArray());
        Assert.Equal([CmsOids.TimeStampTokenAttribute], report.Signer.UnsignedAttributes.Oids);
        Assert.Null((await ReportAsync(new MadeSigner())).Signer.UnsignedAttributes);
    }

    [Fact]
    public async Task TheCounterSignatureOfBouncyCastlesTestsIsRead()
    {
        byte[] message = File.ReadAllBytes(SharedFiles.Require("corpora", "bc-csharp-cms", "sigs", "counterSig.p7m"));
        using SignedData signed = await Messages.ReadSignedAsync(message);

        SignerReport report = Assert.Single(signed.Verify());

        Assert.Equal("RSA-PKCS1-SHA1 AlgorithmWeak", string.Join(',', report.CounterSignatures.Select(c => $"{c.Algorithm} {string.Join('+', c.Problems)}")));
    }

    private static MadeSigner CounterSignedBy(MadeSigner counterSigner) => new()
    {
        Unsigned = value => [MadeSigner.Attribute(CmsOids.CounterSignatureAttribute, counterSigner.Encode(value))],
    };

    private static byte[] Encode(MadeSigner signer) =>
        new MadeSignature { Signer = signer, Certificates = [People.Signer.Certificate, s_witness.Certificate] }.Encode();

    private static async Task<SignerReport> ReportAsync(MadeSigner signer)
    {
        using SignedData signed = await Messages.ReadSignedAsync(Encode(signer));
        return Assert.Single(signed.Verify());
    }
}
