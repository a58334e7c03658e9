using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes.Tests;

/// <summary>
/// What a message costs in memory does not grow with its content. Ninety megabytes more may cost a few: pools give buffers up under
/// pressure, and then they are allocated again.
/// </summary>
[Collection(nameof(Alone))]
public sealed class BoundedMemoryTests
{
    private const long Megabyte = 1024 * 1024;

    [Theory]
    [InlineData(ContentEncryption.Aes256Gcm)]
    [InlineData(ContentEncryption.Aes256Cbc)]
    public void AHundredMegabytesCostWhatTenCost(ContentEncryption encryption)
    {
        using TempFolder folder = new();
        Measure(folder, encryption, Megabyte);
        (long writeTen, long readTen) = Measure(folder, encryption, 10 * Megabyte);
        (long writeHundred, long readHundred) = Measure(folder, encryption, 100 * Megabyte);

        Assert.InRange(writeHundred, 0, 8 * Megabyte);
        Assert.InRange(writeHundred - writeTen, -8 * Megabyte, 8 * Megabyte);
        Assert.InRange(readHundred, 0, 24 * Megabyte);
        Assert.InRange(readHundred - readTen, -16 * Megabyte, 16 * Megabyte);
    }

    [Fact]
    public void AHundredMegabytesSignedCostWhatTenCost()
    {
        using TempFolder folder = new();
        MeasureSigned(folder, Megabyte);
        long ten = MeasureSigned(folder, 10 * Megabyte);
        long hundred = MeasureSigned(folder, 100 * Megabyte);

        Assert.InRange(hundred, 0, 24 * Megabyte);
        Assert.InRange(hundred - ten, -16 * Megabyte, 16 * Megabyte);
    }

    private static (long Write, long Read) Measure(TempFolder folder, ContentEncryption encryption, long length)
    {
        string path = folder.File("message");
        long write = Allocated(() =>
        {
            using FileStream message = new(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
            using EnvelopeStream envelope = EnvelopeStream.CreateAsync(
                new Synchronous(message), [new Recipient(People.Recipient.Certificate, KeyTransportAlgorithm.RsaPkcs1)], encryption).AsTask().GetAwaiter().GetResult();
            WriteContent(envelope, length);
            envelope.CompleteAsync().AsTask().GetAwaiter().GetResult();
        });
        long read = Allocated(() =>
        {
            using FileStream message = new(path, FileMode.Open, FileAccess.Read, FileShare.None, bufferSize: 0);
            using CmsReader reader = CmsReader.OpenAsync(new TrickleStream(message, int.MaxValue)).AsTask().GetAwaiter().GetResult();
            EnvelopeReader envelope = reader.ReadEnvelopeAsync().AsTask().GetAwaiter().GetResult();
            (ContentSpool content, _) = envelope.DecryptAsync([People.RecipientKey]).GetAwaiter().GetResult();
            using (content)
            {
                Assert.Equal(length, content.Length);
                content.CopyToAsync(Stream.Null).GetAwaiter().GetResult();
            }
        });
        return (write, read);
    }

    private static long MeasureSigned(TempFolder folder, long length)
    {
        string path = folder.File("signed");
        return Allocated(() =>
        {
            using (FileStream message = new(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
            using (SignedDataStream signed = SignedDataStream.CreateAsync(new Synchronous(message), People.SignerKey).AsTask().GetAwaiter().GetResult())
            {
                WriteContent(signed, length);
                signed.CompleteAsync().AsTask().GetAwaiter().GetResult();
            }

            using FileStream input = new(path, FileMode.Open, FileAccess.Read, FileShare.None, bufferSize: 0);
            using SignedData data = Messages.ReadSignedAsync(new TrickleStream(input, int.MaxValue)).GetAwaiter().GetResult();
            Assert.Equal(length, data.Content!.Length);
            Assert.True(Assert.Single(data.Verify()).IsIntact);
        });
    }

    private static void WriteContent(Stream destination, long length)
    {
        byte[] piece = new byte[100_000];
        for (long written = 0; written < length; written += piece.Length)
        {
            destination.Write(piece, 0, (int)Math.Min(piece.Length, length - written));
        }
    }

    // Everything here completes on the calling thread, so its own counter sees it all.
    private static long Allocated(Action action)
    {
        int thread = Environment.CurrentManagedThreadId;
        long before = GC.GetAllocatedBytesForCurrentThread();
        action();
        Assert.Equal(thread, Environment.CurrentManagedThreadId);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    /// <summary>A stream whose asynchronous writes are synchronous.</summary>
    private sealed class Synchronous(Stream stream) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Write(byte[] buffer, int offset, int count) => stream.Write(buffer, offset, count);

        public override void Write(ReadOnlySpan<byte> buffer) => stream.Write(buffer);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            stream.Write(buffer.Span);
            return ValueTask.CompletedTask;
        }

        public override void Flush() => stream.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
