using System.Formats.Asn1;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes.Tests;

/// <summary>id-alg-cek-hkdf-sha256 (RFC 9709): a message that is relabelled has another content key.</summary>
public sealed class ContentKeyDerivationTests
{
    // RFC 9709 appendix B.
    [Theory]
    [InlineData("301b0609608648016503040106300e040c5c79058ba2f43447639d29e2", "2124ffb29fac4e0fbbc7d5d87492bff3")]
    [InlineData("301d06096086480165030401020410651f722ffd512c52fe072e507d72b377", "9cd102c52f1e19ece8729b35bfeceb50")]
    public void TheExamplesOfRfc9709Derive(string algorithm, string expected)
    {
        AlgorithmIdentifier identifier = AlgorithmIdentifier.Read(new AsnReader(Convert.FromHexString(algorithm), AsnEncodingRules.DER));

        byte[] derived = ContentKeyDerivation.Derive(Convert.FromHexString("c702e7d0a9e064b09ba55245fb733cf3"), identifier);

        Assert.Equal(expected, Convert.ToHexStringLower(derived));
    }

    [Theory]
    [InlineData(ContentEncryption.Aes256Gcm)]
    [InlineData(ContentEncryption.Aes128Gcm)]
    [InlineData(ContentEncryption.Aes192Cbc)]
    public async Task AMessageWithADerivedContentKeyOpensAndSaysSo(ContentEncryption encryption)
    {
        byte[] message = await SealAsync(encryption);

        Outcome outcome = await Outcome.OfOpeningAsync(message, People.RecipientKey);

        Assert.Equal(Messages.Content(70_000), outcome.Content);
        Assert.True(outcome.Report!.IsContentKeyDerived);
        Assert.False((await Outcome.OfOpeningAsync(await Messages.SealAsync([1], encryption), People.RecipientKey)).Report!.IsContentKeyDerived);
    }

    [Fact]
    public async Task AMessageWhoseDerivationWasTakenAwayDoesNotOpen()
    {
        byte[] message = await SealAsync(ContentEncryption.Aes256Gcm);
        byte[] oid = MadeSigner.Oid(RecipientOids.CekHkdfSha256);
        int at = message.AsSpan().IndexOf(oid);

        // The inner identifier in place of the outer one.
        byte[] relabelled = [.. message.AsSpan(0, at - 2), .. message.AsSpan(at + oid.Length)];

        Assert.Equal(CpsErrorCode.DecryptionFailed, (await Outcome.OfOpeningAsync(relabelled, People.RecipientKey)).Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0500")]
    [InlineData("30023000")]
    public async Task ADerivationThatNamesNoContentEncryptionIsMalformed(string parameters)
    {
        byte[] message = (MadeEnvelope.Gcm([1]) with { Algorithm = RecipientOids.CekHkdfSha256, Parameters = Convert.FromHexString(parameters) }).Encode();

        Assert.Equal(CpsErrorCode.Malformed, (await Outcome.OfOpeningAsync(message, People.RecipientKey)).Code);
    }

    private static async Task<byte[]> SealAsync(ContentEncryption encryption)
    {
        using MemoryStream message = new();
        await using EnvelopeStream envelope = await EnvelopeStream.CreateAsync(
            message, [new Recipient(People.Recipient.Certificate, KeyTransportAlgorithm.RsaOaepSha256)], encryption, new EnvelopeOptions { DeriveContentKey = true });
        await envelope.WriteAsync(Messages.Content(70_000));
        await envelope.CompleteAsync();
        return message.ToArray();
    }
}
