using System.Collections.Concurrent;

namespace Cps.Smime.Envelopes.Tests;

/// <summary>Takes or gives content, fails at a block of choice, waits at a gate of choice, and remembers what it saw.</summary>
internal sealed class GatedStream(byte[]? content = null) : Stream
{
    private readonly MemoryStream _content = content is null ? new MemoryStream() : new MemoryStream(content, writable: false);
    private int _calls;
    private int _inside;

    /// <summary>The number of the call that fails, from 1 on; 0: none does.</summary>
    public int FailsAt { get; init; }

    /// <summary>Every call waits for it, when there is one; cancelling ends the wait.</summary>
    public Task? Gate { get; init; }

    /// <summary>Set when a call waits at the gate.</summary>
    public TaskCompletionSource Reached { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ConcurrentDictionary<int, int> Threads { get; } = [];

    public int Calls => _calls;

    /// <summary>Whether a call is under way now.</summary>
    public bool IsUsed => Volatile.Read(ref _inside) > 0;

    public byte[] Written => _content.ToArray();

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Write(byte[] buffer, int offset, int count) => Enter(() => _content.Write(buffer, offset, count));

    public override int Read(byte[] buffer, int offset, int count) => Enter(() => _content.Read(buffer, offset, count));

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await WaitAsync(cancellationToken);
        Enter(() => _content.Write(buffer.Span));
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await WaitAsync(cancellationToken);
        return Enter(() => _content.Read(buffer.Span));
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        if (Gate is not null)
        {
            Interlocked.Increment(ref _inside);
            Reached.TrySetResult();
            try
            {
                await Gate.WaitAsync(cancellationToken);
            }
            finally
            {
                Interlocked.Decrement(ref _inside);
            }
        }
    }

    private void Enter(Action action) => Enter(() =>
    {
        action();
        return 0;
    });

    private T Enter<T>(Func<T> action)
    {
        Assert.Equal(1, Interlocked.Increment(ref _inside));
        try
        {
            Threads[Environment.CurrentManagedThreadId] = 0;
            return ++_calls == FailsAt ? throw new IOException($"block {FailsAt}") : action();
        }
        finally
        {
            Interlocked.Decrement(ref _inside);
        }
    }
}
