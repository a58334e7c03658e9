namespace Cps.Smime.Benchmarks;

/// <summary>A seekable stream of bytes that are computed when they are read, so that a large content costs no memory.</summary>
internal sealed class PatternStream(long length) : Stream
{
    private static readonly byte[] s_pattern = MakePattern();

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position { get; set; }

    public override int Read(Span<byte> buffer)
    {
        int offset = (int)(Position % s_pattern.Length);
        int count = (int)Math.Min(Math.Min(buffer.Length, s_pattern.Length - offset), length - Position);
        s_pattern.AsSpan(offset, count).CopyTo(buffer);
        Position += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(Read(buffer.Span));

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => Position + offset,
        _ => length + offset,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private static byte[] MakePattern()
    {
        byte[] pattern = new byte[1 << 20];
        new Random(1).NextBytes(pattern);
        return pattern;
    }
}
