using System.Buffers;
using System.Buffers.Text;
using Cps.Smime.Certificates;

namespace Cps.Smime.Mime;

/// <summary>
/// Decodes base64 as it is read. White space is passed over; anything else that is not base64 is an error, because skipping it, as some
/// decoders do, lets two programs read two messages. What follows the padding must be white space. Not for several threads.
/// </summary>
internal sealed class Base64DecodingStream(Stream source) : Stream
{
    private static readonly SearchValues<byte> s_whiteSpace = SearchValues.Create(" \t\r\n"u8);

    private byte[] _encoded = ArrayPool<byte>.Shared.Rent(64 * 1024);
    private byte[] _decoded = ArrayPool<byte>.Shared.Rent(48 * 1024 + 16);
    private int _encodedLength;
    private int _decodedStart;
    private int _decodedEnd;
    private bool _ended;

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
        while (_decodedStart == _decodedEnd && !_ended)
        {
            int count = await source.ReadAsync(_encoded.AsMemory(_encodedLength, 64 * 1024 - _encodedLength), cancellationToken).ConfigureAwait(false);
            Decode(count);
        }

        return Take(buffer.Span);
    }

    public override int Read(Span<byte> buffer)
    {
        while (_decodedStart == _decodedEnd && !_ended)
        {
            Decode(source.Read(_encoded.AsSpan(_encodedLength, 64 * 1024 - _encodedLength)));
        }

        return Take(buffer);
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        foreach (byte[] buffer in (ReadOnlySpan<byte[]>)[_encoded, _decoded])
        {
            if (buffer.Length > 0)
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }

        _encoded = [];
        _decoded = [];
        base.Dispose(disposing);
    }

    private void Decode(int count)
    {
        _ended = count == 0;
        RemoveWhiteSpace(count);

        // Only the last group may be padded, and which is the last is known at the end.
        int length = _ended ? _encodedLength : Math.Max(0, (_encodedLength - 1) / 4 * 4);
        OperationStatus status = Base64.DecodeFromUtf8(_encoded.AsSpan(0, length), _decoded, out int consumed, out int written, isFinalBlock: _ended);
        if (status != OperationStatus.Done || consumed != length)
        {
            throw NotBase64();
        }

        _encodedLength -= consumed;
        _encoded.AsSpan(consumed, _encodedLength).CopyTo(_encoded);
        (_decodedStart, _decodedEnd) = (0, written);
    }

    // Takes the white space out of what was read last. The platform's decoder skips it too, but loses characters when a group is scattered.
    private void RemoveWhiteSpace(int count)
    {
        Span<byte> read = _encoded.AsSpan(_encodedLength, count);
        int kept = 0;
        while (!read.IsEmpty)
        {
            int run = read.IndexOfAny(s_whiteSpace);
            run = run < 0 ? read.Length : run;
            read[..run].CopyTo(_encoded.AsSpan(_encodedLength + kept));
            kept += run;
            read = read[Math.Min(run + 1, read.Length)..];
        }

        _encodedLength += kept;
    }

    private int Take(Span<byte> buffer)
    {
        int count = Math.Min(buffer.Length, _decodedEnd - _decodedStart);
        _decoded.AsSpan(_decodedStart, count).CopyTo(buffer);
        _decodedStart += count;
        return count;
    }

    private static MailException NotBase64() => new(CpsErrorCode.Malformed, "the message's base64 is damaged", advice: "The message was cut or altered on its way; ask for it again.");
}
