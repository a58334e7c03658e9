using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Cps.Smime.Certificates;

/// <summary>
/// A mail address for comparison (RFC 5321 section 2.4, RFC 8550 section 3): the local part exactly, the domain without regard to ASCII
/// case, internationalised domains as A-labels. Quoted local parts, comments, control characters and trailing dots are refused, because
/// every one of them has been used to make two addresses look alike.
/// </summary>
public sealed class EmailAddress : IEquatable<EmailAddress>
{
    /// <summary>The longest address, in characters (RFC 5321 section 4.5.3.1).</summary>
    public const int MaximumLength = 254;

    private const string Atext = "!#$%&'*+-/=?^_`{|}~";

    private static readonly IdnMapping s_idn = new() { UseStd3AsciiRules = true };

    private EmailAddress(string localPart, string domain)
    {
        LocalPart = localPart;
        Domain = domain;
    }

    /// <summary>The part before the <c>@</c>.</summary>
    public string LocalPart { get; }

    /// <summary>The domain in lower case, internationalised labels as A-labels.</summary>
    public string Domain { get; }

    /// <summary>Reads an address.</summary>
    /// <exception cref="FormatException">It is not an address of the form that this class accepts.</exception>
    public static EmailAddress Parse(string text) =>
        TryParse(text, out EmailAddress? address) ? address : throw new FormatException("Not a mail address of the form local-part@domain.");

    /// <summary>Reads an address; false when it is not of the accepted form.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out EmailAddress? address)
    {
        address = null;
        if (text is null || text.Length > MaximumLength)
        {
            return false;
        }

        int at = text.LastIndexOf('@');
        if (at < 1 || at > 64 || at == text.Length - 1)
        {
            return false;
        }

        string local = text[..at];
        if (local[0] == '.' || local[^1] == '.' || local.Contains("..", StringComparison.Ordinal) || !local.EnumerateRunes().All(IsLocalCharacter))
        {
            return false;
        }

        string domain = text[(at + 1)..];
        if (!domain.All(char.IsAscii))
        {
            // Characters that the mapping to A-labels would drop or replace (soft hyphen, zero width, full width, ideographic full stop)
            // would make two texts one address.
            if (!domain.EnumerateRunes().All(IsDomainCharacter) || !domain.IsNormalized(NormalizationForm.FormKC))
            {
                return false;
            }

            try
            {
                domain = s_idn.GetAscii(domain);
            }
            catch (ArgumentException)
            {
                return false;
            }
        }

        string[] labels = domain.Split('.');
        if (labels.Any(l => l.Length is 0 or > 63 || l[0] == '-' || l[^1] == '-' || !l.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')))
        {
            return false;
        }

        address = new EmailAddress(local, domain.ToLowerInvariant());
        return true;
    }

    /// <summary>
    /// Whether both name the same mailbox as directories understand it: the local part too without regard to ASCII case. For looking up
    /// only; a signature is bound by <see cref="Equals(EmailAddress)"/>.
    /// </summary>
    public bool Matches(EmailAddress? other) =>
        other is not null && Domain == other.Domain && string.Equals(LocalPart, other.LocalPart, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public bool Equals(EmailAddress? other) => other is not null && LocalPart == other.LocalPart && Domain == other.Domain;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as EmailAddress);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(LocalPart, Domain);

    /// <summary><c>local-part@domain</c>.</summary>
    public override string ToString() => $"{LocalPart}@{Domain}";

    // Letters and digits of other scripts are allowed (RFC 6531); formatting characters and separators are not.
    private static bool IsLocalCharacter(Rune c) => c.IsAscii
        ? Rune.IsLetterOrDigit(c) || c.Value == '.' || Atext.Contains((char)c.Value, StringComparison.Ordinal)
        : IsOfAWord(c);

    private static bool IsDomainCharacter(Rune c) => c.IsAscii ? Rune.IsLetterOrDigit(c) || c.Value is '.' or '-' : IsOfAWord(c);

    // A lone surrogate is enumerated as U+FFFD, which is neither letter, digit nor mark.
    private static bool IsOfAWord(Rune c) =>
        Rune.IsLetterOrDigit(c) || Rune.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
