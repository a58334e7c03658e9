using Cps.Smime.Certificates;

namespace Cps.Smime.Tool;

/// <summary>
/// The bytes of the first PEM block (RFC 7468) of a file, decoded while they are read. Text before the block is passed over; what follows
/// it is not read. Not for several threads.
/// </summary>
internal sealed class PemStream(Stream inner) : Stream
{
    private const int MaximumLine = 64 * 1024;

    private readonly StreamReader _lines = new(inner, System.Text.Encoding.Latin1, detectEncodingFromByteOrderMarks: false, bufferSize: 64 * 1024, leaveOpen: true);
    private byte[] _decoded = [];
    private int _position;
    private string _rest = "";
    private bool _begun;
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

    public override int Read(byte[] buffer, int offset, int count)
    {
        while (_position == _decoded.Length)
        {
            if (_ended || !ReadLine())
            {
                return 0;
            }
        }

        int copied = Math.Min(count, _decoded.Length - _position);
        _decoded.AsSpan(_position, copied).CopyTo(buffer.AsSpan(offset));
        _position += copied;
        return copied;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _lines.Dispose();
        }

        base.Dispose(disposing);
    }

    private bool ReadLine()
    {
        string? line = ReadBoundedLine();
        if (line is null)
        {
            throw Malformed("the PEM block has no end");
        }

        if (line.StartsWith("-----", StringComparison.Ordinal))
        {
            _ended = _begun;
            _begun = true;
            return _ended && _rest.Length > 0 ? throw Malformed("the base64 of the PEM block is incomplete") : !_ended;
        }

        if (_begun)
        {
            Decode(line.Trim());
        }

        return true;
    }

    private void Decode(string line)
    {
        string text = _rest + line;
        int whole = text.Length - (text.Length % 4);
        _rest = text[whole..];
        try
        {
            _decoded = Convert.FromBase64String(text[..whole]);
            _position = 0;
        }
        catch (FormatException e)
        {
            throw new CpsException(CpsErrorCode.Malformed, "the PEM block is not base64", innerException: e);
        }
    }

    private string? ReadBoundedLine()
    {
        System.Text.StringBuilder line = new();
        for (int c; (c = _lines.Read()) >= 0;)
        {
            if (c == '\n')
            {
                return line.ToString();
            }

            if (line.Append((char)c).Length > MaximumLine)
            {
                throw Malformed("a line of the PEM file is too long");
            }
        }

        return line.Length > 0 ? line.ToString() : null;
    }

    private static CpsException Malformed(string what) => new(CpsErrorCode.Malformed, what, advice: "The file is damaged; ask for it again");
}
