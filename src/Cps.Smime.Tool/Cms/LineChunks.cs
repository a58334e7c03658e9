namespace Cps.Smime.Tool.Cms;

/// <summary>A text as it came, in pieces that end where a line ends; a very long line comes in several. Not for several threads.</summary>
internal sealed class LineChunks(Stream text)
{
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _filled;
    private bool _ended;

    /// <summary>Whether the next piece begins a line.</summary>
    public bool IsAtLineStart { get; private set; } = true;

    /// <summary>The next piece with its line end, valid until the next call; empty at the end.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> NextAsync(CancellationToken cancellationToken)
    {
        int end = LineEnd();
        while (end < 0 && !_ended && _filled - _start < _buffer.Length)
        {
            _buffer.AsSpan(_start, _filled - _start).CopyTo(_buffer);
            (_start, _filled) = (0, _filled - _start);
            int count = await text.ReadAsync(_buffer.AsMemory(_filled), cancellationToken);
            _filled += count;
            _ended = count == 0;
            end = LineEnd();
        }

        ReadOnlyMemory<byte> piece = _buffer.AsMemory(_start, (end < 0 ? _filled : end) - _start);
        _start += piece.Length;
        IsAtLineStart = end >= 0;
        return piece;
    }

    /// <summary>What follows the last piece, as a stream.</summary>
    public Stream Rest() => new PrefixedStream(_buffer.AsMemory(_start, _filled - _start), text);

    private int LineEnd()
    {
        int found = _buffer.AsSpan(_start, _filled - _start).IndexOf((byte)'\n');
        return found < 0 ? -1 : _start + found + 1;
    }
}
