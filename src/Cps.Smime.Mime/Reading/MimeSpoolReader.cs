using System.Buffers.Text;
using System.Security.Cryptography;

namespace Cps.Smime.Mime;

/// <summary>A seekable stream over a range of a <see cref="MimeSpool"/>, as it was written: base64 that was decoded is encoded again. Not for several threads.</summary>
internal sealed class MimeSpoolReader(MimeSpool spool, Stream stored, long offset, long length) : Stream
{
    private const int LinesAtOnce = 64;

    private byte[] _text = [];
    private long _textOffset;
    private int _textLength;
    private long _position;

    public override bool CanRead => stored.CanRead;

    public override bool CanSeek => stored.CanSeek;

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
        if (_position >= length || buffer.IsEmpty)
        {
            // A closed one says so even at its end.
            return stored.Read([]);
        }

        long absolute = offset + _position;
        int most = (int)Math.Min(buffer.Length, length - _position);
        int run = RunAt(absolute);
        int count = run >= 0 && absolute < spool.Runs[run].End ? ReadRun(spool.Runs[run], absolute, buffer[..most]) : ReadText(run, absolute, buffer[..most]);
        _position += count;
        return count;
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

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            stored.Dispose();
        }

        CryptographicOperations.ZeroMemory(_text);
        base.Dispose(disposing);
    }

    // The last run that begins at or before an offset, or -1.
    private int RunAt(long absolute)
    {
        int low = 0;
        int high = spool.Runs.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = spool.Runs[middle].Offset <= absolute ? (middle + 1, high) : (low, middle);
        }

        return low - 1;
    }

    private int ReadText(int run, long absolute, Span<byte> buffer)
    {
        long end = run + 1 < spool.Runs.Count ? spool.Runs[run + 1].Offset : long.MaxValue;
        stored.Position = spool.StoredOffset(absolute, run);
        return stored.Read(buffer[..(int)Math.Min(buffer.Length, end - absolute)]);
    }

    private int ReadRun(Base64Segment run, long absolute, Span<byte> buffer)
    {
        if (absolute < _textOffset || absolute >= _textOffset + _textLength)
        {
            Encode(run, (absolute - run.Offset) / run.Stride);
        }

        ReadOnlySpan<byte> text = _text.AsSpan(0, _textLength)[(int)(absolute - _textOffset)..];
        int count = Math.Min(buffer.Length, text.Length);
        text[..count].CopyTo(buffer);
        return count;
    }

    private void Encode(Base64Segment run, long line)
    {
        int lines = (int)Math.Min(LinesAtOnce, run.Lines - line);
        byte[] bytes = new byte[lines * run.LineBytes];
        stored.Position = run.StoredOffset + (line * run.LineBytes);
        stored.ReadExactly(bytes);
        if (_text.Length < lines * run.Stride)
        {
            _text = new byte[LinesAtOnce * run.Stride];
        }

        for (int i = 0; i < lines; i++)
        {
            Span<byte> text = _text.AsSpan(i * run.Stride, run.Stride);
            Base64.EncodeToUtf8(bytes.AsSpan(i * run.LineBytes, run.LineBytes), text, out _, out _);
            "\r\n"u8.CopyTo(text[run.LineLength..]);
        }

        CryptographicOperations.ZeroMemory(bytes);
        _textOffset = run.Offset + (line * run.Stride);
        _textLength = lines * run.Stride;
    }
}
