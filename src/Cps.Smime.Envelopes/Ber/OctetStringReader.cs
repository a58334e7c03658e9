using System.Formats.Asn1;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>
/// The octets of one OCTET STRING as they come from a <see cref="BerStreamReader"/>, whether it is primitive or in segments (X.690
/// section 8.7), segments of segments included.
/// </summary>
internal sealed class OctetStringReader
{
    private readonly BerStreamReader _reader;
    private readonly CmsLimits _limits;
    private readonly int _outerDepth;
    private long _leftInSegment;
    private long _total;
    private bool _ended;

    /// <param name="reader">The reader, after the header of the string was taken.</param>
    /// <param name="header">The string's header.</param>
    /// <param name="limits">Caps the total length.</param>
    public OctetStringReader(BerStreamReader reader, BerHeader header, CmsLimits limits)
    {
        _reader = reader;
        _limits = limits;
        _outerDepth = reader.Depth;
        if (header.Tag.IsConstructed)
        {
            reader.Push(header);
        }
        else
        {
            Begin(header);
            _ended = _leftInSegment == 0;
        }
    }

    /// <summary>Reads some octets.</summary>
    /// <returns>How many, 0 at the end of the string.</returns>
    public async ValueTask<int> ReadAsync(Memory<byte> destination, CancellationToken cancellationToken)
    {
        while (_leftInSegment == 0 && !_ended)
        {
            await NextSegmentAsync(cancellationToken).ConfigureAwait(false);
        }

        if (_ended || destination.IsEmpty)
        {
            return 0;
        }

        if (destination.Length > _leftInSegment)
        {
            destination = destination[..(int)_leftInSegment];
        }

        int count = await _reader.ReadContentAsync(destination, cancellationToken).ConfigureAwait(false);
        _leftInSegment -= count;
        _total += count;
        if (_total > _limits.MaximumContentLength)
        {
            throw new EnvelopeException(CpsErrorCode.LimitExceeded, $"the content is longer than {_limits.MaximumContentLength} bytes");
        }

        return count;
    }

    /// <summary>Reads until the buffer is full or the string ends.</summary>
    /// <returns>How many octets; less than the buffer's length only at the end.</returns>
    public async ValueTask<int> ReadFullyAsync(Memory<byte> destination, CancellationToken cancellationToken)
    {
        int filled = 0;
        while (filled < destination.Length)
        {
            int count = await ReadAsync(destination[filled..], cancellationToken).ConfigureAwait(false);
            if (count == 0)
            {
                break;
            }

            filled += count;
        }

        return filled;
    }

    private async ValueTask NextSegmentAsync(CancellationToken cancellationToken)
    {
        if (_reader.Depth == _outerDepth)
        {
            // A primitive string had one segment.
            _ended = true;
            return;
        }

        if (await _reader.PeekAsync(cancellationToken).ConfigureAwait(false) is null)
        {
            await _reader.LeaveAsync(cancellationToken).ConfigureAwait(false);
            _ended = _reader.Depth == _outerDepth;
            return;
        }

        BerHeader header = await _reader.NextAsync("a segment of the content", cancellationToken).ConfigureAwait(false);
        if (!header.Is(Asn1Tag.PrimitiveOctetString))
        {
            throw EnvelopeException.Malformed("a segment of the content is not an octet string");
        }

        if (header.Tag.IsConstructed)
        {
            _reader.Push(header);
        }
        else
        {
            Begin(header);
        }
    }

    private void Begin(BerHeader header)
    {
        if (header.Length > _limits.MaximumContentLength - _total)
        {
            throw new EnvelopeException(CpsErrorCode.LimitExceeded, $"the content is longer than {_limits.MaximumContentLength} bytes");
        }

        _leftInSegment = header.Length;
    }
}
