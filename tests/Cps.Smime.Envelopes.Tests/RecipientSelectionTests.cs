using System.Formats.Asn1;
using System.Security.Cryptography;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes.Tests;

/// <summary>The key that opens a message is found by its certificate alone: no key is ever tried, and none is asked two questions by one message.</summary>
public sealed class RecipientSelectionTests
{
    private readonly byte[] _contentKey = RandomNumberGenerator.GetBytes(32);
    private readonly CountingKey _recipient = new(People.RecipientKey);
    private readonly CountingKey _other = new(People.OtherKey);

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task TheSameRecipientTwiceIsRefusedBeforeTheKeyIsAsked(bool firstByKeyIdentifier, bool secondByKeyIdentifier)
    {
        // One valid, one to probe the key with (CVE-2019-1563); or two keys for two contents in one message.
        byte[] valid = MadeRecipient.KeyTransport(People.Recipient.Certificate, _contentKey, firstByKeyIdentifier);
        byte[] probe = MadeRecipient.KeyTransport(People.Recipient.Certificate, RandomNumberGenerator.GetBytes(32), secondByKeyIdentifier);
        foreach (byte[][] recipients in new[] { new[] { valid, probe }, [probe, valid], [valid, valid] })
        {
            Outcome outcome = await Outcome.OfOpeningAsync(Envelope(recipients), _recipient);
            Assert.Equal(CpsErrorCode.Refused, outcome.Code);
            Assert.Empty(outcome.Content);
        }

        Assert.Equal(0, _recipient.Count);
    }

    [Fact]
    public async Task ADoubledRecipientThatIsSomebodyElseIsNoConcern()
    {
        byte[] mine = MadeRecipient.KeyTransport(People.Recipient.Certificate, _contentKey);
        byte[] theirs = MadeRecipient.KeyTransport(People.Other.Certificate, _contentKey);

        Assert.Null((await Outcome.OfOpeningAsync(Envelope(theirs, mine, theirs), _recipient)).Error);
    }

    [Fact]
    public async Task ANoneOfMyKeysErrorNamesTheRecipientsAndAsksNoKey()
    {
        Outcome outcome = await Outcome.OfOpeningAsync(Envelope(MadeRecipient.KeyTransport(People.Other.Certificate, _contentKey)), _recipient);

        Assert.Equal(CpsErrorCode.NoKeyForMessage, outcome.Code);
        Assert.Contains(People.Other.Certificate.SerialNumberText, outcome.Error!.Subject, StringComparison.Ordinal);
        Assert.Equal(0, _recipient.Count);
        Assert.Equal(CpsErrorCode.NoKeyForMessage, (await Outcome.OfOpeningAsync(Envelope(MadeRecipient.KeyTransport(People.Other.Certificate, _contentKey)))).Code);
    }

    [Fact]
    public async Task ARecipientNamedByItsKeyIdentifierIsFound()
    {
        Outcome outcome = await Outcome.OfOpeningAsync(Envelope(MadeRecipient.KeyTransport(People.Recipient.Certificate, _contentKey, byKeyIdentifier: true)), _other, _recipient);

        Assert.Equal(People.Recipient.Certificate, outcome.Report!.Recipient);
        Assert.Equal(0, _other.Count);
    }

    [Theory]
    [InlineData(1, RecipientKind.KeyAgreement)]
    [InlineData(2, RecipientKind.KeyEncryptionKey)]
    [InlineData(3, RecipientKind.Password)]
    [InlineData(4, RecipientKind.Other)]
    public async Task RecipientsOfOtherKindsAreListedAndLeftAlone(int number, RecipientKind kind)
    {
        byte[] message = Envelope(MadeRecipient.OfKind(number), MadeRecipient.KeyTransport(People.Recipient.Certificate, _contentKey));
        using CmsReader reader = await CmsReader.OpenAsync(new MemoryStream(message));
        EnvelopeReader envelope = await reader.ReadEnvelopeAsync();

        Assert.Equal([kind, RecipientKind.KeyTransport], envelope.Recipients.Select(r => r.Kind));
        Assert.Null((await Outcome.OfOpeningAsync(message, _recipient)).Error);
        Assert.Equal(CpsErrorCode.NoKeyForMessage, (await Outcome.OfOpeningAsync(Envelope(MadeRecipient.OfKind(number)), _recipient)).Code);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(30)]
    [InlineData(31)]
    [InlineData(100_000)]
    public async Task ARecipientOfAKindThatDoesNotExistIsMalformed(int number)
    {
        Outcome outcome = await Outcome.OfOpeningAsync(Envelope(MadeRecipient.KeyTransport(People.Recipient.Certificate, _contentKey), MadeRecipient.OfKind(number)), _recipient);

        Assert.Equal(CpsErrorCode.Malformed, outcome.Code);
        Assert.Equal(0, _recipient.Count);
    }

    [Fact]
    public async Task AKeyThatAsksAPersonIsUsedOnlyWhenNoOtherKeyOpensTheMessage()
    {
        byte[] both = Envelope(MadeRecipient.KeyTransport(People.Recipient.Certificate, _contentKey), MadeRecipient.KeyTransport(People.Other.Certificate, _contentKey));
        CountingKey card = new(People.RecipientKey, asksPerson: true);

        Assert.Equal(People.Other.Certificate, (await Outcome.OfOpeningAsync(both, card, _other)).Report!.Recipient);
        Assert.Equal(People.Other.Certificate, (await Outcome.OfOpeningAsync(both, _other, card)).Report!.Recipient);
        Assert.Equal(0, card.Count);

        byte[] one = Envelope(MadeRecipient.KeyTransport(People.Recipient.Certificate, _contentKey));
        Assert.Equal(People.Recipient.Certificate, (await Outcome.OfOpeningAsync(one, _other, card)).Report!.Recipient);
        Assert.Equal(1, card.Count);
    }

    [Fact]
    public async Task TheSameKeyGivenTwiceIsAskedOnce()
    {
        byte[] message = Envelope(MadeRecipient.KeyTransport(People.Recipient.Certificate, _contentKey));

        Assert.Null((await Outcome.OfOpeningAsync(message, _recipient, _recipient)).Error);
        Assert.Equal(1, _recipient.Count);
    }

    public static TheoryData<string> OddKeyTransports() => ["unknown digest", "unknown mask", "endless label", "field 3", "not a sequence", "v1.5 with parameters", "RSA-KEM"];

    [Theory]
    [MemberData(nameof(OddKeyTransports))]
    public async Task AKeyTransportThatIsNotReadIsUnsupportedBeforeTheKeyIsAsked(string odd)
    {
        AlgorithmIdentifier sha256 = AlgorithmIdentifier.WithNull(CmsOids.Sha256);
        AlgorithmIdentifier algorithm = odd switch
        {
            "endless label" => Oaep(sha256, CmsOids.Mgf1, sha256, label: new byte[1025]),
            "unknown digest" => Oaep(AlgorithmIdentifier.WithNull(CmsOids.Md5), CmsOids.Mgf1, sha256),
            "unknown mask" => Oaep(sha256, "1.2.3", sha256),
            "field 3" => Oaep(sha256, CmsOids.Mgf1, sha256, extra: true),
            "not a sequence" => new AlgorithmIdentifier(CmsOids.RsaesOaep, new byte[] { 0x05, 0x00 }),
            "v1.5 with parameters" => new AlgorithmIdentifier(CmsOids.RsaEncryption, new byte[] { 0x30, 0x00 }),
            _ => new AlgorithmIdentifier("1.2.840.113549.1.9.16.3.14", default),
        };
        byte[] encryptedKey = People.Recipient.Certificate.PublicKey.EncryptKey(KeyTransportAlgorithm.RsaOaepSha256, _contentKey);

        Outcome outcome = await Outcome.OfOpeningAsync(Envelope(MadeRecipient.KeyTransport(People.Recipient.Certificate, algorithm, encryptedKey)), _recipient);

        Assert.Equal(CpsErrorCode.Unsupported, outcome.Code);
        Assert.Equal(0, _recipient.Count);
    }

    [Theory]
    [InlineData("SHA1")]
    [InlineData("SHA256")]
    [InlineData("SHA384")]
    [InlineData("SHA512")]
    public async Task OaepWithEachDigestOpens(string digest)
    {
        KeyTransportAlgorithm transport = KeyTransportAlgorithm.Oaep(new HashAlgorithmName(digest));
        byte[] encryptedKey = People.Recipient.Certificate.PublicKey.EncryptKey(transport, _contentKey);

        Outcome outcome = await Outcome.OfOpeningAsync(
            Envelope(MadeRecipient.KeyTransport(People.Recipient.Certificate, KeyTransportIdentifier.Write(transport), encryptedKey)), _recipient);

        Assert.Equal(transport, outcome.Report!.KeyTransport);
    }

    [Fact]
    public async Task MoreRecipientsThanTheLimitAreRefused()
    {
        byte[] recipient = MadeRecipient.KeyTransport(People.Other.Certificate, _contentKey);
        byte[] message = Envelope([.. Enumerable.Repeat(recipient, 11)]);

        Assert.Equal(CpsErrorCode.LimitExceeded, (await Outcome.OfOpeningAsync(new MemoryStream(message), [_recipient], new CmsLimits { MaximumRecipients = 10 })).Code);
        Assert.Equal(CpsErrorCode.NoKeyForMessage, (await Outcome.OfOpeningAsync(new MemoryStream(message), [_recipient], new CmsLimits { MaximumRecipients = 11 })).Code);
        Assert.Equal(CpsErrorCode.LimitExceeded, (await Outcome.OfOpeningAsync(
            new MemoryStream(message), [_recipient], new CmsLimits { MaximumStructureLength = recipient.Length * 10 })).Code);
    }

    private static AlgorithmIdentifier Oaep(AlgorithmIdentifier digest, string mask, AlgorithmIdentifier maskDigest, byte[]? label = null, bool extra = false)
    {
        AsnWriter maskParameters = new(AsnEncodingRules.DER);
        maskDigest.Write(maskParameters);
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
            {
                digest.Write(writer);
            }

            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 1)))
            {
                new AlgorithmIdentifier(mask, maskParameters.Encode()).Write(writer);
            }

            if (label is not null)
            {
                using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 2)))
                {
                    new AlgorithmIdentifier(CmsOids.PSpecified, MadeEnvelope.OctetString(label)).Write(writer);
                }
            }

            if (extra)
            {
                writer.WriteInteger(1, new Asn1Tag(TagClass.ContextSpecific, 3));
            }
        }

        return new AlgorithmIdentifier(CmsOids.RsaesOaep, writer.Encode());
    }

    private byte[] Envelope(params byte[][] recipients) => (MadeEnvelope.Gcm([1, 2, 3], contentKey: _contentKey) with { Recipients = recipients }).Encode();
}
