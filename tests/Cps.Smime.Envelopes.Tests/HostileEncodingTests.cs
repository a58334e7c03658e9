using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes.Tests;

/// <summary>
/// Encodings made to exhaust a reader: nesting, declared lengths, ends that are not ends. Each runs on a thread with a stack of 256 KiB,
/// where recursion over the input would end the process, and is measured: a few bytes of message never cost a megabyte of memory.
/// </summary>
public sealed class HostileEncodingTests
{
    private static readonly byte[] s_null = [0x05, 0x00];
    private static readonly byte[] s_version0 = [0x02, 0x01, 0x00];
    private static readonly byte[] s_data = MadeSigner.Oid(CmsOids.Data);

    public static TheoryData<string, char, int> Nestings()
    {
        TheoryData<string, char, int> rows = [];
        foreach (string place in new[] { "everywhere", "the version", "a recipient", "originator", "parameters", "content", "trailer", "a certificate", "revocation lists", "digest algorithms", "a signer", "signed attributes", "unsigned attributes", "signed content" })
        {
            foreach (char form in "dim")
            {
                foreach (int levels in new[] { 10, 40, 1_000, 100_000 })
                {
                    rows.Add(place, form, levels);
                }
            }
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Nestings))]
    public void NestingOfAnyDepthEndsInAnErrorOrIsSkipped(string place, char form, int levels)
    {
        byte[] message = Deep(place, form, levels);

        CpsErrorCode? code = OnASmallStack(message, out _);

        // What is taken whole or skipped (parameters, unsigned attributes) may nest as it likes: nothing descends into it.
        Assert.True(code is CpsErrorCode.Malformed or CpsErrorCode.LimitExceeded or CpsErrorCode.Refused or CpsErrorCode.DecryptionFailed or null, $"{code}");
        if (levels >= 40 && form == 'i' && (place is "everywhere" or "content" or "signed content" or "originator" or "trailer" or "revocation lists"))
        {
            Assert.Equal(CpsErrorCode.LimitExceeded, code);
        }
    }

    public static TheoryData<string> Lengths() =>
    [
        "3084FFFFFFFF", "30847FFFFFFF", "3088FFFFFFFFFFFFFFFF", "30887FFFFFFFFFFFFFFF", "30883FFFFFFFFFFFFFFF", "308801000000000000 00", "3089010000000000000000", "30FF", "30FE0102",
        "3080 06887000000000000000", "3080 06883FFFFFFFFFFFFFFF", "3080 06880100000000000000", "3080 0684FFFFFFFF", "3080 068400400001",
        "3080 0609 2A864886F70D010703 A088 3FFFFFFFFFFFFFFF 3088 3FFFFFFFFFFFFFFF 0288 3FFFFFFFFFFFFFFF",
        "3080 0609 2A864886F70D010703 A080 3080 020100 3180 3088 3FFFFFFFFFFFFFFF",
        "3080 0609 2A864886F70D010703 A080 3080 020100 3100 3080 0609 2A864886F70D010701 3088 01FFFFFFFFFFFFFF",
        "3080 0609 2A864886F70D010702 A080 3080 020101 3100 3080 0609 2A864886F70D010701 A080 2480 0488 3FFFFFFFFFFFFFFF",
        "3080 0609 2A864886F70D010702 A080 3080 020101 3100 3080 0609 2A864886F70D010701 A080 0484 FFFFFFFF",
        "3080 0609 2A864886F70D010702 A080 3080 020101 3100 3080 0609 2A864886F70D010701 A080 2480 0482 0100 00",
        "3080 0609 2A864886F70D010702 A080 3080 0201 01 3100 3080 0609 2A864886F70D010701 0000 A080 3088 3FFFFFFFFFFFFFFF",
        "3080 0609 2A864886F70D010702 A080 3080 0201 01 3100 3080 0609 2A864886F70D010701 0000 3188 0100000000000000",
    ];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void ALengthThatIsDeclaredIsNeverAllocated(string message)
    {
        CpsErrorCode? code = OnASmallStack(Convert.FromHexString(message.Replace(" ", "", StringComparison.Ordinal)), out long allocated);

        Assert.True(code is CpsErrorCode.Malformed or CpsErrorCode.LimitExceeded, $"{code}");
        Assert.InRange(allocated, 0, 1_000_000);
    }

    public static TheoryData<string> Ends() =>
    [
        "0000", "00", "0080", "2000", "2080", "000100", "00 81 00",
        "3000", "3080", "3080 0000", "3002 0000", "3080 2080", "3080 2080 0000", "3080 2000 0000", "3080 0001 00", "3080 0081 00",
        "3006 0680 0000 0000", "3080 0609 2A864886F70D010703 0000", "3080 0609 2A864886F70D010703 A002 0000 0000", "3080 0609 2A864886F70D010703 A080 0000 0000",
        "3080 0609 2A864886F70D010703 A080 3080 020100 3100 3080 0609 2A864886F70D010701 3000 8000 2080 2080 2080 2080",
        "300D 0609 2A864886F70D010703 A080 3080 020100 0000 0000",
        "1F", "1FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF", "1F80 00", "3F810180", "04 80 0000",
    ];

    [Theory]
    [MemberData(nameof(Ends))]
    public void EndsThatAreNoEndsAreMalformed(string message)
    {
        CpsErrorCode? code = OnASmallStack(Convert.FromHexString(message.Replace(" ", "", StringComparison.Ordinal)), out long allocated);

        Assert.Equal(CpsErrorCode.Malformed, code);
        Assert.InRange(allocated, 0, 1_000_000);
    }

    [Fact]
    public async Task ANotQuiteEndOfContentsDoesNotEndTheContent()
    {
        byte[] message = await Messages.SealAsync([1, 2, 3], ContentEncryption.Aes256Gcm);
        for (int i = 1; i <= 5; i++)
        {
            // 20 80 in place of one of the pairs 00 00 at the end.
            byte[] altered = [.. message];
            altered[^(2 * i)] = 0x20;
            altered[^((2 * i) - 1)] = 0x80;
            Outcome outcome = await Outcome.OfOpeningAsync(altered, People.RecipientKey);
            Assert.True(outcome.Error is not null, $"pair {i} from the end");
            Assert.Empty(outcome.Content);
        }
    }

    [Theory]
    [InlineData(ContentEncryption.Aes256Gcm)]
    [InlineData(ContentEncryption.Aes256Cbc)]
    public async Task WhatFollowsTheMessageIsRefusedUnlessItIsALineEnd(ContentEncryption encryption)
    {
        byte[] message = await Messages.SealAsync([1, 2, 3], encryption);

        foreach (byte[] tail in new byte[][] { [0], [0, 0], [0x30], [0x05, 0x00], message })
        {
            Outcome outcome = await Outcome.OfOpeningAsync([.. message, .. tail], People.RecipientKey);
            Assert.Equal(CpsErrorCode.Malformed, outcome.Code);
            Assert.Empty(outcome.Content);
        }

        Assert.Equal([1, 2, 3], (await Outcome.OfOpeningAsync([.. message, .. "\r\n \t\n"u8], People.RecipientKey)).Content);
    }

    [Fact]
    public async Task AnEmptyInputSaysSo()
    {
        EnvelopeException error = await Assert.ThrowsAsync<EnvelopeException>(async () => await CmsReader.OpenAsync(Stream.Null));

        Assert.Equal(CpsErrorCode.Malformed, error.Code);
        Assert.Contains("empty", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AMillionEmptySegmentsAreReadInTimeAndTheContentLimitHolds()
    {
        byte[] emptySegments = [.. Enumerable.Repeat((byte[])[0x04, 0x00], 500_000).SelectMany(s => s)];
        byte[] segments = [.. Enumerable.Repeat((byte[])[0x04, 0x01, 0x61], 1001).SelectMany(s => s)];

        using SignedData signed = await Messages.ReadSignedAsync(Opaque(Ber.Indefinite(0x24, emptySegments)));
        Assert.Equal(0, signed.Content!.Length);

        CmsLimits limits = new() { MaximumContentLength = 1000 };
        Assert.Equal(CpsErrorCode.LimitExceeded, (await Assert.ThrowsAsync<EnvelopeException>(() => Messages.ReadSignedAsync(Opaque(Ber.Indefinite(0x24, segments)), limits))).Code);
        Assert.Equal(CpsErrorCode.LimitExceeded, (await Assert.ThrowsAsync<EnvelopeException>(() => Messages.ReadSignedAsync(Opaque(Ber.Element(0x04, new byte[1001])), limits))).Code);
        using SignedData fits = await Messages.ReadSignedAsync(Opaque(Ber.Element(0x04, new byte[1000])), limits);
        Assert.Equal(1000, fits.Content!.Length);
    }

    [Fact]
    public async Task SegmentsOfSegmentsAreTheSameContent()
    {
        byte[] nested = Ber.Indefinite(0x24, Ber.Element(0x04, [1, 2]), Ber.Element(0x24, Ber.Element(0x04, [3]), Ber.Indefinite(0x24, Ber.Element(0x04, [4, 5]))), Ber.Element(0x04, [6]));

        using SignedData signed = await Messages.ReadSignedAsync(Opaque(nested));

        Assert.Equal([1, 2, 3, 4, 5, 6], await Messages.BytesOfAsync(signed.Content!));
        Assert.Equal(CpsErrorCode.Malformed, (await Assert.ThrowsAsync<EnvelopeException>(() => Messages.ReadSignedAsync(Opaque(Ber.Element(0x24, Ber.Element(0x0C, [1])))))).Code);
    }

    [Theory]
    [InlineData(CmsOids.Data, CmsContentType.Data)]
    [InlineData(CmsOids.CompressedData, CmsContentType.CompressedData)]
    [InlineData(CmsOids.DigestedData, CmsContentType.DigestedData)]
    [InlineData(CmsOids.EncryptedData, CmsContentType.EncryptedData)]
    [InlineData("1.2.3.4", CmsContentType.Other)]
    public async Task OtherContentTypesAreNamedAndUnsupported(string oid, CmsContentType type)
    {
        byte[] message = Ber.Element(0x30, MadeSigner.Oid(oid), Ber.Element(0xA0, s_null));
        using CmsReader reader = await CmsReader.OpenAsync(new MemoryStream(message));

        Assert.Equal(type, reader.ContentType);
        Assert.Equal(oid, reader.Oid);
        Assert.Equal(CpsErrorCode.Unsupported, (await Assert.ThrowsAsync<EnvelopeException>(async () => await reader.ReadEnvelopeAsync())).Code);
        Assert.Equal(CpsErrorCode.Unsupported, (await Assert.ThrowsAsync<EnvelopeException>(async () => await reader.ReadSignedAsync())).Code);
    }

    private static byte[] Opaque(byte[] content) => Ber.Indefinite(0x30, MadeSigner.Oid(CmsOids.SignedData), Ber.Indefinite(0xA0, Ber.Indefinite(0x30,
        [0x02, 0x01, 0x01], Ber.Element(0x31), Ber.Indefinite(0x30, s_data, Ber.Indefinite(0xA0, content)), Ber.Element(0x31))));

    private static byte[] Enveloped(byte[] body) => Ber.Indefinite(0x30, MadeSigner.Oid(CmsOids.EnvelopedData), Ber.Indefinite(0xA0, Ber.Indefinite(0x30, body)));

    private static byte[] Signed(byte[] digests, params byte[][] end) => Ber.Indefinite(0x30, MadeSigner.Oid(CmsOids.SignedData), Ber.Indefinite(0xA0, Ber.Indefinite(0x30,
        [[0x02, 0x01, 0x01], digests, Ber.Element(0x30, s_data), .. end])));

    private static byte[] Deep(string place, char form, int levels)
    {
        byte[] nested = Ber.Nested(0x30, levels, form, s_null);
        byte[] recipient = MadeRecipient.KeyTransport(People.Recipient.Certificate, new byte[32]);
        byte[] iv = MadeEnvelope.OctetString(new byte[16]);
        byte[] cbc = MadeSigner.Oid(CmsOids.Aes256Cbc);
        byte[] encrypted = Ber.Element(0x30, s_data, Ber.Element(0x30, cbc, iv), Ber.Element(0x80, new byte[32]));
        byte[] set = Ber.Element(0x31);
        byte[] name = People.Signer.Certificate.Issuer.Encoded.ToArray();
        byte[] signer = [.. (byte[])[0x02, 0x01, 0x01], .. Ber.Element(0x30, name, [0x02, 0x01, 0x01]), .. Ber.Element(0x30, MadeSigner.Oid(CmsOids.Sha256))];
        byte[] signature = [.. Ber.Element(0x30, MadeSigner.Oid(CmsOids.RsaEncryption)), .. Ber.Element(0x04, new byte[256])];
        return place switch
        {
            "everywhere" => nested,
            "the version" => Enveloped(nested),
            "originator" => Enveloped([.. s_version0, .. Ber.Nested(0xA0, levels, form, s_null), .. Ber.Element(0x31, recipient), .. encrypted]),
            "a recipient" => Enveloped([.. s_version0, .. Ber.Element(0x31, nested), .. encrypted]),
            "parameters" => Enveloped([.. s_version0, .. Ber.Element(0x31, recipient), .. Ber.Element(0x30, s_data, Ber.Element(0x30, cbc, nested))]),
            "content" => Enveloped([.. s_version0, .. Ber.Element(0x31, recipient), .. Ber.Element(0x30, s_data, Ber.Element(0x30, cbc, iv), Ber.Element(0xA0, Ber.Nested(0x24, levels, form, [0x04, 0x00])))]),
            "trailer" => Enveloped([.. s_version0, .. Ber.Element(0x31, recipient), .. encrypted, .. Ber.Nested(0xA1, levels, form, s_null)]),
            "a certificate" => Signed(set, Ber.Element(0xA0, nested), set),
            "revocation lists" => Signed(set, Ber.Nested(0xA1, levels, form, s_null), set),
            "digest algorithms" => Signed(Ber.Element(0x31, Ber.Element(0x30, MadeSigner.Oid(CmsOids.Sha256), nested)), set),
            "a signer" => Signed(set, Ber.Element(0x31, nested)),
            "signed attributes" => Signed(set, Ber.Element(0x31, Ber.Element(0x30, signer, Ber.Nested(0xA0, levels, form, s_null), signature))),
            "unsigned attributes" => Signed(set, Ber.Element(0x31, Ber.Element(0x30, signer, signature, Ber.Nested(0xA1, levels, form, s_null)))),
            "signed content" => Opaque(Ber.Nested(0x24, levels, form, [0x04, 0x00])),
            _ => throw new ArgumentOutOfRangeException(nameof(place)),
        };
    }

    /// <summary>Reads a message of any kind as far as it goes; the error's code, or null. Any other exception fails the test.</summary>
    private static CpsErrorCode? OnASmallStack(byte[] message, out long allocated)
    {
        CpsErrorCode? code = null;
        Exception? unexpected = null;
        long bytes = 0;
        CountingKey key = new(People.RecipientKey);
        using MemoryStream input = new(message);
        Thread thread = new(
            () =>
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                try
                {
                    Anything.ReadAsync(input, key).GetAwaiter().GetResult();
                }
                catch (CpsException e)
                {
                    code = e.Code;
                }
                catch (Exception e)
                {
                    unexpected = e;
                }

                bytes = GC.GetAllocatedBytesForCurrentThread() - before;
            },
            256 * 1024)
        {
            IsBackground = true,
        };
        thread.Start();
        Assert.True(thread.Join(TimeSpan.FromSeconds(30)), "reading did not end");
        Assert.Null(unexpected);
        allocated = bytes;
        return code;
    }
}
