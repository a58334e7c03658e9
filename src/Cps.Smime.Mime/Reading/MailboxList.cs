using System.Text;
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
    /// Whether an address stands in its field otherwise than it is understood: with a route, a comment within it, a dot behind it, or
    /// encoded. Programs do not agree on what such a field says.
    /// </summary>
    public bool HasObscureAddress { get; init; }

    /// <summary>
    /// The one address, when there is exactly one field with exactly one mailbox outside any group, plainly written, and its address is of
    /// an accepted form; else null.
    /// </summary>
    public EmailAddress? Single => FieldCount == 1 && Mailboxes.Count == 1 && !HasGroup && !HasObscureAddress
        && EmailAddress.TryParse(Mailboxes[0].Address, out EmailAddress? address) ? address : null;

    internal static MailboxList Read(HeaderList headers, HeaderId id)
    {
        List<MailboxAddress> mailboxes = [];
        int fields = 0;
        bool hasGroup = false;
        bool isObscure = false;
        foreach (Header header in headers.Where(h => h.Id == id))
        {
            fields++;
            if (!InternetAddressList.TryParse(header.RawValue, out InternetAddressList? list))
            {
                continue;
            }

            mailboxes.AddRange(list.Mailboxes);
            hasGroup |= list.OfType<GroupAddress>().Any();
            isObscure |= list is [MailboxAddress only] && !IsPlain(Encoding.UTF8.GetString(header.RawValue), only.Address)
                && !IsPlain(Encoding.UTF8.GetString(header.RawValue), MailboxAddress.EncodeAddrspec(only.Address));
        }

        return new MailboxList(fields, mailboxes) { HasGroup = hasGroup, HasObscureAddress = isObscure };
    }

    // The address as it is understood (its domain in letters or as A-labels), alone or in angle brackets, with nothing behind it but one comment.
    private static bool IsPlain(string field, string address)
    {
        int at = field.LastIndexOf(address, StringComparison.Ordinal);
        if (at < 0 || (at > 0 && field[at - 1] is not (' ' or '\t' or '\n' or '<')))
        {
            return false;
        }

        ReadOnlySpan<char> behind = field.AsSpan(at + address.Length);
        behind = at > 0 && field[at - 1] == '<' ? (behind is ['>', ..] ? behind[1..] : "<") : behind;
        behind = behind.Trim(" \t\r\n");
        return behind.IsEmpty || (behind is ['(', .., ')'] && !behind[1..^1].ContainsAny("()\\"));
    }
}
