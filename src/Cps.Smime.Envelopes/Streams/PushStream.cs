using System.Buffers;
using System.Security.Cryptography;

namespace Cps.Smime.Envelopes;

/// <summary>
/// A write-only stream that gathers what is written into blocks and hands each full block on: the base of every stage of a writing
/// pipeline (encrypt, sign, encode). <see cref="CompleteAsync"/> ends it; disposing without completing abandons it. Not for several threads.
/// </summary>
public abstract class PushStream : Stream
{
    private byte[]? _block;
    private int _length;

    // How much of the block ever held something, and is wiped.
    private int _used;

    /// <summary>Makes a stage with blocks of this length.</summary>
    protected PushStream(int blockLength)
    {
        BlockLength = blockLength;
        _block = ArrayPool<byte>.Shared.Rent(blockLength);
    }

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => _block is not null;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>The length of a full block in bytes.</summary>
    protected int BlockLength { get; }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            int count = Gather(buffer);
            buffer = buffer[count..];
            if (_length == BlockLength)
            {
                _length = 0;
                PushBlockAsync(_block.AsMemory(0, BlockLength), synchronous: true, CancellationToken.None).AsTask().GetAwaiter().GetResult();
            }
        }
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty)
        {
            ReadOnlyMemory<byte> block = TakeBlock(ref buffer);
            if (!block.IsEmpty)
            {
                await PushBlockAsync(block, synchronous: false, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Does nothing: blocks leave when they are full, and the rest when the stage completes.</summary>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Hands on what is left and ends the stage. The stream behind it stays open.</summary>
    public async ValueTask CompleteAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_block is null, this);
        await PushEndAsync(_block.AsMemory(0, _length), cancellationToken).ConfigureAwait(false);
        Dispose();
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Takes a full block. When <paramref name="synchronous"/>, it must end before it returns.</summary>
    protected abstract ValueTask PushBlockAsync(ReadOnlyMemory<byte> block, bool synchronous, CancellationToken cancellationToken);

    /// <summary>Takes the last, shorter block (possibly empty) and writes what ends the stage.</summary>
    protected abstract ValueTask PushEndAsync(ReadOnlyMemory<byte> block, CancellationToken cancellationToken);

    /// <summary>Writes to the stream behind, waiting in the way that was asked for.</summary>
    protected static ValueTask WriteToAsync(Stream destination, ReadOnlyMemory<byte> bytes, bool synchronous, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(destination);
        if (!synchronous)
        {
            return destination.WriteAsync(bytes, cancellationToken);
        }

        destination.Write(bytes.Span);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        byte[]? block = _block;
        _block = null;
        if (block is not null)
        {
            CryptographicOperations.ZeroMemory(block.AsSpan(0, _used));
            ArrayPool<byte>.Shared.Return(block);
        }

        base.Dispose(disposing);
    }

    // A whole block that needs not be gathered, one that is now full, or nothing yet.
    private ReadOnlyMemory<byte> TakeBlock(ref ReadOnlyMemory<byte> buffer)
    {
        if (_length == 0 && _block is not null && buffer.Length >= BlockLength)
        {
            ReadOnlyMemory<byte> whole = buffer[..BlockLength];
            buffer = buffer[BlockLength..];
            return whole;
        }

        buffer = buffer[Gather(buffer.Span)..];
        if (_length < BlockLength)
        {
            return default;
        }

        _length = 0;
        return _block.AsMemory(0, BlockLength);
    }

    private int Gather(ReadOnlySpan<byte> bytes)
    {
        ObjectDisposedException.ThrowIf(_block is null, this);
        int count = Math.Min(bytes.Length, BlockLength - _length);
        bytes[..count].CopyTo(_block.AsSpan(_length));
        _length += count;
        _used = Math.Max(_used, _length);
        return count;
    }
}
