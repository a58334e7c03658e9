using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes.Tests;

/// <summary>Messages in messages: nothing is opened on its own, and each level costs what its own limits allow (RFC 3274, CVE lists of ZIP bombs).</summary>
public sealed class NestedBombTests
{
    [Fact]
    public async Task ABombInFiveCompressedMessagesIsStoppedAtTheLevelWhereItGoesOff()
    {
        byte[] message = await CompressAsync(new byte[100 * 1024 * 1024]);
        for (int level = 1; level < 5; level++)
        {
            message = await CompressAsync(message);
        }

        Assert.InRange(message.Length, 100, 20_000);
        int opened = 0;
        EnvelopeException? error = null;
        for (; error is null; opened++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                message = await DecompressAsync(message);
            }
            catch (EnvelopeException e)
            {
                error = e;
            }

            // Up to 100 times itself or a megabyte, whichever is more, and its buffers: never the 100 MB.
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 40_000_000);
        }

        Assert.Equal(CpsErrorCode.LimitExceeded, error.Code);
        Assert.InRange(opened, 1, 5);
    }

    [Fact]
    public async Task AThousandEnvelopesInOneAnotherAreOpenedOneByOneAndNeverByThemselves()
    {
        using KeyEncryptionKey key = new([1], new byte[32]);
        byte[] message = "fin"u8.ToArray();
        for (int level = 0; level < 1000; level++)
        {
            message = await RecipientKindsTests.SealAsync(message, ContentEncryption.Aes256Gcm, new KeyEncryptionKeyRecipient(key));
        }

        // One call opens one level: the content is bytes to this reader, whatever they are.
        Outcome first = await RecipientKindsTests.OpenAsync(message, key);
        using CmsReader inner = await CmsReader.OpenAsync(new MemoryStream(first.Content));
        Assert.Equal(CmsContentType.AuthEnvelopedData, inner.ContentType);
        Assert.InRange(first.Content.Length, message.Length - 300, message.Length - 100);

        for (int level = 0; level < 1000; level++)
        {
            message = (await RecipientKindsTests.OpenAsync(message, key)).Content;
        }

        Assert.Equal("fin"u8, message);
    }

    private static async Task<byte[]> CompressAsync(byte[] content)
    {
        using MemoryStream message = new();
        await using CompressedDataStream stream = await CompressedDataStream.CreateAsync(message, System.IO.Compression.CompressionLevel.SmallestSize);
        await stream.WriteAsync(content);
        await stream.CompleteAsync();
        return message.ToArray();
    }

    private static async Task<byte[]> DecompressAsync(byte[] message)
    {
        using CmsReader reader = await CmsReader.OpenAsync(new MemoryStream(message));
        using ContentSpool content = await (await reader.ReadCompressedAsync()).ReadAsync();
        return await Messages.BytesOfAsync(content);
    }
}
