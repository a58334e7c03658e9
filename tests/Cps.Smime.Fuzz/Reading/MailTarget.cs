using System.Text;
using Cps.Smime.Certificates;
using Cps.Smime.Mime;

namespace Cps.Smime.Fuzz;

/// <summary>Reads mail with a mailbox, as the owner of the RSA key: verdict, layers, parts, and the texts about them in both languages.</summary>
internal static class MailTarget
{
    private static readonly SecureMailbox s_mailbox = new(new SecureMailboxOptions
    {
        Anchors = People.Anchors,
        Time = Fixed.Time,
        Limits = new MailLimits { MaximumHeaderLength = 20_000, Cms = CmsTarget.Limits },
    });

    private static readonly SecureMessageReader s_reader = new(new MailLimits { MaximumHeaderLength = 20_000, Cms = CmsTarget.Limits });

    private static readonly IDecryptionKey[] s_keys = [.. People.Keys.OfType<IDecryptionKey>()];

    public static async Task<string> RunAsync(byte[] message)
    {
        string outcome = await OpenAsync(new MemoryStream(message));
        try
        {
            using OpenedMessage inspected = await s_reader.InspectAsync(new MemoryStream(message));
            _ = (inspected.From.Single, inspected.Sender.Single, inspected.To.Single, inspected.Subject);
            return $"{outcome} | {inspected.Layers.Count}";
        }
        catch (CpsException e)
        {
            return $"{outcome} | {e.Code}";
        }
    }

    private static async Task<string> OpenAsync(Stream message)
    {
        try
        {
            using OpenedLetter letter = await s_mailbox.OpenAsync(message, s_keys);
            MessageReport report = letter.Report;
            StringBuilder parts = new();
            foreach (MessagePart part in letter.Parts)
            {
                if (Path.GetFileName(part.FileName) != part.FileName || part.MediaType.Length == 0)
                {
                    throw new FindingException("a part's file name is a path, or it has no media type");
                }

                _ = (part.GivenName, part.Charset, part.IsAttachment);
                parts.Append(part.MediaType).Append(' ').Append(Contents.Digest(part.ReadAllBytes())).Append('|');
            }

            foreach (TextLanguage language in Enum.GetValues<TextLanguage>())
            {
                _ = report.ToSentence(language);
                _ = report.ReasonsInWords(language);
            }

            if (report.Verdict == Verdict.Valid)
            {
                Known.Facts.Valid(report.From ?? "", parts.ToString());
            }

            return $"{report.Verdict} {string.Join(',', report.Reasons)} {string.Join(',', report.Layers.Select(l => l.Kind))} {Math.Min(9, letter.Parts.Count)}";
        }
        catch (CpsException e)
        {
            return $"{e.Code} {e.Message}";
        }
    }
}
