using System.Numerics;
using System.Security.Cryptography;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes.Tests;

/// <summary>Whatever is done to a message on its way, its reader gets the content that was sealed or nothing, and one answer for every failure.</summary>
public sealed class TamperedEnvelopeTests
{
    private readonly CountingKey _key = new(People.RecipientKey);

    public static TheoryData<byte> Changes() => [0x01, 0x20, 0x80, 0xFF];

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task AnyByteChangedOfAnAuthenticatedMessageGivesTheContentOrNothing(byte change)
    {
        byte[] content = Messages.Content(100);
        byte[] message = await Messages.SealAsync(content, ContentEncryption.Aes256Gcm);
        int opened = 0;
        for (int i = 0; i < message.Length; i++)
        {
            byte[] altered = [.. message];
            altered[i] ^= change;
            Outcome outcome = await Outcome.OfOpeningAsync(altered, _key);
            Assert.Equal(outcome.Error is null ? content : [], outcome.Content);
            opened += outcome.Error is null ? 1 : 0;
        }

        // What is not authenticated and does not matter: the name of the inner content type, and some forms of BER.
        Assert.InRange(opened, 0, 20);
    }

    [Theory]
    [InlineData(ContentEncryption.Aes256Gcm)]
    [InlineData(ContentEncryption.Aes256Cbc)]
    public async Task AMessageCutAtAnyByteGivesNothing(ContentEncryption encryption)
    {
        byte[] message = await Messages.SealAsync(Messages.Content(100), encryption);
        for (int length = 0; length < message.Length; length++)
        {
            Outcome outcome = await Outcome.OfOpeningAsync(message[..length], _key);
            Assert.Equal(CpsErrorCode.Malformed, outcome.Code);
            Assert.Empty(outcome.Content);
        }
    }

    [Theory]
    [InlineData(ContentEncryption.Aes256Gcm)]
    [InlineData(ContentEncryption.Aes256Cbc)]
    public async Task ALargeMessageCutAtAnyPageGivesNothing(ContentEncryption encryption)
    {
        byte[] message = await Messages.SealAsync(Messages.Content(300_000), encryption);
        for (int length = 4096; length < message.Length; length += 4096)
        {
            Outcome outcome = await Outcome.OfOpeningAsync(message[..length], _key);
            Assert.Equal(CpsErrorCode.Malformed, outcome.Code);
            Assert.Empty(outcome.Content);
        }
    }

    [Fact]
    public async Task ALargeAuthenticatedMessageAlteredAnywhereGivesNothing()
    {
        byte[] content = Messages.Content(300_000);
        byte[] message = await Messages.SealAsync(content, ContentEncryption.Aes256Gcm);
        foreach (int position in new[] { 1000, 50_000, 65_536, 150_000, 299_999, message.Length - 30, message.Length - 17, message.Length - 8 })
        {
            byte[] altered = [.. message];
            altered[position] ^= 0x10;
            Outcome outcome = await Outcome.OfOpeningAsync(altered, _key);
            Assert.NotNull(outcome.Error);
            Assert.Empty(outcome.Content);
        }
    }

    [Fact]
    public async Task TheSegmentsOfAMessageCannotBeReordered()
    {
        byte[] content = Messages.Content(4 * 65_536);
        byte[] message = await Messages.SealAsync(content, ContentEncryption.Aes256Gcm);
        int first = message.AsSpan().IndexOf((byte[])[0x04, 0x83, 0x01, 0x00, 0x00]);
        int segment = 5 + 65_536;
        byte[] swapped = [.. message];
        message.AsSpan(first, segment).CopyTo(swapped.AsSpan(first + segment));
        message.AsSpan(first + segment, segment).CopyTo(swapped.AsSpan(first));

        Outcome outcome = await Outcome.OfOpeningAsync(swapped, _key);

        Assert.Equal(CpsErrorCode.DecryptionFailed, outcome.Code);
        Assert.Empty(outcome.Content);
    }

    // Vaudenay: whoever may tell good padding from bad reads the message byte by byte.
    [Fact]
    public async Task All256LastBytesOfACbcMessageGiveOneFailure()
    {
        byte[] content = [.. "quinze caracteres et encore trente-deux octets."u8];
        Assert.Equal(47, content.Length);
        MadeEnvelope cbc = MadeEnvelope.Cbc(content);
        HashSet<string> seen = [];
        int opened = 0;
        for (int change = 0; change < 256; change++)
        {
            // Changes the padding byte, which was 1, through the block before it.
            byte[] ciphertext = [.. cbc.Ciphertext];
            ciphertext[31] ^= (byte)change;
            Outcome outcome = await Outcome.OfOpeningAsync((cbc with { Ciphertext = ciphertext }).Encode(), _key);
            opened += outcome.Error is null ? 1 : 0;
            seen.Add(outcome.Observable);
            Assert.True(outcome.Error is not null || outcome.Content.AsSpan().SequenceEqual(content));
        }

        Assert.Equal(1, opened);
        Assert.Equal(2, seen.Count);
        Assert.Contains((await Outcome.OfOpeningAsync((cbc with { Ciphertext = cbc.Ciphertext[..40] }).Encode(), _key)).Observable, seen);
        Assert.Contains((await Outcome.OfOpeningAsync((cbc with { Ciphertext = [] }).Encode(), _key)).Observable, seen);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AWrongKeyBadPaddingAndAlteredContentCannotBeToldApart(bool authenticated)
    {
        byte[] content = Messages.Content(1000);
        byte[] contentKey = RandomNumberGenerator.GetBytes(32);
        MadeEnvelope good = authenticated ? MadeEnvelope.Gcm(content, contentKey: contentKey) : MadeEnvelope.Cbc(content, contentKey);
        Assert.Equal(content, (await Outcome.OfOpeningAsync(good.Encode(), People.RecipientKey)).Content);
        byte[] alteredContent = [.. good.Ciphertext];

        // In the block before the last, this makes the padding's last byte wrong for sure.
        alteredContent[^17] ^= 0x55;

        HashSet<string> seen = [(await Outcome.OfOpeningAsync((good with { Ciphertext = alteredContent }).Encode(), People.RecipientKey)).Observable];
        foreach ((string name, Func<byte[]> encryptedKey) in KeyTransportFailures(contentKey))
        {
            seen.Add(await FailureAsync(good, AlgorithmIdentifier.WithNull(CmsOids.RsaEncryption), encryptedKey));
            Assert.True(seen.Count == 1, $"{name}: {string.Join('\n', seen)}");
        }

        AlgorithmIdentifier oaep = KeyTransportIdentifier.Write(KeyTransportAlgorithm.RsaOaepSha256);
        foreach (Func<byte[]> encryptedKey in OaepFailures(contentKey))
        {
            seen.Add(await FailureAsync(good, oaep, encryptedKey));
            Assert.Single(seen);
        }

        Assert.StartsWith("EnvelopeException|DecryptionFailed|", Assert.Single(seen), StringComparison.Ordinal);
        Assert.Contains("||0 bytes", Assert.Single(seen), StringComparison.Ordinal);
    }

    // A wrong key opens one CBC message in 256 to rubbish, by the chance of its last byte; the report says that CBC proves nothing.
    private static async Task<string> FailureAsync(MadeEnvelope good, AlgorithmIdentifier algorithm, Func<byte[]> encryptedKey)
    {
        Outcome outcome;
        do
        {
            byte[] recipient = MadeRecipient.KeyTransport(People.Recipient.Certificate, algorithm, encryptedKey());
            outcome = await Outcome.OfOpeningAsync((good with { Recipients = [recipient] }).Encode(), People.RecipientKey);
        }
        while (outcome.Error is null && outcome.Report is { IsAuthenticated: false });
        return outcome.Observable;
    }

    // Every way in which an RSAES-PKCS1-v1_5 block can be wrong (RFC 8017 section 7.2.2), and two that only the content shows.
    private static IEnumerable<(string Name, Func<byte[]> EncryptedKey)> KeyTransportFailures(byte[] contentKey)
    {
        yield return ("another content key", () => Raw(Block(0, 2, 221, RandomNumberGenerator.GetBytes(32))));
        yield return ("the first octet is not 0", () => Raw(Block(1, 2, 221, contentKey)));
        yield return ("the block type is 1", () => Raw(Block(0, 1, 221, contentKey)));
        yield return ("the block type is 0", () => Raw(Block(0, 0, 221, contentKey)));
        yield return ("no separator", () => Raw([0, 2, .. NonZero(254)]));
        yield return ("seven octets of padding", () => Raw([0, 2, .. NonZero(7), 0, .. NonZero(246)]));
        yield return ("a key of 16 octets", () => Raw(Block(0, 2, 237, contentKey[..16])));
        yield return ("a key of 33 octets", () => Raw(Block(0, 2, 220, [.. contentKey, 1])));
        yield return ("no key", () => Raw(Block(0, 2, 253, [])));
        yield return ("random", () => Raw([0, .. RandomNumberGenerator.GetBytes(255)]));
        yield return ("encrypted to somebody else", () => People.Other.Certificate.PublicKey.EncryptKey(KeyTransportAlgorithm.RsaPkcs1, contentKey));
        yield return ("shorter than the modulus", () => RandomNumberGenerator.GetBytes(255));
        yield return ("longer than the modulus", () => [.. Raw(Block(0, 2, 221, contentKey)), (byte)RandomNumberGenerator.GetInt32(256)]);
        yield return ("larger than the modulus", () => [.. Enumerable.Repeat((byte)0xFF, 255), (byte)RandomNumberGenerator.GetInt32(256)]);
        yield return ("empty", () => []);
        yield return ("OAEP under the name of v1.5", () => People.Recipient.Certificate.PublicKey.EncryptKey(KeyTransportAlgorithm.RsaOaepSha256, contentKey));
    }

    private static IEnumerable<Func<byte[]>> OaepFailures(byte[] contentKey)
    {
        yield return () => People.Recipient.Certificate.PublicKey.EncryptKey(KeyTransportAlgorithm.RsaOaepSha256, RandomNumberGenerator.GetBytes(32));
        yield return () => People.Recipient.Certificate.PublicKey.EncryptKey(KeyTransportAlgorithm.Oaep(HashAlgorithmName.SHA384), contentKey);
        yield return () => People.Recipient.Certificate.PublicKey.EncryptKey(KeyTransportAlgorithm.RsaPkcs1, contentKey);
        yield return () => People.Recipient.Certificate.PublicKey.EncryptKey(KeyTransportAlgorithm.RsaOaepSha256, contentKey.AsSpan(0, 31));
        yield return () => People.Other.Certificate.PublicKey.EncryptKey(KeyTransportAlgorithm.RsaOaepSha256, contentKey);
        yield return () => Raw([0, .. RandomNumberGenerator.GetBytes(255)]);
        yield return () => Raw([1, .. RandomNumberGenerator.GetBytes(255)]);
        yield return () => RandomNumberGenerator.GetBytes(100);
    }

    private static byte[] Block(byte first, byte type, int padding, byte[] key) => [first, type, .. NonZero(padding), 0, .. key];

    private static byte[] NonZero(int length)
    {
        byte[] octets = RandomNumberGenerator.GetBytes(length);
        for (int i = 0; i < length; i++)
        {
            octets[i] |= 1;
        }

        return octets;
    }

    // RSAEP on a block of our choice.
    private static byte[] Raw(byte[] block)
    {
        Assert.Equal(256, block.Length);
        RSAParameters key = People.Recipient.PrivateKey.ExportParameters(includePrivateParameters: false);
        BigInteger modulus = new(key.Modulus, isUnsigned: true, isBigEndian: true);
        BigInteger value = new BigInteger(block, isUnsigned: true, isBigEndian: true) % modulus;
        byte[] result = BigInteger.ModPow(value, new BigInteger(key.Exponent, isUnsigned: true, isBigEndian: true), modulus).ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[256 - result.Length], .. result];
    }
}
