using System.Buffers;
using System.Security.Cryptography;
using Cps.Smime.Envelopes;

namespace Cps.Smime.Mime;

/// <summary>Encodes what is written into it as base64 in lines of 76 characters with CRLF (RFC 2045 section 6.8). Not for several threads.</summary>
internal sealed class Base64LineStream : PushStream
{
    /// <summary>How many bytes become text at a time.</summary>
    public const int BlockBytes = 1024 * Base64Lines.LineBytes;

    private readonly Stream _destination;
    private byte[] _encoded = ArrayPool<byte>.Shared.Rent(Base64Lines.EncodedLength(BlockBytes));

    public Base64LineStream(Stream destination)
        : base(BlockBytes) => _destination = destination;

    protected override ValueTask PushBlockAsync(ReadOnlyMemory<byte> block, bool synchronous, CancellationToken cancellationToken) =>
        WriteToAsync(_destination, _encoded.AsMemory(0, Base64Lines.Encode(block.Span, _encoded)), synchronous, cancellationToken);

    protected override ValueTask PushEndAsync(ReadOnlyMemory<byte> block, CancellationToken cancellationToken) =>
        PushBlockAsync(block, synchronous: false, cancellationToken);

    protected override void Dispose(bool disposing)
    {
        byte[] encoded = _encoded;
        _encoded = [];
        if (encoded.Length > 0)
        {
            CryptographicOperations.ZeroMemory(encoded);
            ArrayPool<byte>.Shared.Return(encoded);
        }

        base.Dispose(disposing);
    }
}
