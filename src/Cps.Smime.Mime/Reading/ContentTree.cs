using Cps.Smime.Certificates;
using MimeKit;

namespace Cps.Smime.Mime;

/// <summary>Parses the content inside the layers with MimeKit, over the spool and without copying it, and lists its leaves.</summary>
internal static class ContentTree
{
    public static (MimeEntity Entity, List<MessagePart> Parts, bool HasSecurityBelow) Read(Func<Stream> openContent, MailLimits limits, CancellationToken cancellationToken)
    {
        ParserOptions options = new() { MaxMimeDepth = limits.MaximumMimeDepth };
        MimeEntity entity;
        if (!HasHeader(openContent()))
        {
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

    private static bool HasHeader(Stream content)
    {
        Span<byte> beginning = stackalloc byte[1024];
        return HeaderBlock.LooksLikeEntity(beginning[..content.ReadAtLeast(beginning, beginning.Length, throwOnEndOfStream: false)]);
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
