using Cps.Smime.Certificates;
using MimeKit;

namespace Cps.Smime.Mime;

/// <summary>The mailboxes of one kind of header field, over all its occurrences: two From fields are as suspicious as two mailboxes in one.</summary>
/// <param name="FieldCount">How many such fields the message has.</param>
/// <param name="Mailboxes">The mailboxes, display names included.</param>
public sealed record MailboxList(int FieldCount, IReadOnlyList<MailboxAddress> Mailboxes)
{
    /// <summary>Whether a field names a group (RFC 6854), whose name programs show in place of its members.</summary>
    public bool HasGroup { get; init; }

    /// <summary>
    /// The one address, when there is exactly one field with exactly one mailbox outside any group and its address is of an accepted form;
    /// else null.
    /// </summary>
    public EmailAddress? Single => FieldCount == 1 && Mailboxes.Count == 1 && !HasGroup && EmailAddress.TryParse(Mailboxes[0].Address, out EmailAddress? address) ? address : null;

    internal static MailboxList Read(HeaderList headers, HeaderId id)
    {
        List<MailboxAddress> mailboxes = [];
        int fields = 0;
        bool hasGroup = false;
        foreach (Header header in headers.Where(h => h.Id == id))
        {
            fields++;
            if (InternetAddressList.TryParse(header.RawValue, out InternetAddressList? list))
            {
                mailboxes.AddRange(list.Mailboxes);
                hasGroup |= list.OfType<GroupAddress>().Any();
            }
        }

        return new MailboxList(fields, mailboxes) { HasGroup = hasGroup };
    }
}
