namespace Cps.Smime.Tests;

/// <summary>An output that counts its writes, and fails or cancels at one of them. Two writes at the same time fail the test.</summary>
internal sealed class CountedOutput : Stream
{
    private readonly MemoryStream _content = new();
    private int _calls;
    private int _inside;

    /// <summary>The number of the write that fails, from 1 on; 0: none does.</summary>
    public int FailsAt { get; init; }

    /// <summary>The number of the write at which <see cref="Cancels"/> is cancelled.</summary>
    public int CancelsAt { get; init; }

    public CancellationTokenSource? Cancels { get; init; }

    public int Calls => _calls;

    public bool IsUsed => Volatile.Read(ref _inside) > 0;

    public byte[] Written => _content.ToArray();

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        Assert.Equal(1, Interlocked.Increment(ref _inside));
        try
        {
            if (++_calls == FailsAt)
            {
                throw new IOException($"write {FailsAt}");
            }

            if (_calls == CancelsAt)
            {
                Cancels!.Cancel();
            }

            _content.Write(buffer);
        }
        finally
        {
            Interlocked.Decrement(ref _inside);
        }
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
