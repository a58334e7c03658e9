using System.Buffers;

namespace Cps.Smime.Mime;

/// <summary>
/// A content without the inside of its long runs of base64 lines, which no boundary and no header can be in: a parser finds the same
/// structure in a few kilobytes as in the whole, and the ranges that it finds are translated back. Immutable.
/// </summary>
internal sealed class CondensedContent
{
    // A run keeps a line at both ends, so that whatever state a parser is in there it is in after the run too.
    private const int KeptLines = 1;
    private const int ShortestRun = 16;
    private const int MaximumLength = 1024 * 1024;
    private const int BufferLength = 64 * 1024;

    private static readonly SearchValues<byte> s_alphabet = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"u8);

    private readonly ArrayBufferWriter<byte> _condensed = new(4096);
    private readonly List<(long Position, long Removed)> _gaps = [];

    private CondensedContent()
    {
    }

    /// <summary>How many runs were shortened.</summary>
    public int GapCount => _gaps.Count;

    /// <summary>Condenses a content; null when it does not become small, or there is nothing to leave out.</summary>
    /// <param name="content">The content; read to its end.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static CondensedContent? TryRead(Stream content, CancellationToken cancellationToken)
    {
        CondensedContent condensed = new();
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
        try
        {
            int filled = 0;
            int count;
            while ((count = content.Read(buffer.AsSpan(filled, BufferLength - filled))) > 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                filled += count;
                if (filled < BufferLength)
                {
                    continue;
                }

                int taken = condensed.Take(buffer.AsSpan(0, filled));
                buffer.AsSpan(taken, filled - taken).CopyTo(buffer);
                filled -= taken;
                if (condensed._condensed.WrittenCount > MaximumLength)
                {
                    return null;
                }
            }

            condensed._condensed.Write(buffer.AsSpan(0, filled));
            return condensed.GapCount > 0 ? condensed : null;
        }
        finally
        {
            Array.Clear(buffer);
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The condensed bytes.</summary>
    public Stream Open() => new MemoryStream(_condensed.WrittenSpan.ToArray(), writable: false);

    /// <summary>Where a range of the condensed bytes lies in the content, and how many shortened runs are in it.</summary>
    public (long Offset, long Length, int Gaps) Locate(long start, long end)
    {
        long offset = start + RemovedBefore(start);
        return (offset, end + RemovedBefore(end) - offset, _gaps.Count(g => g.Position > start && g.Position < end));
    }

    private long RemovedBefore(long position) => _gaps.Where(g => g.Position < position).Sum(g => g.Removed);

    // A full buffer: everything is taken up to its last line, which the next buffer begins with.
    private int Take(ReadOnlySpan<byte> bytes)
    {
        int position = 0;
        while (true)
        {
            ReadOnlySpan<byte> rest = bytes[position..];
            int lineEnd = rest.IndexOf((byte)'\n');
            if (lineEnd < 0)
            {
                // A line longer than the buffer is no line of base64.
                int taken = position > 0 ? position : bytes.Length;
                _condensed.Write(bytes[position..taken]);
                return taken;
            }

            int lines = CountLikeFirst(rest, lineEnd + 1);
            int length = Math.Max(1, lines) * (lineEnd + 1);
            if (lines < ShortestRun)
            {
                _condensed.Write(rest[..length]);
            }
            else
            {
                int kept = KeptLines * (lineEnd + 1);
                _condensed.Write(rest[..kept]);
                _gaps.Add((_condensed.WrittenCount, length - (2 * kept)));
                _condensed.Write(rest[(length - kept)..length]);
            }

            position += length;
            if (_condensed.WrittenCount > MaximumLength)
            {
                return position;
            }
        }
    }

    // How many lines from the first on are base64 and end in CRLF at the same length.
    private static int CountLikeFirst(ReadOnlySpan<byte> bytes, int lineLength)
    {
        int lines = 0;
        while (lineLength > 2 && bytes.Length >= lineLength && bytes[lineLength - 1] == (byte)'\n' && bytes[lineLength - 2] == (byte)'\r'
            && !bytes[..(lineLength - 2)].ContainsAnyExcept(s_alphabet))
        {
            lines++;
            bytes = bytes[lineLength..];
        }

        return lines;
    }
}
