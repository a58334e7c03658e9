using System.Security.Cryptography;
using System.Text;
using Cps.Smime.Certificates;
using Cps.Smime.Envelopes;

namespace Cps.Smime.Mime;

/// <summary>
/// Finds where the parts of a multipart/signed lie (RFC 2046 section 5.1.1), to the byte, and digests the first one on the way: a signature
/// is over the bytes of its part as they came, and what is shown afterwards is read from those same bytes. Not for several threads.
/// </summary>
internal sealed class MultipartScan : IDisposable
{
    private const int MaximumParts = 3;
    private const int MaximumPadding = 512;

    private readonly byte[] _delimiter;
    private long _position;
    private long _partStart = -1;
    private bool _closed;

    // The line end before _position, of which it is not known yet whether it belongs to the part or to the boundary that follows.
    private readonly byte[] _lineEnd = new byte[2];
    private int _lineEndLength;
    private long _digested;
    private byte _lastDigested;

    /// <param name="boundary">The boundary parameter.</param>
    /// <param name="bodyOffset">Where the body begins; what comes before it is passed over.</param>
    /// <param name="position">Where the first byte that will be given lies.</param>
    /// <param name="digests">What the first part is digested with.</param>
    public MultipartScan(string boundary, long bodyOffset, long position, IReadOnlyList<HashAlgorithmName> digests)
    {
        Boundary = boundary;
        _delimiter = Encoding.Latin1.GetBytes("--" + boundary);
        BodyOffset = bodyOffset;
        _position = position;
        DigestAlgorithms = digests;
        Digests = new ContentDigests(DigestAlgorithms);
    }

    /// <summary>The boundary looked for.</summary>
    public string Boundary { get; }

    /// <summary>Where the body begins.</summary>
    public long BodyOffset { get; }

    /// <summary>What the first part is digested with.</summary>
    public IReadOnlyList<HashAlgorithmName> DigestAlgorithms { get; }

    /// <summary>The digests of the first part, as it came.</summary>
    public ContentDigests Digests { get; }

    /// <summary>Whether the first part has line feeds without carriage return.</summary>
    public bool HasBareLineFeed { get; private set; }

    /// <summary>The ranges of the first parts, at most three.</summary>
    public List<(long Offset, long Length)> Parts { get; } = [];

    private bool IsEnded => _closed || Parts.Count == MaximumParts;

    /// <summary>Takes the next bytes of the body, as a <see cref="LineCutter"/> cuts them.</summary>
    /// <param name="block">The bytes.</param>
    /// <param name="runs">Where in them lines of base64 lie that end in CRLF, in which there is no boundary.</param>
    /// <param name="startsLine">Whether the first byte begins a line.</param>
    /// <param name="isLast">Whether nothing follows.</param>
    public void Take(ReadOnlySpan<byte> block, ReadOnlySpan<(int Start, int Length)> runs, bool startsLine, bool isLast)
    {
        int from = (int)Math.Clamp(BodyOffset - _position, 0, block.Length);
        for (int i = 0; i <= runs.Length; i++)
        {
            int textEnd = i < runs.Length ? runs[i].Start : block.Length;
            while (!IsEnded && TryFindNext(block[..textEnd], from, startsLine, isLast, out int start, out int next, out bool isClosing))
            {
                TakeDelimiter(block, start, next, isClosing);
                from = next;
            }

            from = i < runs.Length ? Math.Max(from, runs[i].Start + runs[i].Length) : from;
        }

        // A line end that lies across two blocks is kept whole.
        bool joins = _lineEndLength == 1 && _lineEnd[0] == (byte)'\r' && block is [(byte)'\n'];
        int kept = joins ? 2 : LineEndOf(block);
        DigestUpTo(block, block.Length - kept);
        _lineEndLength = kept;
        (joins ? "\r\n"u8 : block[^kept..]).CopyTo(_lineEnd);
        _position += block.Length;
    }

    /// <summary>The ranges, after the last block.</summary>
    /// <exception cref="MailException">The closing boundary is missing.</exception>
    public List<(long Offset, long Length)> Finish() => IsEnded
        ? Parts
        : throw new MailException(CpsErrorCode.Malformed, "the signed message ends before its closing boundary", advice: "The message was cut on its way; ask for it again.");

    /// <summary>Scans a body that can be read again, without digesting.</summary>
    public static List<(long Offset, long Length)> Split(Stream body, long bodyOffset, string boundary)
    {
        using MultipartScan scan = new(boundary, bodyOffset, bodyOffset, []);
        LineCutter cutter = new((lines, startsLine, isLast) => scan.Take(lines, [], startsLine, isLast));
        byte[] buffer = new byte[64 * 1024];
        int count;
        while (!scan.IsEnded && (count = body.Read(buffer)) > 0)
        {
            cutter.Write(buffer.AsSpan(0, count));
        }

        cutter.Complete();
        CryptographicOperations.ZeroMemory(buffer);
        return scan.Finish();
    }

    public void Dispose() => Digests.Dispose();

    private bool TryFindNext(ReadOnlySpan<byte> block, int from, bool startsLine, bool isLast, out int start, out int next, out bool isClosing)
    {
        while (true)
        {
            int found = from < block.Length ? block[from..].IndexOf(_delimiter) : -1;
            if (found < 0)
            {
                (start, next, isClosing) = (0, 0, false);
                return false;
            }

            start = from + found;
            from = start + _delimiter.Length;
            if (start == 0 ? !startsLine : block[start - 1] != (byte)'\n')
            {
                continue;
            }

            ReadOnlySpan<byte> rest = block[from..];
            isClosing = rest.StartsWith("--"u8);
            ReadOnlySpan<byte> afterMark = isClosing ? rest[2..] : rest;
            int lineEnd = afterMark.IndexOf((byte)'\n');
            ReadOnlySpan<byte> padding = lineEnd < 0 ? afterMark : afterMark[..lineEnd];
            if (padding.Length > MaximumPadding || padding.ContainsAnyExcept(" \t\r"u8) || (lineEnd < 0 && !isLast))
            {
                // A line that only begins like the boundary.
                continue;
            }

            next = from + (isClosing ? 2 : 0) + padding.Length + (lineEnd < 0 ? 0 : 1);
            return true;
        }
    }

    private void TakeDelimiter(ReadOnlySpan<byte> block, int start, int next, bool isClosing)
    {
        if (_partStart >= 0)
        {
            // The line end before a boundary belongs to the boundary.
            int lineEnd = start == 0 ? _lineEndLength : start > 1 ? LineEndOf(block[..start]) : _lineEndLength == 1 && _lineEnd[0] == (byte)'\r' ? 2 : 1;
            long end = Math.Max(_partStart, _position + start - lineEnd);
            DigestUpTo(block, end - _position);
            Parts.Add((_partStart, end - _partStart));
        }

        _partStart = _position + next;
        _closed = isClosing;
        if (Parts.Count == 0)
        {
            (_digested, _lastDigested) = (_partStart, 0);
        }
    }

    // Up to an offset in the block, which may be before its beginning.
    private void DigestUpTo(ReadOnlySpan<byte> block, long end)
    {
        if (Parts.Count > 0 || _partStart < 0 || DigestAlgorithms.Count == 0)
        {
            return;
        }

        if (_digested < _position && end >= 0)
        {
            Digest(_lineEnd.AsSpan((int)(_lineEndLength - (_position - _digested)), (int)(_position - _digested)));
        }

        int from = (int)(Math.Max(_digested, _position) - _position);
        if (from < end)
        {
            Digest(block[from..(int)end]);
        }
    }

    private void Digest(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        HasBareLineFeed |= CanonicalLines.HasBareLineFeed(bytes, _lastDigested);
        Digests.Append(bytes);
        _digested += bytes.Length;
        _lastDigested = bytes[^1];
    }

    private static int LineEndOf(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [.., (byte)'\r', (byte)'\n'] => 2,
        [.., (byte)'\n' or (byte)'\r'] => 1,
        _ => 0,
    };
}
