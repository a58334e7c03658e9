using System.Security.Cryptography;
using System.Text.Json;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes.Tests;

/// <summary>ChaCha20-Poly1305 (RFC 8103) and AES-CCM (RFC 5084) against the platform's one-shot ciphers and Project Wycheproof, as streams and in messages.</summary>
public sealed class ChaChaAndCcmTests
{
    private readonly CountingKey _key = new(People.RecipientKey);

    public static TheoryData<byte> Changes() => [0x01, 0x20, 0x80, 0xFF];

    [Theory]
    [InlineData("chacha20_poly1305_test.json", "ChaCha20Poly1305", 325)]
    [InlineData("aes_ccm_test.json", "Ccm", 552)]
    public void EveryVectorOfWycheproofComesOutAsItShould(string file, string cipher, int expected)
    {
        int count = 0;
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(SharedFiles.Require("corpora", "wycheproof", file)));
        foreach (JsonElement group in document.RootElement.GetProperty("testGroups").EnumerateArray())
        {
            foreach (JsonElement test in group.GetProperty("tests").EnumerateArray())
            {
                count++;
                byte[] nonce = Hex(test, "iv");
                byte[] tag = Hex(test, "tag");
                if (tag.Length != 16 || (cipher == "Ccm" ? nonce.Length is < 7 or > 13 : nonce.Length != 12))
                {
                    // What the table refuses before any cipher is made.
                    continue;
                }

                byte[]? content = Decrypt(cipher, Hex(test, "key"), nonce, Hex(test, "aad"), Hex(test, "ct"), tag);
                Assert.Equal(test.GetProperty("result").GetString() == "valid" ? test.GetProperty("msg").GetString() : null, content is null ? null : Convert.ToHexStringLower(content));
            }
        }

        Assert.Equal(expected, count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(300_001)]
    public async Task AMessageByThePlatformsCipherIsOpenedWithAndWithoutAttributes(int length)
    {
        byte[] content = Messages.Content(length);
        foreach (byte[]? attributes in new[] { null, MadeSigner.SortedSet([MadeSigner.ContentType()]), MadeSigner.SortedSet([MadeSigner.Attribute("1.2.3", MadeEnvelope.OctetString(new byte[70_000]))]) })
        {
            foreach (MadeEnvelope made in new[] { MadeEnvelope.ChaCha(content, attributes), MadeEnvelope.Ccm(content, attributes, length > 65_535 ? 12 : 13), MadeEnvelope.Ccm(content, attributes, 7) })
            {
                Outcome outcome = await Outcome.OfOpeningAsync(made.Encode(), _key);
                Assert.Null(outcome.Error);
                Assert.Equal(content, outcome.Content);
                Assert.True(outcome.Report!.IsAuthenticated);
                Assert.Empty(outcome.Report.LegacyWeaknesses);
            }
        }
    }

    [Fact]
    public async Task ThePlatformsCipherOpensWhatIsSealedHere()
    {
        byte[] content = Messages.Content(100_000);
        byte[] key = RandomNumberGenerator.GetBytes(32);
        byte[] nonce = RandomNumberGenerator.GetBytes(12);
        using ChaChaEncryptor encryptor = new(key, nonce);
        byte[] ciphertext = new byte[content.Length];
        encryptor.Update(content.AsSpan(0, 65_536), ciphertext);
        encryptor.Finish(content.AsSpan(65_536), ciphertext.AsSpan(65_536));

        byte[] opened = new byte[content.Length];
        using ChaCha20Poly1305 platform = new(key);
        platform.Decrypt(nonce, ciphertext, encryptor.Tag, opened);

        Assert.Equal(content, opened);
        Outcome outcome = await Outcome.OfOpeningAsync(await Messages.SealAsync(content, ContentEncryption.ChaCha20Poly1305), _key);
        Assert.Equal(content, outcome.Content);
        Assert.Equal(ContentEncryption.ChaCha20Poly1305, outcome.Report!.ContentEncryption);
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task AnyByteChangedGivesTheContentOrNothing(byte change)
    {
        byte[] content = Messages.Content(100);
        foreach (byte[] message in new[] { await Messages.SealAsync(content, ContentEncryption.ChaCha20Poly1305), MadeEnvelope.Ccm(content, null, 12).Encode() })
        {
            int opened = 0;
            for (int i = 0; i < message.Length; i++)
            {
                byte[] altered = [.. message];
                altered[i] ^= change;
                Outcome outcome = await Outcome.OfOpeningAsync(altered, _key);
                Assert.Equal(outcome.Error is null ? content : [], outcome.Content);
                opened += outcome.Error is null ? 1 : 0;
            }

            Assert.InRange(opened, 0, 20);
        }
    }

    [Fact]
    public async Task AnyBitOfTheAttributesOrTheTagCountsAndEveryFailureLooksAlike()
    {
        byte[] attributes = MadeSigner.SortedSet([MadeSigner.ContentType()]);
        HashSet<string> seen = [];
        foreach (MadeEnvelope made in new[] { MadeEnvelope.ChaCha(Messages.Content(100), attributes), MadeEnvelope.Ccm(Messages.Content(100), attributes, 12) })
        {
            for (int i = 16; i < attributes.Length * 8; i += 5)
            {
                // What is in the set: its own tag and length make another message.
                byte[] altered = [.. attributes];
                altered[i / 8] ^= (byte)(1 << (i % 8));
                Outcome outcome = await Outcome.OfOpeningAsync((made with { Attributes = altered }).Encode(), _key);
                Assert.NotNull(outcome.Error);
                Assert.Empty(outcome.Content);
            }

            for (int i = 0; i < 128; i++)
            {
                byte[] mac = [.. made.Mac];
                mac[i / 8] ^= (byte)(1 << (i % 8));
                seen.Add((await Outcome.OfOpeningAsync((made with { Mac = mac }).Encode(), _key)).Observable);
            }

            foreach (int length in Enumerable.Range(0, 33).Where(l => l != 16))
            {
                seen.Add((await Outcome.OfOpeningAsync((made with { Mac = new byte[length] }).Encode(), _key)).Observable);
            }

            seen.Add((await Outcome.OfOpeningAsync((made with { Attributes = null }).Encode(), _key)).Observable);
            seen.Add((await Outcome.OfOpeningAsync((made with { Ciphertext = [] }).Encode(), _key)).Observable);
        }

        Assert.StartsWith("EnvelopeException|DecryptionFailed|", Assert.Single(seen), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WrongParametersAreRefusedBeforeTheKeyIsAsked()
    {
        MadeEnvelope chaCha = MadeEnvelope.ChaCha([1, 2, 3], null);
        MadeEnvelope ccm = MadeEnvelope.Ccm([1, 2, 3], null, 12);
        foreach (int length in new[] { 0, 8, 11, 13, 24, 100_000 })
        {
            Assert.Equal(CpsErrorCode.Refused, (await Outcome.OfOpeningAsync((chaCha with { Parameters = MadeEnvelope.OctetString(new byte[length]) }).Encode(), _key)).Code);
        }

        foreach ((int nonce, long? tag) in new (int, long?)[] { (6, 16), (14, 16), (0, 16), (12, null), (12, 4), (12, 12), (12, 0), (12, -1), (12, 1L << 40) })
        {
            Assert.Equal(CpsErrorCode.Refused, (await Outcome.OfOpeningAsync((ccm with { Parameters = MadeEnvelope.GcmParameters(new byte[nonce], tag) }).Encode(), _key)).Code);
        }

        Assert.Equal(CpsErrorCode.Malformed, (await Outcome.OfOpeningAsync((chaCha with { Parameters = ccm.Parameters }).Encode(), _key)).Code);
        Assert.Equal(CpsErrorCode.Refused, (await Outcome.OfOpeningAsync((chaCha with { Authenticated = false }).Encode(), _key)).Code);
        Assert.Equal(CpsErrorCode.Refused, (await Outcome.OfOpeningAsync((ccm with { Authenticated = false }).Encode(), _key)).Code);
        Assert.Equal(0, _key.Count);
    }

    [Fact]
    public async Task CcmContentLongerThanItsNonceLeavesRoomForIsNotOpened()
    {
        // A nonce of 13 bytes leaves two for the length.
        MadeEnvelope made = MadeEnvelope.Ccm(new byte[65_535], null, 13);
        Assert.Null((await Outcome.OfOpeningAsync(made.Encode(), _key)).Error);
        Assert.Equal(CpsErrorCode.DecryptionFailed, (await Outcome.OfOpeningAsync((made with { Ciphertext = new byte[65_536] }).Encode(), _key)).Code);
    }

    [Fact]
    public async Task WhatIsOnlyReadIsNotWritten()
    {
        foreach (ContentEncryption encryption in Enum.GetValues<ContentEncryption>().Where(e => e > ContentEncryption.ChaCha20Poly1305))
        {
            await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Messages.SealAsync([1], encryption));
        }
    }

    // Content in pieces of 16 bytes and the attributes after it, as messages bring them.
    private static byte[]? Decrypt(string cipher, byte[] key, byte[] nonce, byte[] attributes, byte[] ciphertext, byte[] tag)
    {
        using ContentDecryptor decryptor = cipher == "Ccm" ? new CcmDecryptor(key, nonce) : new ChaChaDecryptor(key, nonce);
        byte[] content = new byte[ciphertext.Length + 64];
        int done = 0;
        while (ciphertext.Length - done > 16)
        {
            done += decryptor.Update(ciphertext.AsSpan(done, 16), content.AsSpan(done));
        }

        bool good = decryptor.TryFinishContent(ciphertext.AsSpan(done), content.AsSpan(done), out int length);
        good &= decryptor.TryAuthenticate(attributes, tag, new byte[64], out _);
        return good ? content[..(done + length)] : null;
    }

    private static byte[] Hex(JsonElement element, string name) => Convert.FromHexString(element.GetProperty(name).GetString()!);
}
