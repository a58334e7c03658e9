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
        _encodedLength += count;
        _ended = count == 0;
        Span<byte> encoded = _encoded.AsSpan(0, _encodedLength);
        int padding = encoded.IndexOf((byte)'=');
        bool final = _ended || padding >= 0;
        if (padding >= 0)
        {
            // The last group may be split between two reads: wait until all of it is there.
            int groupEnd = padding;
            while (groupEnd < encoded.Length && encoded[groupEnd] is (byte)'=' or (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
            {
                groupEnd++;
            }

            if (groupEnd < encoded.Length)
            {
                throw NotBase64();
            }

            if (!_ended)
            {
                final = false;
                encoded = encoded[..padding];
            }
        }

        OperationStatus status = Base64.DecodeFromUtf8(encoded, _decoded, out int consumed, out int written, final);
        if (status is OperationStatus.InvalidData or OperationStatus.DestinationTooSmall || (status == OperationStatus.NeedMoreData && final))
        {
            throw NotBase64();
        }

        KeepWithoutWhiteSpace(consumed);
        if (_ended && _encodedLength > 0)
        {
            throw NotBase64();
        }

        (_decodedStart, _decodedEnd) = (0, written);
    }

    // What is left is a part of a group. Any amount of white space may lie within it, and must not fill the buffer.
    private void KeepWithoutWhiteSpace(int consumed)
    {
        int kept = 0;
        for (int i = consumed; i < _encodedLength; i++)
        {
            if (_encoded[i] is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n'))
            {
                _encoded[kept++] = _encoded[i];
            }
        }

        _encodedLength = kept > 4 ? throw NotBase64() : kept;
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
