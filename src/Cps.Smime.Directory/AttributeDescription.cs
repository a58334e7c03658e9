namespace Cps.Smime.Directories;

/// <summary>
/// The name of an attribute with its options, such as <c>userCertificate;binary</c> (RFC 4512 section 2.5). Only letters, digits and
/// <c>-</c>, <c>.</c>, <c>;</c> make one, so that it needs no escaping in LDIF, in a filter or in an LDAP URL.
/// </summary>
internal static class AttributeDescription
{
    private const int MaximumLength = 256;

    public static bool IsValid(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > MaximumLength || text[0] is '-' or '.' or ';' || text[^1] == ';')
        {
            return false;
        }

        foreach (char c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '.' or ';'))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The attribute type, without the options.</summary>
    public static string TypeOf(string description)
    {
        int semicolon = description.IndexOf(';', StringComparison.Ordinal);
        return semicolon < 0 ? description : description[..semicolon];
    }

    public static string Require(string description, string parameter) => IsValid(description)
        ? description
        : throw new ArgumentException("An attribute description is letters, digits, '-', '.' and ';' (RFC 4512 section 2.5).", parameter);
}
