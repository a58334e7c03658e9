using System.Buffers;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Threading.Channels;

namespace Cps.Smime.Envelopes;

/// <summary>
/// Blocks of content on their way from one thread to another: never more than a few, each used again as soon as it is empty, and all of them
/// wiped and given back at the end. For one thread that adds and one that takes.
/// </summary>
internal sealed class BlockQueue : IDisposable
{
    private readonly ConcurrentQueue<byte[]> _empty = [];
    private readonly Channel<ArraySegment<byte>> _full;
    private readonly int _blockLength;

    /// <summary>Makes a queue; nothing is allocated before the first block.</summary>
    /// <param name="blockLength">Length of a block in bytes.</param>
    /// <param name="capacity">How many full blocks may wait.</param>
    public BlockQueue(int blockLength, int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(blockLength, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _blockLength = blockLength;
        _full = Channel.CreateBounded<ArraySegment<byte>>(new BoundedChannelOptions(capacity) { SingleReader = true, SingleWriter = true });
    }

    /// <summary>An empty block, at least as long as was asked for.</summary>
    public byte[] Rent() => _empty.TryDequeue(out byte[]? block) ? block : ArrayPool<byte>.Shared.Rent(_blockLength);

    /// <summary>Takes an empty block back.</summary>
    public void Return(byte[] block) => _empty.Enqueue(block);

    /// <summary>Adds a block when there is room for it and the queue has not ended.</summary>
    public bool TryAdd(ArraySegment<byte> block) => _full.Writer.TryWrite(block);

    /// <summary>Adds a block, waiting for room. When it throws, the block is still the caller's.</summary>
    /// <exception cref="ChannelClosedException">The queue has ended.</exception>
    public ValueTask AddAsync(ArraySegment<byte> block, CancellationToken cancellationToken) => _full.Writer.WriteAsync(block, cancellationToken);

    /// <summary>Ends the queue: nothing more is added, and what is in it may still be taken. Either side may call it, more than once.</summary>
    public void End() => _full.Writer.TryComplete();

    /// <summary>Waits for a block.</summary>
    /// <returns>False when the queue has ended and is empty.</returns>
    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => _full.Reader.WaitToReadAsync(cancellationToken);

    /// <summary>Takes the next block, which the caller returns.</summary>
    public bool TryTake(out ArraySegment<byte> block) => _full.Reader.TryRead(out block);

    /// <summary>Wipes all blocks and gives them back. Only when neither side uses the queue any more.</summary>
    public void Dispose()
    {
        End();
        while (TryTake(out ArraySegment<byte> block))
        {
            Return(block.Array!);
        }

        while (_empty.TryDequeue(out byte[]? block))
        {
            CryptographicOperations.ZeroMemory(block);
            ArrayPool<byte>.Shared.Return(block);
        }
    }
}
