using Cps.Smime.Certificates;
using MimeKit;

namespace Cps.Smime.Mime;

/// <summary>The mailboxes of one kind of header field, over all its occurrences: two From fields are as suspicious as two mailboxes in one.</summary>
/// <param name="FieldCount">How many such fields the message has.</param>
/// <param name="Mailboxes">The mailboxes, display names included.</param>
public sealed record MailboxList(int FieldCount, IReadOnlyList<MailboxAddress> Mailboxes)
{
    /// <summary>The one address, when there is exactly one field with exactly one mailbox and its address is of an accepted form; else null.</summary>
    public EmailAddress? Single => FieldCount == 1 && Mailboxes.Count == 1 && EmailAddress.TryParse(Mailboxes[0].Address, out EmailAddress? address) ? address : null;

    internal static MailboxList Read(HeaderList headers, HeaderId id)
    {
        List<MailboxAddress> mailboxes = [];
        int fields = 0;
        foreach (Header header in headers.Where(h => h.Id == id))
        {
            fields++;
            if (InternetAddressList.TryParse(header.RawValue, out InternetAddressList? list))
            {
                mailboxes.AddRange(list.Mailboxes);
            }
        }

        return new MailboxList(fields, mailboxes);
    }
}
