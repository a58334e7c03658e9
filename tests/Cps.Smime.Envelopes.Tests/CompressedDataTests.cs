using System.Formats.Asn1;
using System.IO.Compression;
using Cps.Smime.Certificates;
using Org.BouncyCastle.Cms;

namespace Cps.Smime.Envelopes.Tests;

/// <summary>CompressedData (RFC 3274) comes back as it was written, by us or by others, and a bomb is stopped while it goes off.</summary>
public sealed class CompressedDataTests
{
    private const int Megabyte = 1024 * 1024;

    public static TheoryData<int> Lengths() => [0, 1, 15, 1023, 1024, 1025, 65_535, 65_536, 65_537, 3_000_001];

    [Theory]
    [MemberData(nameof(Lengths))]
    public async Task WhatIsCompressedComesBack(int length)
    {
        // Half noise, half text, so that it gets shorter but not by much.
        byte[] content = [.. Messages.Content(length / 2), .. Enumerable.Repeat((byte)'x', length - (length / 2))];

        Assert.Equal(content, await ReadAsync(await WriteAsync(content)));
        Assert.Equal(content, await ReadAsync(await WriteAsync(content), bytesPerRead: 7));
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public async Task BouncyCastleReadsWhatIsCompressedHere(int length)
    {
        byte[] content = Messages.Content(length);

        Assert.Equal(content, new CmsCompressedData(await WriteAsync(content)).GetContent());
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public async Task WhatBouncyCastleCompressesIsReadHere(int length)
    {
        byte[] content = Messages.Content(length);
        CmsCompressedData message = new CmsCompressedDataGenerator().Generate(new CmsProcessableByteArray(content), CmsCompressedDataGenerator.ZLib);

        Assert.Equal(content, await ReadAsync(message.GetEncoded()));
    }

    [Fact]
    public async Task TheExampleOfRustCryptoIsRead()
    {
        byte[] message = File.ReadAllBytes(SharedFiles.Require("corpora", "rustcrypto-cms", "compressed_data.bin"));

        Assert.Equal(new CmsCompressedData(message).GetContent(), await ReadAsync(message));
    }

    [Fact]
    public async Task AHundredMegabytesOfZerosAreStoppedSoonAfterTheFirst()
    {
        byte[] bomb = Encode(Zlib(new byte[100 * Megabyte]));
        Assert.InRange(bomb.Length, 90_000, 110_000);

        EnvelopeException error = await Assert.ThrowsAsync<EnvelopeException>(() => ReadAsync(bomb));

        Assert.Equal(CpsErrorCode.LimitExceeded, error.Code);
        Assert.Contains("100 times", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NotMoreIsReadOfABombThanItTakesToKnowIt()
    {
        // 100 KB of bomb before the point where the ratio shows would be 10 MB: the input is not read beyond some blocks.
        byte[] bomb = Encode(Zlib(new byte[500 * Megabyte]));
        using MemoryStream input = new(bomb);

        await Assert.ThrowsAsync<EnvelopeException>(() => ReadAsync(input, null));

        Assert.InRange(input.Position, 1, 200_000);
    }

    [Fact]
    public async Task TheRatioAndTheLengthAreOptions()
    {
        byte[] content = new byte[2 * Megabyte];
        byte[] message = await WriteAsync(content);

        Assert.Equal(CpsErrorCode.LimitExceeded, (await Assert.ThrowsAsync<EnvelopeException>(() => ReadAsync(message))).Code);
        Assert.Equal(content, await ReadAsync(message, new CmsLimits { MaximumCompressionRatio = 2000 }));
        CmsLimits exact = new() { MaximumCompressionRatio = 2000, MaximumDecompressedLength = content.Length };
        Assert.Equal(content, await ReadAsync(message, exact));
        EnvelopeException tooLong = await Assert.ThrowsAsync<EnvelopeException>(
            () => ReadAsync(message, exact with { MaximumDecompressedLength = content.Length - 1 }));
        Assert.Equal(CpsErrorCode.LimitExceeded, tooLong.Code);
    }

    [Fact]
    public async Task UpToAMegabyteTheRatioDoesNotMatter() =>
        Assert.Equal(Megabyte, (await ReadAsync(await WriteAsync(new byte[Megabyte]))).Length);

    [Fact]
    public async Task CompressedDataCutShortAnywhereIsMalformed()
    {
        byte[] zlib = Zlib(Messages.Content(3000));
        for (int length = 1; length < zlib.Length; length++)
        {
            EnvelopeException error = await Assert.ThrowsAsync<EnvelopeException>(() => ReadAsync(Encode(zlib[..length])));
            Assert.Equal(CpsErrorCode.Malformed, error.Code);
        }
    }

    // As the platform's compressor and BouncyCastle's write it.
    [Fact]
    public async Task NoCompressedDataAtAllIsContentOfNoLength() => Assert.Empty(await ReadAsync(Encode([])));

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(1023)]
    [InlineData(1024)]
    [InlineData(70_000)]
    public async Task WhatFollowsTheCompressedDataIsNotOverlooked(int garbage)
    {
        foreach (int length in new[] { 0, 100, 3000, 70_000, 200_000 })
        {
            byte[] zlib = Zlib(Messages.Content(length));
            EnvelopeException error = await Assert.ThrowsAsync<EnvelopeException>(() => ReadAsync(Encode([.. zlib, .. new byte[garbage]])));
            Assert.Equal((CpsErrorCode.Malformed, "something follows the compressed content"), (error.Code, error.Message));

            // A second compressed stream is no more welcome.
            await Assert.ThrowsAsync<EnvelopeException>(() => ReadAsync(Encode([.. zlib, .. zlib])));
        }
    }

    [Fact]
    public async Task AnyByteChangedGivesTheContentOrMalformed()
    {
        byte[] content = Messages.Content(500);
        byte[] message = await WriteAsync(content);
        for (int i = 0; i < message.Length; i++)
        {
            byte[] altered = [.. message];
            altered[i] ^= 0x41;
            try
            {
                Assert.Equal(content, await ReadAsync(altered));
            }
            catch (EnvelopeException e)
            {
                Assert.Contains(e.Code, new[] { CpsErrorCode.Malformed, CpsErrorCode.Unsupported, CpsErrorCode.LimitExceeded });
            }
        }
    }

    [Theory]
    [InlineData(new byte[] { 0x78, 0xBB, 1, 2, 3, 4, 5, 6 }, "a preset dictionary")]
    [InlineData(new byte[] { 0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3 }, "gzip")]
    [InlineData(new byte[] { 3, 0 }, "bare deflate")]
    [InlineData(new byte[] { 0x78, 0x9C, 0x03, 0x00, 0x00, 0x00, 0x00, 0x02 }, "a wrong Adler-32")]
    public async Task WhatIsNotZlibIsMalformed(byte[] compressed, string what)
    {
        EnvelopeException error = await Assert.ThrowsAsync<EnvelopeException>(() => ReadAsync(Encode(compressed)));

        Assert.True(error.Code == CpsErrorCode.Malformed, what);
        Assert.Null(error.InnerException);
    }

    [Fact]
    public async Task AnotherCompressionOrVersionIsUnsupported()
    {
        byte[] zlib = Zlib([1, 2, 3]);

        Assert.Equal(CpsErrorCode.Unsupported, (await Assert.ThrowsAsync<EnvelopeException>(() => ReadAsync(Encode(zlib, algorithm: "1.2.3.4")))).Code);
        Assert.Equal(CpsErrorCode.Unsupported, (await Assert.ThrowsAsync<EnvelopeException>(() => ReadAsync(Encode(zlib, version: 2)))).Code);
    }

    [Fact]
    public async Task TheContentIsReadOnce()
    {
        using CmsReader reader = await CmsReader.OpenAsync(new MemoryStream(await WriteAsync([1, 2, 3])));
        CompressedDataReader compressed = await reader.ReadCompressedAsync();
        Assert.Equal(CmsOids.Data, compressed.ContentTypeOid);
        (await compressed.ReadAsync()).Dispose();

        await Assert.ThrowsAsync<InvalidOperationException>(() => compressed.ReadAsync());
    }

    [Fact]
    public async Task CancellingEndsIt()
    {
        byte[] message = await WriteAsync(Messages.Content(1_000_000));
        using CmsReader reader = await CmsReader.OpenAsync(new MemoryStream(message));
        CompressedDataReader compressed = await reader.ReadCompressedAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => compressed.ReadAsync(new CancellationToken(canceled: true)));
    }

    private static async Task<byte[]> WriteAsync(byte[] content)
    {
        using MemoryStream message = new();
        await using CompressedDataStream stream = await CompressedDataStream.CreateAsync(message);
        await stream.WriteAsync(content);
        await stream.CompleteAsync();
        return message.ToArray();
    }

    private static Task<byte[]> ReadAsync(byte[] message, CmsLimits? limits = null, int bytesPerRead = int.MaxValue) =>
        ReadAsync(new TrickleStream(message, bytesPerRead), limits);

    private static async Task<byte[]> ReadAsync(Stream message, CmsLimits? limits)
    {
        using CmsReader reader = await CmsReader.OpenAsync(message, limits);
        CompressedDataReader compressed = await reader.ReadCompressedAsync();
        using ContentSpool content = await compressed.ReadAsync();
        return await Messages.BytesOfAsync(content);
    }

    private static byte[] Zlib(byte[] content)
    {
        using MemoryStream compressed = new();
        using (ZLibStream zlib = new(compressed, CompressionMode.Compress))
        {
            zlib.Write(content);
        }

        return content.Length == 0 ? [0x78, 0x9C, 0x03, 0x00, 0x00, 0x00, 0x00, 0x01] : compressed.ToArray();
    }

    private static byte[] Encode(byte[] compressed, string algorithm = CmsOids.Zlib, int version = 0)
    {
        Asn1Tag context0 = new(TagClass.ContextSpecific, 0, isConstructed: true);
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(CmsOids.CompressedData);
            using (writer.PushSequence(context0))
            using (writer.PushSequence())
            {
                writer.WriteInteger(version);
                AlgorithmIdentifier.WithoutParameters(algorithm).Write(writer);
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(CmsOids.Data);
                    using (writer.PushSequence(context0))
                    {
                        writer.WriteOctetString(compressed);
                    }
                }
            }
        }

        return writer.Encode();
    }
}
