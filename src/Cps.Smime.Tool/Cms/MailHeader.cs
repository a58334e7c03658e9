using Cps.Smime.Certificates;
using MimeKit;

namespace Cps.Smime.Tool.Cms;

/// <summary>The header of a mail or of one of its parts, taken from a stream, and the stream of what follows it.</summary>
internal sealed class MailHeader
{
    private const int MaximumLength = 256 * 1024;

    private MailHeader(HeaderList fields, Stream body)
    {
        Body = body;
        TransferEncoding = (fields[HeaderId.ContentTransferEncoding] ?? "7bit").Trim().ToLowerInvariant();
        ContentType = fields[HeaderId.ContentType] is { } value && ContentType.TryParse(value, out ContentType? type) ? type : null;
    }

    /// <summary>The content type, or null when there is none that can be read.</summary>
    public ContentType? ContentType { get; }

    /// <summary>The transfer encoding in lower case.</summary>
    public string TransferEncoding { get; }

    /// <summary>What follows the empty line.</summary>
    public Stream Body { get; }

    /// <summary>Reads a header.</summary>
    /// <exception cref="CpsException">Malformed: there is none.</exception>
    public static async Task<MailHeader> ReadAsync(Stream input, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[16 * 1024];
        int filled = 0;
        int end;
        while ((end = FindEnd(buffer.AsSpan(0, filled))) < 0)
        {
            if (filled == MaximumLength)
            {
                throw None();
            }

            if (filled == buffer.Length)
            {
                Array.Resize(ref buffer, Math.Min(MaximumLength, 2 * filled));
            }

            int count = await input.ReadAsync(buffer.AsMemory(filled), cancellationToken);
            if (count == 0)
            {
                throw None();
            }

            filled += count;
        }

        return new MailHeader(Parse(buffer.AsMemory(0, end)), new PrefixedStream(buffer.AsMemory(end, filled - end), input));
    }

    /// <summary>The body without its transfer encoding.</summary>
    /// <exception cref="CpsException">Unsupported: an encoding that CMS does not travel in.</exception>
    public Stream Decode() => TransferEncoding switch
    {
        "base64" => new Base64Reader(Body, isPem: false),
        "7bit" or "8bit" or "binary" => Body,
        _ => throw new CpsException(CpsErrorCode.Unsupported, "the transfer encoding is not one that CMS travels in"),
    };

    private static HeaderList Parse(ReadOnlyMemory<byte> header)
    {
        try
        {
            HeaderList fields = HeaderList.Load(new MemoryStream(header.ToArray()));
            return fields.Count > 0 ? fields : throw None();
        }
        catch (FormatException)
        {
            throw None();
        }
    }

    // Behind the empty line, or -1.
    private static int FindEnd(ReadOnlySpan<byte> text)
    {
        int lineStart = 0;
        int lineEnd;
        while ((lineEnd = text[lineStart..].IndexOf((byte)'\n')) >= 0)
        {
            bool isEmpty = lineEnd == 0 || (lineEnd == 1 && text[lineStart] == (byte)'\r');
            lineStart += lineEnd + 1;
            if (isEmpty)
            {
                return lineStart;
            }
        }

        return -1;
    }

    private static CpsException None() => new(CpsErrorCode.Malformed, "the input is not a CMS message in DER, BER, PEM or S/MIME", advice: "Check that it is the right file");
}
