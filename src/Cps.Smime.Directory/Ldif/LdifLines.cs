using System.Buffers;
using Cps.Smime.Certificates;

namespace Cps.Smime.Directories;

/// <summary>
/// Cuts LDIF into logical lines (RFC 2849): lines end with LF or CR LF, a line that begins with one space continues the one before, lines
/// that begin with <c>#</c> are comments. A line that is not folded is a slice of the file, so the work grows with the file's length only.
/// </summary>
internal sealed class LdifLines
{
    private readonly ReadOnlyMemory<byte> _file;
    private readonly LdifLimits _limits;
    private readonly string? _name;
    private int _position;
    private int _nextNumber = 1;

    public LdifLines(ReadOnlyMemory<byte> file, LdifLimits limits, string? name)
    {
        _file = file.Span.StartsWith("\uFEFF"u8) ? file[3..] : file;
        _limits = limits;
        _name = name;
    }

    /// <summary>The number of the line read last, counted from 1: of its first part when it was folded.</summary>
    public int Number { get; private set; }

    /// <summary>Reads the next line that is no comment; an empty one separates entries.</summary>
    public bool TryRead(out ReadOnlyMemory<byte> line)
    {
        while (_position < _file.Length)
        {
            Number = _nextNumber;
            ReadOnlyMemory<byte> first = ReadPhysical();
            if (first.Length > 0 && first.Span[0] == ' ')
            {
                throw Error(CpsErrorCode.Malformed, "a line begins with a space but there is no line that it could continue");
            }

            line = first.Length > 0 && StartsWithSpace() ? Unfold(first) : first;
            if (line.Length > _limits.MaximumLineBytes)
            {
                throw Error(CpsErrorCode.LimitExceeded, $"a line is longer than {_limits.MaximumLineBytes} bytes");
            }

            if (line.Length == 0 || line.Span[0] != '#')
            {
                return true;
            }
        }

        line = default;
        return false;
    }

    /// <summary>The error for the line read last.</summary>
    public DirectoryException Error(CpsErrorCode code, string message, string? advice = null)
    {
        string place = FormattableString.Invariant($"line {Number}");
        return new DirectoryException(code, message, _name is null ? place : $"{_name}, {place}", advice) { LineNumber = Number };
    }

    private bool StartsWithSpace() => _position < _file.Length && _file.Span[_position] == ' ';

    private ReadOnlyMemory<byte> Unfold(ReadOnlyMemory<byte> first)
    {
        ArrayBufferWriter<byte> whole = new(first.Length * 2);
        whole.Write(first.Span);
        while (StartsWithSpace())
        {
            whole.Write(ReadPhysical().Span[1..]);
            if (whole.WrittenCount > _limits.MaximumLineBytes)
            {
                throw Error(CpsErrorCode.LimitExceeded, $"a line is longer than {_limits.MaximumLineBytes} bytes");
            }
        }

        return whole.WrittenMemory;
    }

    private ReadOnlyMemory<byte> ReadPhysical()
    {
        ReadOnlyMemory<byte> rest = _file[_position..];
        int end = rest.Span.IndexOf((byte)'\n');
        _position += end < 0 ? rest.Length : end + 1;
        _nextNumber++;
        ReadOnlyMemory<byte> line = end < 0 ? rest : rest[..end];
        return line.Length > 0 && line.Span[^1] == '\r' ? line[..^1] : line;
    }
}
