using Cps.Smime.Certificates;
using MimeKit;
using MimeKit.IO;

namespace Cps.Smime.Mime;

/// <summary>Parses the content inside the layers with MimeKit, over the spool and without copying it, and lists its leaves.</summary>
internal static class ContentTree
{
    /// <summary>Parses a content.</summary>
    /// <param name="content">The content; it must live as long as the message.</param>
    /// <param name="mayBeGarbage">Whether the content comes out of an envelope that would decrypt to anything.</param>
    /// <param name="limits">Caps parts, depth and headers.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static (MimeEntity Entity, List<MessagePart> Parts, bool HasSecurityBelow) Read(
        SpooledContent content, bool mayBeGarbage, MailLimits limits, CancellationToken cancellationToken)
    {
        if (!HasHeader(content, out bool isText))
        {
            if (mayBeGarbage && !isText)
            {
                throw new MailException(CpsErrorCode.Malformed, "the content of the message cannot be read");
            }

            // A text that was signed or encrypted as it was, without becoming a MIME entity.
            MimePart bare = new("text", "plain") { Content = new MimeContent(content.OpenRead()) };
            return (bare, [new MessagePart(bare, new SafeFileName().Make(null, ".txt"), openDecoded: null)], false);
        }

        // Base64 outside every part (in a preamble, say) is left to a reading of the whole.
        return CondensedContent.TryRead(content) is { } condensed && List(Parse(condensed.Open, limits, cancellationToken), content, condensed) is { } listed ? listed
            : List(Parse(content.OpenRead, limits, cancellationToken), content, condensed: null)!.Value;
    }

    private static MimeEntity Parse(Func<Stream> open, MailLimits limits, CancellationToken cancellationToken)
    {
        ParserOptions options = new() { MaxMimeDepth = limits.MaximumMimeDepth };
        try
        {
            PartCount.Check(options, open(), limits, cancellationToken);
            return new MimeParser(options, open(), MimeFormat.Entity, persistent: true).ParseEntity(cancellationToken);
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            throw new MailException(CpsErrorCode.Malformed, "the content of the message cannot be read", innerException: e);
        }
    }

    private static (MimeEntity Entity, List<MessagePart> Parts, bool HasSecurityBelow)? List(MimeEntity entity, SpooledContent content, CondensedContent? condensed)
    {
        List<MessagePart> parts = [];
        SafeFileName names = new();
        bool hasSecurityBelow = false;
        int gaps = 0;
        Stack<MimeEntity> open = new([entity]);
        while (open.TryPop(out MimeEntity? next))
        {
            switch (next)
            {
                case Multipart multipart:
                    hasSecurityBelow |= SmimeMediaTypes.IsMultipartSigned(multipart.ContentType);
                    foreach (MimeEntity child in multipart.Reverse())
                    {
                        open.Push(child);
                    }

                    break;
                case MimeKit.MessagePart attached when attached.Message?.Body is { } body:
                    open.Push(body);
                    break;
                case MimePart part:
                    hasSecurityBelow |= SmimeMediaTypes.IsPkcs7Mime(part.ContentType, part.FileName) || SmimeMediaTypes.IsPkcs7Signature(part.ContentType, part.FileName);
                    SpooledContent? bytes = LocateContent(part, content, condensed, ref gaps);
                    bool isBase64 = bytes is not null && part.Content?.Encoding == ContentEncoding.Base64;
                    parts.Add(new MessagePart(part, names.Make(part.FileName, ExtensionOf(part.ContentType)), isBase64 ? () => bytes!.OpenDecoded(tolerant: true) : null));
                    break;
                default:
                    break;
            }
        }

        return gaps == (condensed?.GapCount ?? 0) ? (entity, parts, hasSecurityBelow) : null;
    }

    // The parser leaves content where it is and notes the range.
    private static SpooledContent? LocateContent(MimePart part, SpooledContent whole, CondensedContent? condensed, ref int gaps)
    {
        if (part.Content is not { Stream: BoundStream bytes } content)
        {
            return null;
        }

        (long offset, long length) = (bytes.StartBoundary, bytes.EndBoundary - bytes.StartBoundary);
        if (condensed is not null)
        {
            (offset, length, int gapsInside) = condensed.Locate(bytes.StartBoundary, bytes.EndBoundary);
            gaps += gapsInside;
            part.Content = new MimeContent(whole.Slice(offset, length).OpenRead(), content.Encoding) { NewLineFormat = content.NewLineFormat };
        }

        return whole.Slice(offset, length);
    }

    private static bool HasHeader(SpooledContent content, out bool isText)
    {
        Span<byte> beginning = stackalloc byte[1024];
        using Stream bytes = content.OpenRead();
        beginning = beginning[..bytes.ReadAtLeast(beginning, beginning.Length, throwOnEndOfStream: false)];
        isText = true;
        foreach (byte b in beginning)
        {
            isText &= b >= 0x20 || b is (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)'\f';
        }

        return HeaderBlock.LooksLikeEntity(beginning);
    }

    private static string ExtensionOf(ContentType type) => type.MimeType.ToLowerInvariant() switch
    {
        "text/plain" => ".txt",
        "text/html" => ".html",
        "application/pdf" => ".pdf",
        "application/pkcs7-mime" or "application/x-pkcs7-mime" => ".p7m",
        _ => ".bin",
    };
}
