using System.Buffers;
using System.Buffers.Text;
using Cps.Smime.Envelopes;

namespace Cps.Smime.Mime;

/// <summary>Encodes what is written into it as base64 in lines of 76 characters with CRLF (RFC 2045 section 6.8). Not for several threads.</summary>
internal sealed class Base64LineStream : PushStream
{
    private const int LineBytes = 57;
    private const int LineCharacters = 76;
    private const int Lines = 1024;

    private readonly Stream _destination;
    private byte[] _encoded = ArrayPool<byte>.Shared.Rent(Lines * (LineCharacters + 2));

    public Base64LineStream(Stream destination)
        : base(Lines * LineBytes) => _destination = destination;

    protected override ValueTask PushBlockAsync(ReadOnlyMemory<byte> block, bool synchronous, CancellationToken cancellationToken) =>
        WriteToAsync(_destination, _encoded.AsMemory(0, Encode(block.Span)), synchronous, cancellationToken);

    protected override ValueTask PushEndAsync(ReadOnlyMemory<byte> block, CancellationToken cancellationToken) =>
        PushBlockAsync(block, synchronous: false, cancellationToken);

    protected override void Dispose(bool disposing)
    {
        byte[] encoded = _encoded;
        _encoded = [];
        if (encoded.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(encoded);
        }

        base.Dispose(disposing);
    }

    private int Encode(ReadOnlySpan<byte> bytes)
    {
        int length = 0;
        while (!bytes.IsEmpty)
        {
            ReadOnlySpan<byte> line = bytes[..Math.Min(LineBytes, bytes.Length)];
            Base64.EncodeToUtf8(line, _encoded.AsSpan(length), out _, out int written);
            length += written;
            _encoded[length++] = (byte)'\r';
            _encoded[length++] = (byte)'\n';
            bytes = bytes[line.Length..];
        }

        return length;
    }
}
