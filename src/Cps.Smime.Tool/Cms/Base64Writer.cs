using System.Buffers.Text;
using System.Text;
using Cps.Smime.Envelopes;

namespace Cps.Smime.Tool.Cms;

/// <summary>Writes base64 in lines: of 76 characters with CRLF for mail (RFC 2045 section 6.8), of 64 with LF for PEM (RFC 7468). Not for several threads.</summary>
internal sealed class Base64Writer(Stream destination, int lineLength, string lineEnd) : PushStream(LinesAtOnce * (lineLength / 4 * 3))
{
    private const int LinesAtOnce = 512;

    private readonly byte[] _lineEnd = Encoding.ASCII.GetBytes(lineEnd);
    private readonly byte[] _characters = new byte[LinesAtOnce * lineLength];
    private readonly byte[] _lines = new byte[LinesAtOnce * (lineLength + lineEnd.Length)];

    protected override ValueTask PushBlockAsync(ReadOnlyMemory<byte> block, bool synchronous, CancellationToken cancellationToken) =>
        WriteToAsync(destination, _lines.AsMemory(0, Encode(block.Span)), synchronous, cancellationToken);

    protected override ValueTask PushEndAsync(ReadOnlyMemory<byte> block, CancellationToken cancellationToken) =>
        PushBlockAsync(block, synchronous: false, cancellationToken);

    private int Encode(ReadOnlySpan<byte> block)
    {
        Base64.EncodeToUtf8(block, _characters, out _, out int length);
        int written = 0;
        for (int start = 0; start < length; start += lineLength)
        {
            ReadOnlySpan<byte> line = _characters.AsSpan(start, Math.Min(lineLength, length - start));
            line.CopyTo(_lines.AsSpan(written));
            _lineEnd.CopyTo(_lines.AsSpan(written + line.Length));
            written += line.Length + _lineEnd.Length;
        }

        return written;
    }
}
