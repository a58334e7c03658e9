namespace Cps.Smime.Envelopes.Tests;

/// <summary>A network-like input: not seekable, a few bytes a read, everything on the caller's thread.</summary>
internal sealed class TrickleStream(Stream input, int bytesPerRead = 1) : Stream
{
    public TrickleStream(byte[] input, int bytesPerRead = 1)
        : this(new MemoryStream(input), bytesPerRead)
    {
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => input.Read(buffer, offset, Math.Min(count, bytesPerRead));

    public override int Read(Span<byte> buffer) => input.Read(buffer[..Math.Min(buffer.Length, bytesPerRead)]);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(Read(buffer.Span));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
