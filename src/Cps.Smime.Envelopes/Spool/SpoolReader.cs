using System.Security.Cryptography;

namespace Cps.Smime.Envelopes;

/// <summary>A seekable stream over a range of a <see cref="ContentSpool"/>. Not for several threads.</summary>
internal sealed class SpoolReader(ContentSpool spool, long offset, long length) : Stream
{
    private byte[]? _page;
    private int _pageIndex = -1;
    private long _position;
    private bool _disposed;

    public override bool CanRead => !_disposed;

    public override bool CanSeek => !_disposed;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => _position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _position = value;
        }
    }

    public override int Read(Span<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_position >= length || buffer.IsEmpty)
        {
            return 0;
        }

        long absolute = offset + _position;
        int index = (int)(absolute / ContentSpool.PageLength);
        int start = (int)(absolute % ContentSpool.PageLength);
        ReadOnlySpan<byte> page = spool.PageInMemory(index);
        if (page.IsEmpty)
        {
            page = PageOfFile(index);
        }

        int count = (int)Math.Min(Math.Min(buffer.Length, page.Length - start), length - _position);
        page.Slice(start, count).CopyTo(buffer);
        _position += count;
        return count;
    }

    /// <inheritdoc/>
    /// <remarks>Pages go to the destination from where they are, without another copy.</remarks>
    public override void CopyTo(Stream destination, int bufferSize)
    {
        ArgumentNullException.ThrowIfNull(destination);
        ObjectDisposedException.ThrowIf(_disposed, this);
        while (_position < length)
        {
            long absolute = offset + _position;
            int index = (int)(absolute / ContentSpool.PageLength);
            int start = (int)(absolute % ContentSpool.PageLength);
            ReadOnlySpan<byte> page = spool.PageInMemory(index);
            page = (page.IsEmpty ? PageOfFile(index) : page)[start..];
            page = page[..(int)Math.Min(page.Length, length - _position)];
            destination.Write(page);
            _position += page.Length;
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Read(buffer.Span));
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin)
    {
        Position = origin switch
        {
            SeekOrigin.Begin => offset,
            SeekOrigin.Current => _position + offset,
            _ => length + offset,
        };
        return _position;
    }

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private ReadOnlySpan<byte> PageOfFile(int index)
    {
        if (_pageIndex != index)
        {
            _page ??= new byte[ContentSpool.PageLength];
            spool.ReadPage(index, _page);
            _pageIndex = index;
        }

        return _page.AsSpan(0, spool.PageLengthAt(index));
    }

    protected override void Dispose(bool disposing)
    {
        _disposed = true;
        CryptographicOperations.ZeroMemory(_page);
        base.Dispose(disposing);
    }
}
