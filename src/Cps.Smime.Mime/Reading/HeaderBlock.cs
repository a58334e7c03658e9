using System.Buffers;
using Cps.Smime.Certificates;
using MimeKit;

namespace Cps.Smime.Mime;

/// <summary>
/// The header of an entity taken from a stream, and the stream of what follows it. The header is parsed by MimeKit; the body is not
/// touched, so that a large one can go straight to the decoder.
/// </summary>
internal sealed class HeaderBlock
{
    private readonly byte[] _raw;

    private HeaderBlock(HeaderList headers, Stream body, byte[] raw)
    {
        Headers = headers;
        Body = body;
        _raw = raw;
    }

    public HeaderList Headers { get; }

    /// <summary>What follows the empty line.</summary>
    public Stream Body { get; }

    /// <summary>Length of the header with its empty line, in bytes.</summary>
    public long Length => _raw.Length;

    /// <summary>The header's bytes as they came, with the empty line.</summary>
    public ReadOnlySpan<byte> Raw => _raw;

    public ContentType ContentType => Headers[HeaderId.ContentType] is { } value && ContentType.TryParse(value, out ContentType? type) ? type : new ContentType("text", "plain");

    public string TransferEncoding => (Headers[HeaderId.ContentTransferEncoding] ?? "7bit").Trim();

    /// <summary>Reads a header.</summary>
    /// <param name="input">The entity; not closed.</param>
    /// <param name="limits">Caps the header.</param>
    /// <param name="isMessage">Whether this is a whole message, which must have at least one header line.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    public static async ValueTask<HeaderBlock> ReadAsync(Stream input, MailLimits limits, bool isMessage, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(Math.Min(16 * 1024, limits.MaximumHeaderLength));
        try
        {
            int filled = 0;
            int searched = 0;
            int end;
            while (!TryFindEnd(buffer.AsSpan(0, filled), ref searched, out end))
            {
                if (filled >= limits.MaximumHeaderLength)
                {
                    throw TooLong(limits);
                }

                if (filled == buffer.Length)
                {
                    byte[] larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
                    buffer.AsSpan(0, filled).CopyTo(larger);
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = larger;
                }

                int count = await input.ReadAsync(buffer.AsMemory(filled), cancellationToken).ConfigureAwait(false);
                if (count == 0)
                {
                    end = filled;
                    break;
                }

                filled += count;
            }

            if (end > limits.MaximumHeaderLength)
            {
                throw TooLong(limits);
            }

            if (!isMessage && !LooksLikeEntity(buffer.AsSpan(0, end)))
            {
                // No MIME entity: a text that was signed or encrypted as it was. Nothing of it is a header.
                end = 0;
            }

            int start = isMessage ? SkipMboxLine(buffer.AsSpan(0, end)) : 0;
            byte[] raw = buffer.AsSpan(start, end - start).ToArray();
            byte[] rest = buffer.AsSpan(end, filled - end).ToArray();
            return new HeaderBlock(Parse(raw, isMessage), new PrefixedStream(rest, input), raw);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Reads the header of an entity that begins with these bytes; null when there is none in them, or it cannot be read.</summary>
    public static HeaderBlock? TryRead(ReadOnlySpan<byte> entity, MailLimits limits)
    {
        int searched = 0;
        entity = entity[..Math.Min(entity.Length, limits.MaximumHeaderLength)];
        if (!TryFindEnd(entity, ref searched, out int end) || !LooksLikeHeader(entity[..end]))
        {
            return null;
        }

        try
        {
            byte[] raw = entity[..end].ToArray();
            return new HeaderBlock(Parse(raw, isMessage: false), Stream.Null, raw);
        }
        catch (MailException)
        {
            return null;
        }
    }

    private static MailException TooLong(MailLimits limits) =>
        new(CpsErrorCode.LimitExceeded, $"the message's header is longer than {limits.MaximumHeaderLength} bytes");

    // An empty line ends the header, and so does the very first line when it is empty.
    private static bool TryFindEnd(ReadOnlySpan<byte> bytes, ref int searched, out int end)
    {
        for (int lineStart = searched; ;)
        {
            int newLine = bytes[lineStart..].IndexOf((byte)'\n');
            if (newLine < 0)
            {
                searched = lineStart;
                end = 0;
                return false;
            }

            ReadOnlySpan<byte> line = bytes.Slice(lineStart, newLine);
            lineStart += newLine + 1;
            if (line.IsEmpty || line is [(byte)'\r'])
            {
                end = lineStart;
                return true;
            }
        }
    }

    private static HeaderList Parse(ReadOnlySpan<byte> bytes, bool isMessage)
    {
        if (isMessage && !LooksLikeHeader(bytes))
        {
            throw new MailException(CpsErrorCode.Malformed, bytes.IsEmpty ? "the message is empty" : "the input is not a mail message",
                advice: "Give a message in the form that mail programs save (.eml).");
        }

        try
        {
            using MemoryStream stream = new(bytes.ToArray());
            return bytes.IsEmpty ? [] : HeaderList.Load(stream);
        }
        catch (Exception e) when (e is FormatException or IOException or ArgumentException)
        {
            throw new MailException(CpsErrorCode.Malformed, "the message's header cannot be read", innerException: e);
        }
    }

    // Mailbox files put a line before the header that is not part of it (RFC 4155).
    private static int SkipMboxLine(ReadOnlySpan<byte> bytes) => bytes.StartsWith("From "u8) ? bytes.IndexOf((byte)'\n') + 1 : 0;

    /// <summary>Whether an entity begins with a header: an empty line, or a header field.</summary>
    public static bool LooksLikeEntity(ReadOnlySpan<byte> bytes) => bytes.IsEmpty || bytes.StartsWith("\n"u8) || bytes.StartsWith("\r\n"u8) || LooksLikeHeader(bytes);

    // A field name of printable ASCII and a colon (RFC 5322 section 2.2).
    private static bool LooksLikeHeader(ReadOnlySpan<byte> bytes)
    {
        int colon = bytes.IndexOf((byte)':');
        return colon > 0 && colon <= 998 && bytes[..colon].TrimEnd(" \t"u8).IndexOfAnyExceptInRange((byte)33, (byte)126) < 0;
    }
}
