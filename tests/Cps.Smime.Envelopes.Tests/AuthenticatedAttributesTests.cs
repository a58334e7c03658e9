using System.Formats.Asn1;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes.Tests;

/// <summary>The authAttrs of an AuthEnvelopedData are part of what the tag covers, with the tag of a SET (RFC 5083 section 2.1).</summary>
public sealed class AuthenticatedAttributesTests
{
    private readonly CountingKey _key = new(People.RecipientKey);
    private readonly byte[] _attributes = Attributes();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(1000)]
    [InlineData(65_536)]
    [InlineData(150_000)]
    public async Task AMessageWithAuthenticatedAttributesOpens(int length)
    {
        byte[] content = Messages.Content(length);

        Outcome outcome = await Outcome.OfOpeningAsync(MadeEnvelope.Gcm(content, _attributes).Encode(), _key);

        Assert.Null(outcome.Error);
        Assert.Equal(content, outcome.Content);
    }

    [Fact]
    public async Task AnyBitOfThemThatChangesMakesOpeningFail()
    {
        MadeEnvelope envelope = MadeEnvelope.Gcm(Messages.Content(1000), _attributes);
        for (int bit = 16; bit < _attributes.Length * 8; bit++)
        {
            byte[] altered = [.. _attributes];
            altered[bit / 8] ^= (byte)(1 << (bit % 8));
            Outcome outcome = await Outcome.OfOpeningAsync((envelope with { Attributes = altered }).Encode(), _key);
            Assert.Equal(CpsErrorCode.DecryptionFailed, outcome.Code);
            Assert.Empty(outcome.Content);
        }
    }

    [Fact]
    public async Task TheyCannotBeTakenAwayOrAdded()
    {
        MadeEnvelope with = MadeEnvelope.Gcm(Messages.Content(1000), _attributes);
        MadeEnvelope without = MadeEnvelope.Gcm(Messages.Content(1000));

        Assert.Equal(CpsErrorCode.DecryptionFailed, (await Outcome.OfOpeningAsync((with with { Attributes = null }).Encode(), _key)).Code);
        Assert.Equal(CpsErrorCode.DecryptionFailed, (await Outcome.OfOpeningAsync((without with { Attributes = _attributes }).Encode(), _key)).Code);
    }

    [Fact]
    public async Task UnauthenticatedAttributesAreSkippedAndAnythingElseThereIsMalformed()
    {
        MadeEnvelope gcm = MadeEnvelope.Gcm([1, 2, 3]);
        MadeEnvelope cbc = MadeEnvelope.Cbc([1, 2, 3]);
        byte[] first = [0xA1, .. _attributes.AsSpan(1)];
        byte[] second = [0xA2, .. _attributes.AsSpan(1)];

        Assert.Equal([1, 2, 3], (await Outcome.OfOpeningAsync((gcm with { Tail = second }).Encode(), _key)).Content);
        Assert.Equal([1, 2, 3], (await Outcome.OfOpeningAsync((cbc with { Tail = first }).Encode(), _key)).Content);
        Assert.Equal(CpsErrorCode.Malformed, (await Outcome.OfOpeningAsync((gcm with { Tail = first }).Encode(), _key)).Code);
        Assert.Equal(CpsErrorCode.Malformed, (await Outcome.OfOpeningAsync((cbc with { Tail = second }).Encode(), _key)).Code);
    }

    private static byte[] Attributes()
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSetOf())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(CmsOids.ContentTypeAttribute);
                using (writer.PushSetOf())
                {
                    writer.WriteObjectIdentifier(CmsOids.Data);
                }
            }
        }

        return writer.Encode();
    }
}
