using System.Buffers;
using System.Buffers.Text;
using Cps.Smime.Certificates;

namespace Cps.Smime.Tool.Cms;

/// <summary>
/// Decodes base64 while it is read. White space is passed over; whatever else is not base64 is an error, because two programs that skip
/// different things read different messages. Reads to the end, or up to the <c>-----END</c> of a PEM block. Not for several threads.
/// </summary>
internal sealed class Base64Reader(Stream source, bool isPem) : ReadOnlyStream
{
    private const int TextLength = 64 * 1024;

    private readonly byte[] _text = new byte[TextLength];
    private readonly byte[] _characters = new byte[TextLength + 4];
    private readonly byte[] _decoded = new byte[TextLength];
    private int _kept;
    private int _start;
    private int _end;
    private bool _padded;
    private bool _ended;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_start == _end && !_ended)
        {
            int count = await source.ReadAsync(_text, cancellationToken);
            Decode(_text.AsSpan(0, count), isLast: count == 0);
        }

        int taken = Math.Min(buffer.Length, _end - _start);
        _decoded.AsMemory(_start, taken).CopyTo(buffer);
        _start += taken;
        return taken;
    }

    private void Decode(ReadOnlySpan<byte> text, bool isLast)
    {
        int dash = isPem ? text.IndexOf((byte)'-') : -1;
        if (isLast && isPem)
        {
            throw Malformed("the PEM block has no end");
        }

        _ended = isLast || dash >= 0;
        int length = _kept;
        foreach (byte character in dash < 0 ? text : text[..dash])
        {
            if (character is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n'))
            {
                _characters[length++] = character;
            }
        }

        int whole = length / 4 * 4;
        OperationStatus status = Base64.DecodeFromUtf8(_characters.AsSpan(0, whole), _decoded, out int consumed, out int written);
        if (status != OperationStatus.Done || consumed != whole || (_padded && whole > 0) || (_ended && whole < length))
        {
            throw Malformed("the base64 is damaged");
        }

        _padded |= whole > 0 && _characters[whole - 1] == (byte)'=';
        _characters.AsSpan(whole, length - whole).CopyTo(_characters);
        (_kept, _start, _end) = (length - whole, 0, written);
    }

    private static CpsException Malformed(string what) => new(CpsErrorCode.Malformed, what, advice: "The file is damaged; ask for it again");
}
