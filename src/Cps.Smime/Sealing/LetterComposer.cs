using System.Text;
using Cps.Smime.Certificates;
using MimeKit;
using MimeKit.Utils;

namespace Cps.Smime;

/// <summary>Turns a <see cref="Letter"/> into a MIME message that survives transport: text in UTF-8, every attachment in base64.</summary>
internal static class LetterComposer
{
    public static MimeMessage Compose(Letter letter, DateTimeOffset now, List<IDisposable> owned)
    {
        RefuseControlCharacters(letter.Subject, "the subject");
        RefuseControlCharacters(letter.FromName ?? "", "the sender's name");
        MailboxAddress sender = new(letter.FromName, letter.From.ToString());

        // With header fields from the beginning: a message without any first makes itself some, which would be replaced.
        MimeMessage message = new(
            new Header(HeaderId.From, ""),
            new Header(HeaderId.Date, DateUtils.FormatDate(now)),
            new Header(HeaderId.Subject, letter.Subject),
            new Header(HeaderId.MessageId, $"<{Guid.NewGuid():N}@{letter.From.Domain}>"));
        message.From.Add(sender);
        message.To.AddRange(letter.To.Select(a => new MailboxAddress(null, a.ToString())));
        TextPart text = new("plain");
        text.SetText(Encoding.UTF8, letter.Text);
        if (letter.Attachments.Count == 0)
        {
            message.Body = text;
            return message;
        }

        Multipart mixed = new("mixed") { text };
        foreach (LetterAttachment attachment in letter.Attachments)
        {
            RefuseControlCharacters(attachment.FileName, "the name of an attachment");
            Stream content = attachment.Open();
            owned.Add(content);
            mixed.Add(new MimePart(ContentType.Parse(attachment.MediaType))
            {
                Content = new MimeContent(content),
                ContentDisposition = new ContentDisposition(ContentDisposition.Attachment),
                ContentTransferEncoding = ContentEncoding.Base64,
                FileName = Path.GetFileName(attachment.FileName),
            });
        }

        message.Body = mixed;
        return message;
    }

    private static void RefuseControlCharacters(string text, string what)
    {
        if (text.Any(c => char.IsControl(c) || c is '\u2028' or '\u2029'))
        {
            throw new CpsException(CpsErrorCode.Refused, $"{what} holds a control character", advice: "Remove line ends and other control characters.");
        }
    }
}
