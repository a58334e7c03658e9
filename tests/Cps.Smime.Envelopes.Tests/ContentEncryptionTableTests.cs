using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes.Tests;

/// <summary>
/// Which content encryption is taken in which kind of envelope is a closed table that is asked before any key: relabelled messages are
/// how AEAD has been turned into something an attacker can change (CVE-2026-34182, RFC 9709).
/// </summary>
public sealed class ContentEncryptionTableTests
{
    private const string Aes256Ecb = "2.16.840.1.101.3.4.1.41";
    private const string Aes256Ofb = "2.16.840.1.101.3.4.1.43";
    private const string Aes256Cfb = "2.16.840.1.101.3.4.1.44";
    private const string Aes256Ccm = "2.16.840.1.101.3.4.1.47";
    private const string Aes256Ctr = "2.16.840.1.101.3.4.1.49";
    private const string TripleDesCbc = "1.2.840.113549.3.7";
    private const string Rc2Cbc = "1.2.840.113549.3.2";
    private const string DesCbc = "1.3.14.3.2.7";
    private const string ChaCha20Poly1305 = "1.2.840.113549.1.9.16.3.18";

    private readonly CountingKey _key = new(People.RecipientKey);

    [Theory]
    [InlineData(CmsOids.Aes256Gcm)]
    [InlineData(CmsOids.Aes192Gcm)]
    [InlineData(CmsOids.Aes128Gcm)]
    [InlineData(Aes256Ccm)]
    [InlineData(ChaCha20Poly1305)]
    [InlineData(Aes256Ecb)]
    [InlineData(Aes256Ofb)]
    [InlineData(Aes256Cfb)]
    [InlineData(Aes256Ctr)]
    [InlineData(TripleDesCbc)]
    [InlineData(DesCbc)]
    [InlineData(Rc2Cbc)]
    [InlineData("1.2.3.4")]
    public async Task EnvelopedDataWithAnythingButAesCbcIsRefusedBeforeTheKeyIsAsked(string oid)
    {
        MadeEnvelope gcm = MadeEnvelope.Gcm(Messages.Content(1000));

        foreach (byte[] parameters in new[] { gcm.Parameters, MadeEnvelope.OctetString(new byte[16]), [] })
        {
            Outcome outcome = await Outcome.OfOpeningAsync((gcm with { Authenticated = false, Algorithm = oid, Parameters = parameters }).Encode(), _key);
            Assert.Equal(CpsErrorCode.Refused, outcome.Code);
            Assert.Empty(outcome.Content);
        }

        Assert.Equal(0, _key.Count);
    }

    [Theory]
    [InlineData(CmsOids.Aes256Cbc)]
    [InlineData(CmsOids.Aes192Cbc)]
    [InlineData(CmsOids.Aes128Cbc)]
    [InlineData(Aes256Ofb)]
    [InlineData(Aes256Cfb)]
    [InlineData(Aes256Ecb)]
    [InlineData(Aes256Ctr)]
    [InlineData(TripleDesCbc)]
    [InlineData(DesCbc)]
    [InlineData(Rc2Cbc)]
    public async Task AuthEnvelopedDataWithAnythingButAnAeadIsRefusedBeforeTheKeyIsAsked(string oid)
    {
        MadeEnvelope gcm = MadeEnvelope.Gcm(Messages.Content(1000));

        foreach (byte[] parameters in new[] { gcm.Parameters, MadeEnvelope.OctetString(new byte[16]), [] })
        {
            Outcome outcome = await Outcome.OfOpeningAsync((gcm with { Algorithm = oid, Parameters = parameters }).Encode(), _key);
            Assert.Equal(CpsErrorCode.Refused, outcome.Code);
            Assert.Empty(outcome.Content);
        }

        Assert.Equal(0, _key.Count);
    }

    // aes-ICVlen absent means 12 (RFC 5084 section 3.2): the shorter the tag, the easier it is guessed.
    [Theory]
    [InlineData(null)]
    [InlineData(0L)]
    [InlineData(1L)]
    [InlineData(4L)]
    [InlineData(12L)]
    [InlineData(13L)]
    [InlineData(15L)]
    [InlineData(17L)]
    [InlineData(-1L)]
    [InlineData(128L)]
    [InlineData(1L << 31)]
    [InlineData((1L << 32) + 16)]
    public async Task AnotherTagLengthThan16IsRefusedBeforeTheKeyIsAsked(long? declared)
    {
        MadeEnvelope gcm = MadeEnvelope.Gcm(Messages.Content(1000));
        foreach (byte[] mac in new[] { gcm.Mac, gcm.Mac[..12], gcm.Mac[..4], gcm.Mac[..1], [] })
        {
            Outcome outcome = await Outcome.OfOpeningAsync(
                (gcm with { Parameters = MadeEnvelope.GcmParameters(Nonce(gcm), declared), Mac = mac }).Encode(), _key);
            Assert.Equal(CpsErrorCode.Refused, outcome.Code);
        }

        Assert.Equal(0, _key.Count);
    }

    [Fact]
    public async Task ATagOfAnotherLengthThanDeclaredNeverOpensTheMessage()
    {
        MadeEnvelope gcm = MadeEnvelope.Gcm(Messages.Content(1000));
        Outcome wrongTag = await Outcome.OfOpeningAsync((gcm with { Mac = new byte[16] }).Encode(), _key);
        Assert.Equal(CpsErrorCode.DecryptionFailed, wrongTag.Code);

        foreach (int length in Enumerable.Range(0, 65).Where(l => l != 16))
        {
            byte[] mac = new byte[length];
            gcm.Mac.AsSpan(0, Math.Min(16, length)).CopyTo(mac);
            Outcome outcome = await Outcome.OfOpeningAsync((gcm with { Mac = mac }).Encode(), _key);
            Assert.Equal(wrongTag.Observable, outcome.Observable);
        }

        Assert.Null((await Outcome.OfOpeningAsync(gcm.Encode(), _key)).Error);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(11)]
    [InlineData(13)]
    [InlineData(16)]
    [InlineData(1_000_000)]
    public async Task AnotherNonceLengthThan12IsRefusedBeforeTheKeyIsAsked(int length)
    {
        MadeEnvelope gcm = MadeEnvelope.Gcm([1, 2, 3]);

        Outcome outcome = await Outcome.OfOpeningAsync((gcm with { Parameters = MadeEnvelope.GcmParameters(new byte[length], 16) }).Encode(), _key);

        Assert.Equal(CpsErrorCode.Refused, outcome.Code);
        Assert.Equal(0, _key.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    [InlineData(15)]
    [InlineData(17)]
    [InlineData(100_000)]
    public async Task AnotherVectorLengthThan16IsRefusedBeforeTheKeyIsAsked(int length)
    {
        MadeEnvelope cbc = MadeEnvelope.Cbc([1, 2, 3]);

        Outcome outcome = await Outcome.OfOpeningAsync((cbc with { Parameters = MadeEnvelope.OctetString(new byte[length]) }).Encode(), _key);

        Assert.Equal(CpsErrorCode.Refused, outcome.Code);
        Assert.Equal(0, _key.Count);
    }

    [Fact]
    public async Task ParametersThatCannotBeReadAreMalformed()
    {
        MadeEnvelope gcm = MadeEnvelope.Gcm([1, 2, 3]);
        MadeEnvelope cbc = MadeEnvelope.Cbc([1, 2, 3]);
        byte[] extra = [.. gcm.Parameters, 0x05, 0x00];
        extra[1] += 2;
        foreach (MadeEnvelope envelope in new[] { gcm with { Parameters = [0x05, 0x00] }, gcm with { Parameters = [] }, gcm with { Parameters = extra }, cbc with { Parameters = [] }, cbc with { Parameters = [0x30, 0x00] } })
        {
            Assert.Equal(CpsErrorCode.Malformed, (await Outcome.OfOpeningAsync(envelope.Encode(), _key)).Code);
        }

        Assert.Equal(0, _key.Count);
    }

    private static byte[] Nonce(MadeEnvelope envelope) => envelope.Parameters[4..16];
}
