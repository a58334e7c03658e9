using System.Runtime.ExceptionServices;
using System.Threading.Channels;

namespace Cps.Smime.Envelopes;

/// <summary>
/// Hands on what is written into it to the stream behind it on another thread, so that the work before it and the work behind it are done at
/// the same time: a writing pipeline with one of these in it uses two cores for one message. The bytes are the same, and a few blocks of
/// content are the only memory it costs. What the stream behind throws is thrown by the next call here, <see cref="CompleteAsync"/> at the
/// latest. Disposing without completing abandons the rest; when it returns, no thread uses the stream behind any more. Not for several threads.
/// </summary>
public sealed class HandOffStream : Stream
{
    private readonly Stream _destination;
    private readonly HandOffOptions _options;
    private readonly BlockQueue _queue;
    private readonly CancellationTokenSource _abandoned = new();
    private byte[]? _block;
    private int _length;
    private long _passed;
    private Task? _behind;
    private ExceptionDispatchInfo? _failure;
    private bool _disposed;

    /// <summary>Makes one; the other thread begins when there is enough content.</summary>
    /// <param name="destination">Takes the content; stays open, and belongs to the other thread until this stream completes or is disposed.</param>
    /// <param name="options">How much is handed over when; null for the defaults.</param>
    public HandOffStream(Stream destination, HandOffOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(destination);
        _options = options ?? HandOffOptions.Default;
        ArgumentOutOfRangeException.ThrowIfNegative(_options.BeginsAfter, nameof(options));
        _destination = destination;
        _queue = new BlockQueue(_options.BlockLength, _options.BlocksAhead);
    }

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => !_disposed;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (PassesThrough(buffer.Length))
        {
            _destination.Write(buffer);
            return;
        }

        while (!buffer.IsEmpty)
        {
            buffer = buffer[Gather(buffer)..];
            if (_length == _options.BlockLength)
            {
                HandOverAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult();
            }
        }
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        PassesThrough(buffer.Length) ? _destination.WriteAsync(buffer, cancellationToken) : GatherAsync(buffer, cancellationToken);

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Does nothing: blocks leave when they are full, and the rest when the stream completes.</summary>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Hands on what is left and waits until the stream behind has taken all of it; it stays open and is the caller's again.</summary>
    /// <param name="cancellationToken">Cancels what the other thread does, too.</param>
    /// <exception cref="ObjectDisposedException">It was completed or disposed before.</exception>
    public async ValueTask CompleteAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        try
        {
            if (_behind is null)
            {
                await _destination.WriteAsync(_block.AsMemory(0, _length), cancellationToken).ConfigureAwait(false);
                return;
            }

            if (_length > 0)
            {
                await HandOverAsync(cancellationToken).ConfigureAwait(false);
            }

            _queue.End();
            CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _abandoned);
            await using (registration.ConfigureAwait(false))
            {
                await _behind.ConfigureAwait(false);
            }

            if (_failure is { SourceException: OperationCanceledException })
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            _failure?.Throw();
        }
        finally
        {
            await DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        if (!_disposed)
        {
            await _abandoned.CancelAsync().ConfigureAwait(false);
            _queue.End();
            if (_behind is not null)
            {
                await _behind.ConfigureAwait(false);
            }
        }

        await base.DisposeAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            _abandoned.Cancel();
            _queue.End();
            _behind?.GetAwaiter().GetResult();
            if (_block is not null)
            {
                _queue.Return(_block);
                _block = null;
            }

            _queue.Dispose();
            _abandoned.Dispose();
        }

        base.Dispose(disposing);
    }

    // Small contents are not worth another thread: they go straight on.
    private bool PassesThrough(int length)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_block is not null || _behind is not null || length > _options.BeginsAfter - _passed)
        {
            return false;
        }

        _passed += length;
        return true;
    }

    private async ValueTask GatherAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        while (!buffer.IsEmpty)
        {
            buffer = buffer[Gather(buffer.Span)..];
            if (_length == _options.BlockLength)
            {
                await HandOverAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private int Gather(ReadOnlySpan<byte> bytes)
    {
        _block ??= _queue.Rent();
        int count = Math.Min(bytes.Length, _options.BlockLength - _length);
        bytes[..count].CopyTo(_block.AsSpan(_length));
        _length += count;
        return count;
    }

    // The block stays this side's until the queue has it: whatever throws, somebody wipes it.
    private async ValueTask HandOverAsync(CancellationToken cancellationToken)
    {
        _behind ??= Task.Run(WriteBehindAsync, CancellationToken.None);
        ArraySegment<byte> block = new(_block!, 0, _length);
        if (!_queue.TryAdd(block))
        {
            try
            {
                await _queue.AddAsync(block, cancellationToken).ConfigureAwait(false);
            }
            catch (ChannelClosedException)
            {
                await _behind.ConfigureAwait(false);
                _failure?.Throw();
                throw;
            }
        }

        _block = null;
        _length = 0;
    }

    // Runs on the other thread. Never throws: this side looks for the failure.
    private async Task WriteBehindAsync()
    {
        try
        {
            while (await _queue.WaitAsync(_abandoned.Token).ConfigureAwait(false))
            {
                while (_queue.TryTake(out ArraySegment<byte> block))
                {
                    try
                    {
                        _abandoned.Token.ThrowIfCancellationRequested();
                        await _destination.WriteAsync(block, _abandoned.Token).ConfigureAwait(false);
                    }
                    finally
                    {
                        _queue.Return(block.Array!);
                    }
                }
            }
        }
        catch (Exception e)
        {
            _failure = ExceptionDispatchInfo.Capture(e);
            _queue.End();
        }
    }
}
