using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Cps.Smime.Envelopes;

namespace Cps.Smime.Mime;

/// <summary>
/// A <see cref="ContentSpool"/> for MIME. Long runs of base64 lines are kept as the bytes that they stand for, so that an attachment is
/// decoded while it is in the processor's cache and takes three quarters of the space; the text is made again, to the byte, for whoever
/// reads it. On the way the first part of a multipart/signed is found and digested, which spares a pass over the content. What is found
/// is used only after whoever writes has vouched for the bytes. Written once by one thread, then read by any number of readers.
/// </summary>
internal sealed class MimeSpool : IContentSink, IDisposable
{
    // Shorter ones are not worth an entry, and no message can ask for many entries.
    private const int ShortestRun = 2048;
    private const int MaximumRuns = 4096;
    private const int LongestLine = 4096;

    private readonly ContentSpool _stored;
    private readonly MailLimits _limits;
    private readonly LineCutter _cutter;
    private readonly List<Base64Segment> _runs = [];
    private readonly List<(int Start, int Length)> _runsInBlock = [];
    private readonly byte[] _line = new byte[ShortestRun + LongestLine];
    private bool _begun;

    /// <summary>Makes an empty spool.</summary>
    public MimeSpool(MailLimits limits)
    {
        _limits = limits;
        _stored = new ContentSpool(limits.Cms.MemoryBuffer);
        _cutter = new LineCutter(Take);
    }

    /// <summary>The length of the content.</summary>
    public long Length { get; private set; }

    /// <summary>The parts of the content, when it is a multipart/signed whose header was found at its beginning.</summary>
    public MultipartScan? Scan { get; private set; }

    /// <summary>The runs of base64, in order.</summary>
    public IReadOnlyList<Base64Segment> Runs => _runs;

    /// <summary>Takes the next bytes.</summary>
    public void Write(ReadOnlySpan<byte> bytes) => _cutter.Write(bytes);

    /// <inheritdoc/>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        Write(bytes.Span);
        return ValueTask.CompletedTask;
    }

    /// <summary>Ends writing; reading may begin.</summary>
    public void Complete()
    {
        _cutter.Complete();
        _stored.Complete();
        CryptographicOperations.ZeroMemory(_line);
    }

    /// <summary>The content, or a range of it, as it was written; seekable.</summary>
    public Stream OpenRead(long offset = 0, long? length = null) =>
        _runs.Count == 0 ? _stored.OpenRead(offset, length) : new MimeSpoolReader(this, _stored.OpenRead(), offset, length ?? Length - offset);

    /// <summary>The bytes that the base64 in a range stands for.</summary>
    /// <param name="offset">Where the base64 begins.</param>
    /// <param name="length">How long it is.</param>
    /// <param name="tolerant">Whether what is not base64 is passed over instead of being an error.</param>
    public Stream OpenDecoded(long offset, long length, bool tolerant)
    {
        // The line end before a boundary is not of the part, and may have been of the run.
        long end = offset + length;
        int first = _runs.FindIndex(r => r.Offset >= offset);
        int last = first;
        while (last >= 0 && last + 1 < _runs.Count && _runs[last + 1].Offset == _runs[last].End && _runs[last + 1].Offset < end)
        {
            last++;
        }

        if (first < 0 || _runs[first].Offset != offset || _runs[last].End > end + 2)
        {
            return new Base64DecodingStream(OpenRead(offset, length), tolerant);
        }

        long rest = Math.Min(_runs[last].End, end);
        return new JoinedStream(
            _stored.OpenRead(_runs[first].StoredOffset, _runs[last].StoredEnd - _runs[first].StoredOffset),
            new Base64DecodingStream(OpenRead(rest, end - rest), tolerant));
    }

    /// <summary>Where a byte that is in no run lies in the store.</summary>
    /// <param name="offset">Where it is in the content.</param>
    /// <param name="run">The last run that begins at or before it, or -1.</param>
    public long StoredOffset(long offset, int run) => run < 0 ? offset : _runs[run].StoredEnd + (offset - _runs[run].End);

    /// <inheritdoc/>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_line);
        Scan?.Dispose();
        _stored.Dispose();
    }

    private void Take(ReadOnlySpan<byte> block, bool startsLine, bool isLast)
    {
        if (!_begun)
        {
            _begun = true;
            Scan = SignedEntity.TryBegin(block, _limits);
        }

        _runsInBlock.Clear();
        int textStart = 0;
        int position = startsLine ? 0 : block.IndexOf((byte)'\n') + 1;
        while (position < block.Length)
        {
            ReadOnlySpan<byte> rest = block[position..];
            int lineEnd = rest.IndexOf((byte)'\n');
            if (lineEnd < 0)
            {
                break;
            }

            int runLength = TakeRun(rest, lineEnd - 1, block[textStart..position], Length + textStart);
            if (runLength > 0)
            {
                _runsInBlock.Add((position, runLength));
                textStart = position + runLength;
            }

            position += Math.Max(runLength, lineEnd + 1);
        }

        _stored.Write(block[textStart..]);
        Scan?.Take(block, CollectionsMarshal.AsSpan(_runsInBlock), startsLine, isLast);
        Length += block.Length;
    }

    // Decodes the lines that are like the first; what comes before them is stored first. The length of the run, or 0.
    private int TakeRun(ReadOnlySpan<byte> lines, int lineLength, ReadOnlySpan<byte> textBefore, long textOffset)
    {
        long offset = textOffset + textBefore.Length;
        bool continues = _runs.Count > 0 && _runs[^1].End == offset && _runs[^1].LineLength == lineLength;
        if (!Base64Run.Takes(lineLength) || (!continues && !BeginsRun(lines, lineLength)))
        {
            return 0;
        }

        _stored.Write(textBefore);
        long stored = _stored.Length;
        int count = 0;
        int decoded;
        while ((decoded = DecodeIntoStore(lines[(count * (lineLength + 2))..], lineLength)) > 0)
        {
            count += decoded;
        }

        if (continues)
        {
            _runs[^1] = _runs[^1] with { Lines = _runs[^1].Lines + count };
        }
        else
        {
            _runs.Add(new Base64Segment(offset, count, lineLength, stored));
        }

        return count * (lineLength + 2);
    }

    // Whether there are enough lines of base64 to make a run of.
    private bool BeginsRun(ReadOnlySpan<byte> lines, int lineLength)
    {
        int enough = (ShortestRun / (lineLength + 2)) + 1;
        return _runs.Count < MaximumRuns && lines.Length >= ShortestRun && Base64Run.Decode(lines, lineLength, lineEndLength: 2, _line.AsSpan(0, BytesFor(enough))) == enough;

        int BytesFor(int count) => (count * Base64Run.BytesOf(lineLength)) + Base64Run.Slack;
    }

    // Straight into a page as far as lines fit; one that does not is put together first.
    private int DecodeIntoStore(ReadOnlySpan<byte> lines, int lineLength)
    {
        int count = Base64Run.Decode(lines, lineLength, lineEndLength: 2, _stored.GetPage());
        if (count > 0)
        {
            _stored.Advance(count * Base64Run.BytesOf(lineLength));
            return count;
        }

        int length = Base64Run.BytesOf(lineLength);
        if (Base64Run.Decode(lines, lineLength, lineEndLength: 2, _line.AsSpan(0, length + Base64Run.Slack)) == 0)
        {
            return 0;
        }

        _stored.Write(_line.AsSpan(0, length));
        return 1;
    }
}
