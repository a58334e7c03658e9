using System.Buffers;
using System.Formats.Asn1;
using System.Security.Cryptography;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>
/// Reads BER (X.690) from a stream of any length: constructed elements are entered and left, small ones are taken whole, and the octets
/// of a large OCTET STRING are read as they come, primitive or in segments, of definite or indefinite length. Nothing is allocated from
/// a length that the input declares. Not for several threads.
/// </summary>
internal sealed class BerStreamReader : IDisposable
{
    private const int BufferLength = 64 * 1024;
    private const int MaximumHeaderLength = 16;

    private readonly Stream _stream;
    private readonly CmsLimits _limits;
    private readonly Stack<long> _ends = new();
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
    private int _start;
    private int _end;
    private long _position;
    private BerHeader? _peeked;

    public BerStreamReader(Stream stream, CmsLimits limits)
    {
        _stream = stream;
        _limits = limits;
    }

    /// <summary>How many constructed elements are open.</summary>
    public int Depth => _ends.Count;

    /// <summary>Looks at the header of the next element of the open one; null at its end.</summary>
    public async ValueTask<BerHeader?> PeekAsync(CancellationToken cancellationToken)
    {
        if (_peeked is null)
        {
            if (_ends.TryPeek(out long end) && end >= 0 && _position == end)
            {
                return null;
            }

            BerHeader? header = await ReadHeaderAsync(cancellationToken).ConfigureAwait(false);
            if (header is null)
            {
                // The stream ended: fine only outside every element.
                return _ends.Count == 0 ? null : throw EnvelopeException.Truncated();
            }

            _peeked = header;
        }

        return _peeked.Value.IsEndOfContents ? null : _peeked;
    }

    /// <summary>Enters the next element, which must be constructed and have this tag.</summary>
    public async ValueTask EnterAsync(Asn1Tag tag, string what, CancellationToken cancellationToken)
    {
        BerHeader header = await NextAsync(what, cancellationToken).ConfigureAwait(false);
        if (!header.Is(tag) || !header.Tag.IsConstructed)
        {
            throw EnvelopeException.Malformed($"{what} is not where it should be");
        }

        Push(header);
    }

    /// <summary>Enters the next element if it has this tag.</summary>
    public async ValueTask<bool> TryEnterAsync(Asn1Tag tag, string what, CancellationToken cancellationToken)
    {
        if (await PeekAsync(cancellationToken).ConfigureAwait(false) is not { } header || !header.Is(tag))
        {
            return false;
        }

        await EnterAsync(tag, what, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Leaves the open element, which must be at its end.</summary>
    public async ValueTask LeaveAsync(CancellationToken cancellationToken)
    {
        if (await PeekAsync(cancellationToken).ConfigureAwait(false) is not null)
        {
            throw EnvelopeException.Malformed("a structure holds more than it may");
        }

        long end = _ends.Pop();
        if (end < 0)
        {
            _peeked = null;
        }
        else if (_peeked is not null)
        {
            throw EnvelopeException.Malformed("a structure of definite length holds an end-of-contents mark");
        }
    }

    /// <summary>Takes the next element whole, header included, as it is encoded.</summary>
    public async ValueTask<byte[]> ReadElementAsync(string what, CancellationToken cancellationToken)
    {
        BerHeader header = await NextAsync(what, cancellationToken).ConfigureAwait(false);
        using MemoryStream element = new();
        CheckLength(header.Length, what);
        WriteHeader(element, header);
        int open = 0;
        while (true)
        {
            if (header.IsIndefinite)
            {
                if (++open + _ends.Count > _limits.MaximumDepth)
                {
                    throw Limit("the message nests too deep");
                }
            }
            else if (header.IsEndOfContents)
            {
                open--;
            }
            else
            {
                await CopyAsync(element, header.Length, what, cancellationToken).ConfigureAwait(false);
            }

            if (open == 0)
            {
                return element.ToArray();
            }

            header = await ReadHeaderAsync(cancellationToken).ConfigureAwait(false) ?? throw EnvelopeException.Truncated();
            CheckLength(element.Length + header.Length, what);
            WriteHeader(element, header);
        }
    }

    /// <summary>Takes the header of the next element, whose content the caller reads with <see cref="ReadContentAsync"/> or by entering.</summary>
    public async ValueTask<BerHeader> NextAsync(string what, CancellationToken cancellationToken)
    {
        BerHeader header = await PeekAsync(cancellationToken).ConfigureAwait(false) ?? throw EnvelopeException.Malformed($"{what} is missing");
        _peeked = null;
        return header;
    }

    /// <summary>Opens an element whose header was taken with <see cref="NextAsync"/>.</summary>
    public void Push(BerHeader header)
    {
        if (_ends.Count >= _limits.MaximumDepth)
        {
            throw Limit("the message nests too deep");
        }

        _ends.Push(header.IsIndefinite ? -1 : _position + header.Length);
    }

    /// <summary>Reads up to this many bytes of primitive content; the caller counts what is left of it.</summary>
    /// <returns>At least one byte.</returns>
    public ValueTask<int> ReadContentAsync(Memory<byte> destination, CancellationToken cancellationToken)
    {
        if (_start == _end)
        {
            return ReadThroughAsync(destination, cancellationToken);
        }

        int count = Math.Min(destination.Length, _end - _start);
        _buffer.AsMemory(_start, count).CopyTo(destination);
        _start += count;
        _position += count;
        return ValueTask.FromResult(count);
    }

    /// <summary>Whether any byte follows, white space aside (transports add line ends).</summary>
    public async ValueTask<bool> HasMoreInputAsync(CancellationToken cancellationToken)
    {
        if (_peeked is not null)
        {
            return true;
        }

        while (await FillAsync(1, cancellationToken).ConfigureAwait(false))
        {
            if (_buffer[_start] is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n'))
            {
                return true;
            }

            _start++;
        }

        return false;
    }

    public void Dispose()
    {
        byte[] buffer = _buffer;
        _buffer = [];
        if (buffer.Length > 0)
        {
            CryptographicOperations.ZeroMemory(buffer);
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async ValueTask<int> ReadThroughAsync(Memory<byte> destination, CancellationToken cancellationToken)
    {
        int count = await _stream.ReadAsync(destination, cancellationToken).ConfigureAwait(false);
        if (count == 0)
        {
            throw EnvelopeException.Truncated();
        }

        _position += count;
        return count;
    }

    private async ValueTask CopyAsync(MemoryStream target, long length, string what, CancellationToken cancellationToken)
    {
        CheckLength(target.Length + length, what);
        while (length > 0)
        {
            if (_start == _end && !await FillAsync(1, cancellationToken).ConfigureAwait(false))
            {
                throw EnvelopeException.Truncated();
            }

            int count = (int)Math.Min(length, _end - _start);
            target.Write(_buffer, _start, count);
            _start += count;
            _position += count;
            length -= count;
        }
    }

    private void CheckLength(long length, string what)
    {
        if (length > _limits.MaximumStructureLength)
        {
            throw Limit($"{what} is larger than {_limits.MaximumStructureLength} bytes");
        }
    }

    private static EnvelopeException Limit(string what) => new(CpsErrorCode.LimitExceeded, what, advice: "Raise the limit in CmsLimits if such messages are expected.");

    private async ValueTask<bool> FillAsync(int count, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_buffer.Length == 0, typeof(CmsReader));
        if (_end - _start >= count)
        {
            return true;
        }

        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
        while (_end < count)
        {
            int read = await _stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                return false;
            }

            _end += read;
        }

        return true;
    }

    private async ValueTask<BerHeader?> ReadHeaderAsync(CancellationToken cancellationToken)
    {
        // As many bytes as there are, up to the longest header that is accepted.
        await FillAsync(MaximumHeaderLength, cancellationToken).ConfigureAwait(false);
        if (_start == _end)
        {
            return null;
        }

        BerHeader header = ParseHeader(_buffer.AsSpan(_start, Math.Min(MaximumHeaderLength, _end - _start)), out int length);
        _start += length;
        _position += length;
        if (_ends.TryPeek(out long end) && end >= 0 && (_position > end || header.Length > end - _position))
        {
            throw EnvelopeException.Malformed("an element reaches beyond the structure it is in");
        }

        return header;
    }

    private static BerHeader ParseHeader(ReadOnlySpan<byte> bytes, out int length)
    {
        if (!Asn1Tag.TryDecode(bytes, out Asn1Tag tag, out int tagLength) || tagLength >= bytes.Length)
        {
            throw EnvelopeException.Truncated();
        }

        int first = bytes[tagLength];
        length = tagLength + 1;
        if (tag.TagClass == TagClass.Universal && tag.TagValue == 0 && (tag.IsConstructed || first != 0))
        {
            throw EnvelopeException.Malformed("an end-of-contents mark is not empty");
        }

        if (first == 0x80)
        {
            return tag.IsConstructed ? new BerHeader(tag, -1) : throw EnvelopeException.Malformed("an element of indefinite length is not constructed");
        }

        long content = first;
        if (first > 0x80)
        {
            int count = first & 0x7F;
            if (count > 8)
            {
                throw EnvelopeException.Malformed("a length has more than eight octets");
            }

            if (length + count > bytes.Length)
            {
                throw EnvelopeException.Truncated();
            }

            ulong value = 0;
            foreach (byte b in bytes.Slice(length, count))
            {
                value = (value << 8) | b;
            }

            if (value > long.MaxValue / 2)
            {
                throw EnvelopeException.Malformed("a length is impossibly large");
            }

            content = (long)value;
            length += count;
        }

        return new BerHeader(tag, content);
    }

    // The header again, in its shortest form: what was read is kept as what it means.
    private static void WriteHeader(MemoryStream target, BerHeader header)
    {
        Span<byte> bytes = stackalloc byte[MaximumHeaderLength];
        int length = header.Tag.Encode(bytes);
        length += BerLength.Write(bytes[length..], header.Length);
        target.Write(bytes[..length]);
    }
}
