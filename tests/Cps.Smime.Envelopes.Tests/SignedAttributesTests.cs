using System.Security.Cryptography;

namespace Cps.Smime.Envelopes.Tests;

/// <summary>
/// The signed attributes as they may and may not be. Every message here carries a signature that is right for the very bytes of its
/// attributes: what is refused is refused for their form.
/// </summary>
public sealed class SignedAttributesTests
{
    private const SignatureProblem Malformed = SignatureProblem.SignedAttributesMalformed;

    public static TheoryData<string, SignatureProblem?> Mutations() => new()
    {
        { "none", null },
        { "an attribute more", null },
        { "in the order of writing", Malformed },
        { "indefinite length", Malformed },
        { "length not in its shortest form", Malformed },
        { "not constructed", Malformed },
        { "trailing bytes", Malformed },
        { "empty", Malformed },
        { "without message-digest", Malformed },
        { "without content-type", Malformed },
        { "message-digest twice", Malformed },
        { "two digests, one right", Malformed },
        { "message-digest with two values", Malformed },
        { "message-digest without a value", Malformed },
        { "message-digest an integer", Malformed },
        { "message-digest in segments", Malformed },
        { "message-digest of other content", SignatureProblem.ContentAltered },
        { "message-digest cut short", SignatureProblem.ContentAltered },
        { "message-digest empty", SignatureProblem.ContentAltered },
        { "content-type of SignedData", SignatureProblem.ContentTypeMismatch },
        { "signing-time unreadable", Malformed },
        { "an attribute with a third field", Malformed },
        { "65 attributes", Malformed },
    };

    [Theory]
    [MemberData(nameof(Mutations))]
    public async Task EachFormHasItsVerdict(string mutation, SignatureProblem? expected)
    {
        MadeSignature message = new();
        message = message with { Signer = Mutate(message.Signer, mutation) };

        Assert.Equal(expected is { } problem ? [problem] : [], await message.ProblemsAsync());
        Assert.Equal(expected is { } same ? [same] : [], await (message with { Detached = true }).ProblemsAsync());
    }

    // ePrint 2023/1801: the attributes of an honest signature, taken as content, are signed by the same value without attributes.
    [Fact]
    public async Task AttributesReusedAsContentAreNoSignature()
    {
        MadeSignature honest = new();
        byte[] attributes = [];
        byte[] signature = [];
        _ = (honest.Signer with
        {
            Sign = toBeSigned =>
            {
                attributes = toBeSigned;
                return signature = People.Signer.PrivateKey.SignData(toBeSigned, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            },
        }).Encode(honest.Content);

        MadeSignature forged = new() { Content = attributes, Signer = new MadeSigner { WithoutAttributes = true, Sign = _ => signature } };

        // The signature value itself is right: that is the attack.
        Assert.True(People.Signer.PrivateKey.VerifyData(attributes, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        Assert.Equal([SignatureProblem.NoSignedAttributes], await forged.ProblemsAsync());
        Assert.Equal([SignatureProblem.NoSignedAttributes], await (forged with { Detached = true }).ProblemsAsync());
    }

    // The reverse: a signature without attributes over content that is itself a SET OF Attribute, presented as attributes.
    [Fact]
    public async Task ContentReusedAsAttributesIsBoundToTheContentItNames()
    {
        byte[] shown = "Un autre texte"u8.ToArray();
        byte[] content = MadeSigner.SortedSet([MadeSigner.ContentType(), MadeSigner.MessageDigest(SHA256.HashData("Le texte signé"u8))]);
        byte[] signature = People.Signer.PrivateKey.SignData(content, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        MadeSignature forged = new() { Content = shown, Signer = new MadeSigner { Alter = _ => content, Sign = _ => signature } };

        Assert.Equal([SignatureProblem.ContentAltered], await forged.ProblemsAsync());
    }

    [Fact]
    public async Task AnHonestSignatureWithoutAttributesIsNamedAsSuch()
    {
        MadeSignature message = new() { Signer = new MadeSigner { WithoutAttributes = true } };

        Assert.Equal([SignatureProblem.NoSignedAttributes], await message.ProblemsAsync());
    }

    [Fact]
    public async Task AContentTypeOtherThanDataMustBeTheSignedOne()
    {
        const string TimeStampInfo = "1.2.840.113549.1.9.16.1.4";
        MadeSignature relabelled = new() { ContentType = TimeStampInfo };
        MadeSignature consistent = relabelled with
        {
            Signer = new MadeSigner { Attributes = digest => [MadeSigner.ContentType(TimeStampInfo), MadeSigner.MessageDigest(digest)] },
        };

        Assert.Equal([SignatureProblem.ContentTypeMismatch], await relabelled.ProblemsAsync());
        Assert.Equal([], await consistent.ProblemsAsync());
        using SignedData signed = await Messages.ReadSignedAsync(consistent.Encode());
        Assert.False(signed.IsData);
    }

    [Fact]
    public async Task AnyBitChangedOfTheSignedAttributesIsFound()
    {
        MadeSignature message = new();
        byte[] encoded = message.Encode();
        byte[] set = MadeSigner.SortedSet([MadeSigner.ContentType(), MadeSigner.SigningTime(), MadeSigner.MessageDigest(SHA256.HashData(message.Content))]);
        int start = encoded.AsSpan().IndexOf(set.AsSpan(2)) - 2;
        for (int bit = 0; bit < set.Length * 8; bit++)
        {
            byte[] altered = [.. encoded];
            altered[start + (bit / 8)] ^= (byte)(1 << (bit % 8));
            try
            {
                Assert.NotEqual([], Assert.Single(await Messages.VerifyAsync(altered, [])).Problems);
            }
            catch (EnvelopeException)
            {
                // The change hit a length or a tag: the message is malformed.
            }
        }
    }

    private static MadeSigner Mutate(MadeSigner signer, string mutation) => mutation switch
    {
        "none" => signer,
        "an attribute more" => signer with { More = [MadeSigner.Attribute("1.2.3.4", [0x05, 0x00])] },
        "in the order of writing" => signer with { Alter = set => [0x31, set[1], .. Reversed(set)] },
        "indefinite length" => signer with { Alter = set => [0x31, 0x80, .. set.AsSpan(2), 0, 0] },
        "length not in its shortest form" => signer with { Alter = set => [0x31, 0x82, 0x00, set[1], .. set.AsSpan(2)] },
        "not constructed" => signer with { Alter = set => [0x11, .. set.AsSpan(1)] },
        "trailing bytes" => signer with { Alter = set => [0x31, (byte)(set[1] + 2), .. set.AsSpan(2), 0x05, 0x00] },
        "empty" => signer with { Alter = _ => [0x31, 0x00] },
        "without message-digest" => signer with { Attributes = _ => [MadeSigner.ContentType(), MadeSigner.SigningTime()] },
        "without content-type" => signer with { Attributes = digest => [MadeSigner.MessageDigest(digest), MadeSigner.SigningTime()] },
        "message-digest twice" => WithDigest(signer, digest => [MadeSigner.MessageDigest(digest), MadeSigner.MessageDigest(digest)]),
        "two digests, one right" => WithDigest(signer, digest => [MadeSigner.MessageDigest(digest), MadeSigner.MessageDigest(new byte[32])]),
        "message-digest with two values" => WithDigest(signer, digest =>
            [MadeSigner.Attribute(CmsOids.MessageDigestAttribute, MadeEnvelope.OctetString(new byte[32]), MadeEnvelope.OctetString(digest))]),
        "message-digest without a value" => WithDigest(signer, _ => [MadeSigner.Attribute(CmsOids.MessageDigestAttribute)]),
        "message-digest an integer" => WithDigest(signer, digest => [MadeSigner.Attribute(CmsOids.MessageDigestAttribute, [0x02, 0x20, .. digest])]),
        "message-digest in segments" => WithDigest(signer, digest =>
            [MadeSigner.Attribute(CmsOids.MessageDigestAttribute, [0x24, 0x24, 0x04, 0x10, .. digest.AsSpan(0, 16), 0x04, 0x10, .. digest.AsSpan(16)])]),
        "message-digest of other content" => WithDigest(signer, _ => [MadeSigner.MessageDigest(SHA256.HashData([1]))]),
        "message-digest cut short" => WithDigest(signer, digest => [MadeSigner.MessageDigest(digest[..31])]),
        "message-digest empty" => WithDigest(signer, _ => [MadeSigner.MessageDigest([])]),
        "content-type of SignedData" => signer with { Attributes = digest => [MadeSigner.ContentType(CmsOids.SignedData), MadeSigner.MessageDigest(digest)] },
        "signing-time unreadable" => signer with
        {
            Attributes = digest => [MadeSigner.ContentType(), MadeSigner.MessageDigest(digest), MadeSigner.Attribute(CmsOids.SigningTimeAttribute, [0x17, 0x02, 0x39, 0x39])],
        },
        "an attribute with a third field" => signer with { More = [[0x30, 0x09, 0x06, 0x03, 0x2A, 0x03, 0x04, 0x31, 0x00, 0x05, 0x00]] },
        "65 attributes" => signer with { More = [.. Enumerable.Range(1, 62).Select(i => MadeSigner.Attribute("1.2.3." + i, [0x05, 0x00]))] },
        _ => throw new ArgumentOutOfRangeException(nameof(mutation)),
    };

    private static MadeSigner WithDigest(MadeSigner signer, Func<byte[], IReadOnlyList<byte[]>> attributes) =>
        signer with { Attributes = digest => [MadeSigner.ContentType(), .. attributes(digest)] };

    // The members of a short SET, the last first.
    private static byte[] Reversed(byte[] set)
    {
        List<byte[]> members = [];
        for (int i = 2; i < set.Length; i += set[i + 1] + 2)
        {
            members.Insert(0, set[i..(i + set[i + 1] + 2)]);
        }

        return [.. members.SelectMany(m => m)];
    }
}
