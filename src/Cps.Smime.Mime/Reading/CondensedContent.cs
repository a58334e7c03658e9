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
    private const int MaximumLength = 1024 * 1024;

    private readonly ArrayBufferWriter<byte> _condensed = new(4096);
    private readonly List<(long Position, long Removed)> _gaps = [];

    private CondensedContent()
    {
    }

    /// <summary>How many runs were shortened.</summary>
    public int GapCount => _gaps.Count;

    /// <summary>Condenses a content; null when it does not become small, or there is nothing to leave out.</summary>
    public static CondensedContent? TryRead(SpooledContent content)
    {
        List<Base64Segment> runs = [.. content.Spool.Runs.Where(r => r.Offset >= content.Offset && r.End <= content.End && r.Lines > 2 * KeptLines)];
        if (runs.Count == 0 || content.Length - runs.Sum(r => r.Length - (2 * KeptLines * r.Stride)) > MaximumLength)
        {
            return null;
        }

        CondensedContent condensed = new();
        long position = content.Offset;
        foreach (Base64Segment run in runs)
        {
            int kept = KeptLines * run.Stride;
            condensed.Copy(content.Spool, position, run.Offset + kept);
            condensed._gaps.Add((condensed._condensed.WrittenCount, run.Length - (2 * kept)));
            position = run.End - kept;
        }

        condensed.Copy(content.Spool, position, content.End);
        return condensed;
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

    private void Copy(MimeSpool spool, long start, long end)
    {
        using Stream bytes = spool.OpenRead(start, end - start);
        int length = (int)(end - start);
        bytes.ReadExactly(_condensed.GetSpan(length)[..length]);
        _condensed.Advance(length);
    }
}
