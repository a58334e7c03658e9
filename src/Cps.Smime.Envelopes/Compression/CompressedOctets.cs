namespace Cps.Smime.Envelopes;

/// <summary>
/// The octets of a compressed content as a decompressor reads them. The last of them are handed out one by one, so that a decompressor
/// that has seen its end took no more than it needed: what is left then, or asked for in vain, shows exactly whether the compressed
/// data ends where its octet string ends. Not for several threads.
/// </summary>
internal sealed class CompressedOctets(OctetStringReader octets) : Stream
{
    // More than the largest read-ahead that could hide something: what is not yet the tail leaves in one piece.
    private const int TailLength = 1024;

    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;
    private bool _ended;

    /// <summary>How many octets were handed out.</summary>
    public long Taken { get; private set; }

    /// <summary>Whether more octets were asked for than there are: the compressed data is cut short.</summary>
    public bool WasShort { get; private set; }

    /// <summary>Whether reading the octets failed: then an exception is about the input and not about the compression.</summary>
    public bool InputFailed { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await FillAsync(cancellationToken).ConfigureAwait(false);
        int left = _end - _start;
        if (left == 0)
        {
            WasShort = true;
            return 0;
        }

        int count = Math.Min(buffer.Length, Math.Max(1, left - TailLength));
        _buffer.AsMemory(_start, count).CopyTo(buffer);
        _start += count;
        Taken += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Whether every octet was handed out.</summary>
    public async ValueTask<bool> IsAtEndAsync(CancellationToken cancellationToken)
    {
        await FillAsync(cancellationToken).ConfigureAwait(false);
        return _end == _start;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        if (_ended || _end - _start > TailLength)
        {
            return;
        }

        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
        InputFailed = true;
        _end += await octets.ReadFullyAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        InputFailed = false;
        _ended = _end < _buffer.Length;
    }
}
