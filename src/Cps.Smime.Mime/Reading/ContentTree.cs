using Cps.Smime.Certificates;
using MimeKit;

namespace Cps.Smime.Mime;

/// <summary>Parses the content inside the layers with MimeKit, over the spool and without copying it, and lists its leaves.</summary>
internal static class ContentTree
{
    /// <summary>Parses a content.</summary>
    /// <param name="openContent">Opens the content; each stream lives as long as the message.</param>
    /// <param name="mayBeGarbage">Whether the content comes out of an envelope that would decrypt to anything.</param>
    /// <param name="limits">Caps parts, depth and headers.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static (MimeEntity Entity, List<MessagePart> Parts, bool HasSecurityBelow) Read(Func<Stream> openContent, bool mayBeGarbage, MailLimits limits, CancellationToken cancellationToken)
    {
        ParserOptions options = new() { MaxMimeDepth = limits.MaximumMimeDepth };
        MimeEntity entity;
        if (!HasHeader(openContent(), out bool isText))
        {
            if (mayBeGarbage && !isText)
            {
                throw new MailException(CpsErrorCode.Malformed, "the content of the message cannot be read");
            }

            // A text that was signed or encrypted as it was, without becoming a MIME entity.
            MimePart bare = new("text", "plain") { Content = new MimeContent(openContent()) };
            return (bare, [new MessagePart(bare, new SafeFileName().Make(null, ".txt"))], false);
        }

        try
        {
            PartCount.Check(options, openContent(), limits, cancellationToken);
            entity = new MimeParser(options, openContent(), MimeFormat.Entity, persistent: true).ParseEntity(cancellationToken);
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            throw new MailException(CpsErrorCode.Malformed, "the content of the message cannot be read", innerException: e);
        }

        List<MessagePart> parts = [];
        SafeFileName names = new();
        bool hasSecurityBelow = false;
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
                    parts.Add(new MessagePart(part, names.Make(part.FileName, ExtensionOf(part.ContentType))));
                    break;
                default:
                    break;
            }
        }

        return (entity, parts, hasSecurityBelow);
    }

    private static bool HasHeader(Stream content, out bool isText)
    {
        Span<byte> beginning = stackalloc byte[1024];
        beginning = beginning[..content.ReadAtLeast(beginning, beginning.Length, throwOnEndOfStream: false)];
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
