using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Cps.Smime.Certificates;
using Cps.Smime.Envelopes;

namespace Cps.Smime.Mime;

/// <summary>
/// Finds where the parts of a multipart lie (RFC 2046 section 5.1.1), to the byte: a signature is over the bytes of its part as they
/// came, and what is shown afterwards is read from those same bytes.
/// </summary>
internal static class MultipartSplitter
{
    private const int MaximumParts = 3;

    /// <summary>The ranges of the first parts, at most three.</summary>
    /// <param name="spool">Holds the body.</param>
    /// <param name="bodyOffset">Where the body begins.</param>
    /// <param name="bodyLength">How long it is.</param>
    /// <param name="boundary">The boundary parameter.</param>
    /// <exception cref="MailException">The closing boundary is missing.</exception>
    public static List<(long Offset, long Length)> Split(ContentSpool spool, long bodyOffset, long bodyLength, string boundary)
    {
        byte[] delimiter = Encoding.Latin1.GetBytes("--" + boundary);
        List<(long Offset, long Length)> parts = [];
        long partStart = -1;
        bool closed = false;
        using Stream body = spool.OpenRead(bodyOffset, bodyLength);
        using LineScanner scanner = new(body, delimiter);
        while (!closed && parts.Count < MaximumParts && scanner.TryFindNext(out long lineStart, out long nextLine, out int lineEndBefore, out bool isClosing))
        {
            if (partStart >= 0)
            {
                // The line end before a boundary belongs to the boundary.
                long end = Math.Max(partStart, lineStart - lineEndBefore);
                parts.Add((bodyOffset + partStart, end - partStart));
            }

            partStart = nextLine;
            closed = isClosing;
        }

        return closed || parts.Count == MaximumParts
            ? parts
            : throw new MailException(CpsErrorCode.Malformed, "the signed message ends before its closing boundary", advice: "The message was cut on its way; ask for it again.");
    }

    // Looks for lines that begin with the delimiter; only those are looked at, so the rest is scanned at the speed of IndexOf.
    private sealed class LineScanner(Stream body, byte[] delimiter) : IDisposable
    {
        private const int BufferLength = 64 * 1024;

        private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
        private int _filled;
        private int _position;
        private long _bufferOffset;
        private bool _ended;

        public void Dispose()
        {
            CryptographicOperations.ZeroMemory(_buffer.AsSpan(0, BufferLength));
            ArrayPool<byte>.Shared.Return(_buffer);
        }

        public bool TryFindNext(out long lineStart, out long nextLine, out int lineEndBefore, out bool isClosing)
        {
            while (true)
            {
                Refill();
                ReadOnlySpan<byte> window = _buffer.AsSpan(_position, _filled - _position);
                int found = window.IndexOf(delimiter);
                if (found < 0)
                {
                    if (_ended)
                    {
                        (lineStart, nextLine, lineEndBefore, isClosing) = (0, 0, 0, false);
                        return false;
                    }

                    // Keep enough for a delimiter that is cut by the end of the window, and the line end before it.
                    _position = Math.Max(_position, _filled - delimiter.Length - 2);
                    continue;
                }

                int start = _position + found;
                bool atLineStart = (_bufferOffset + start == 0) || (start > 0 && _buffer[start - 1] == (byte)'\n');
                _position = start + delimiter.Length;
                if (!atLineStart)
                {
                    continue;
                }

                lineEndBefore = start == 0 ? 0 : start > 1 && _buffer[start - 2] == (byte)'\r' ? 2 : 1;
                lineStart = _bufferOffset + start;
                Refill();
                ReadOnlySpan<byte> rest = _buffer.AsSpan(_position, _filled - _position);
                isClosing = rest.StartsWith("--"u8);
                ReadOnlySpan<byte> afterMark = isClosing ? rest[2..] : rest;
                int lineEnd = afterMark.IndexOf((byte)'\n');
                ReadOnlySpan<byte> padding = lineEnd < 0 ? afterMark[..Math.Min(afterMark.Length, 512)] : afterMark[..lineEnd];
                if (padding.Length > 512 || padding.ContainsAnyExcept(" \t\r"u8) || (lineEnd < 0 && !_ended))
                {
                    // A line that only begins like the boundary.
                    continue;
                }

                nextLine = lineStart + delimiter.Length + (isClosing ? 2 : 0) + (lineEnd < 0 ? afterMark.Length : lineEnd + 1);
                return true;
            }
        }

        // Makes sure that at least a line's worth of bytes follows the position, keeping the two bytes before it.
        private void Refill()
        {
            if (_ended || _filled - _position >= 1024)
            {
                return;
            }

            int keepFrom = Math.Max(0, _position - delimiter.Length - 2);
            _buffer.AsSpan(keepFrom, _filled - keepFrom).CopyTo(_buffer);
            _bufferOffset += keepFrom;
            _position -= keepFrom;
            _filled -= keepFrom;
            while (_filled < BufferLength)
            {
                int count = body.Read(_buffer.AsSpan(_filled, BufferLength - _filled));
                if (count == 0)
                {
                    _ended = true;
                    return;
                }

                _filled += count;
            }
        }
    }
}
