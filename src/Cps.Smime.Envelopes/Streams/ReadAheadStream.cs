using System.Runtime.ExceptionServices;

namespace Cps.Smime.Envelopes;

/// <summary>
/// Reads the stream behind it on another thread, some blocks ahead of what is asked for: the work of the source (a disk, a decoder) and the
/// work on what it gives are done at the same time. The mirror of <see cref="HandOffStream"/>. What the source throws is thrown in place
/// of the block in which it happened. When disposing returns, no thread uses the source any more; it stays open. Not for several threads.
/// </summary>
public sealed class ReadAheadStream : Stream
{
    private readonly Stream _source;
    private readonly HandOffOptions _options;
    private readonly BlockQueue _queue;
    private readonly CancellationTokenSource _abandoned = new();
    private ArraySegment<byte> _block;
    private ReadOnlyMemory<byte> _rest;
    private long _passed;
    private Task? _ahead;
    private ExceptionDispatchInfo? _failure;
    private bool _disposed;

    /// <summary>Makes one; the other thread begins when there is enough content.</summary>
    /// <param name="source">Gives the content; belongs to the other thread until this stream is disposed.</param>
    /// <param name="options">How far ahead, from where on; null for the defaults.</param>
    public ReadAheadStream(Stream source, HandOffOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        _options = options ?? HandOffOptions.Default;
        ArgumentOutOfRangeException.ThrowIfNegative(_options.BeginsAfter, nameof(options));
        _source = source;
        _queue = new BlockQueue(_options.BlockLength, _options.BlocksAhead);
    }

    /// <inheritdoc/>
    public override bool CanRead => !_disposed;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        if (PassesThrough(ref buffer))
        {
            int read = _source.Read(buffer);
            _passed += read;
            return read;
        }

        return buffer.IsEmpty || (_rest.IsEmpty && !NextAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult()) ? 0 : Take(buffer);
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (PassingLength(buffer.Length) is > 0 and int length)
        {
            int read = await _source.ReadAsync(buffer[..length], cancellationToken).ConfigureAwait(false);
            _passed += read;
            return read;
        }

        return buffer.IsEmpty || (_rest.IsEmpty && !await NextAsync(cancellationToken).ConfigureAwait(false)) ? 0 : Take(buffer.Span);
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        if (!_disposed && _ahead is not null)
        {
            await _abandoned.CancelAsync().ConfigureAwait(false);
            await _ahead.ConfigureAwait(false);
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
            _ahead?.GetAwaiter().GetResult();
            ReturnBlock();
            _queue.Dispose();
            _abandoned.Dispose();
        }

        base.Dispose(disposing);
    }

    // Small contents are not worth another thread: their first bytes come straight from the source.
    private int PassingLength(int length)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _ahead is not null ? 0 : (int)Math.Min(length, _options.BeginsAfter - _passed);
    }

    private bool PassesThrough(ref Span<byte> buffer)
    {
        int length = PassingLength(buffer.Length);
        if (length > 0)
        {
            buffer = buffer[..length];
        }

        return length > 0;
    }

    private int Take(Span<byte> buffer)
    {
        int count = Math.Min(buffer.Length, _rest.Length);
        _rest.Span[..count].CopyTo(buffer);
        _rest = _rest[count..];
        return count;
    }

    private async ValueTask<bool> NextAsync(CancellationToken cancellationToken)
    {
        ReturnBlock();
        _ahead ??= Task.Run(ReadAheadAsync, CancellationToken.None);
        if (await _queue.WaitAsync(cancellationToken).ConfigureAwait(false) && _queue.TryTake(out _block))
        {
            _rest = _block;
            return true;
        }

        await _ahead.ConfigureAwait(false);
        _failure?.Throw();
        return false;
    }

    private void ReturnBlock()
    {
        if (_block.Array is { } block)
        {
            _queue.Return(block);
            _block = default;
            _rest = default;
        }
    }

    // Runs on the other thread. Never throws: this side looks for the failure when it has read what came before.
    private async Task ReadAheadAsync()
    {
        byte[]? block = null;
        try
        {
            int count;
            do
            {
                block ??= _queue.Rent();
                count = await _source.ReadAtLeastAsync(block.AsMemory(0, _options.BlockLength), _options.BlockLength, throwOnEndOfStream: false, _abandoned.Token).ConfigureAwait(false);
                if (count > 0)
                {
                    await _queue.AddAsync(new ArraySegment<byte>(block, 0, count), _abandoned.Token).ConfigureAwait(false);
                    block = null;
                }
            }
            while (count == _options.BlockLength);
        }
        catch (Exception e)
        {
            _failure = ExceptionDispatchInfo.Capture(e);
        }
        finally
        {
            if (block is not null)
            {
                _queue.Return(block);
            }

            _queue.End();
        }
    }
}
