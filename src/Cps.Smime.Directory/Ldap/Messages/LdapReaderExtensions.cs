using System.Formats.Asn1;
using System.Text;

namespace Cps.Smime.Directories;

/// <summary>Reads LDAP's few kinds of values; everything that is not as RFC 4511 says is an <see cref="AsnContentException"/>.</summary>
internal static class LdapReaderExtensions
{
    public static int ReadLdapInteger(this AsnReader reader) =>
        reader.TryReadInt32(out int value) ? value : throw new AsnContentException("An LDAP integer is too large.");

    public static int ReadLdapEnumerated(this AsnReader reader)
    {
        ReadOnlySpan<byte> bytes = reader.ReadEnumeratedBytes().Span;
        if (bytes.Length is 0 or > 4 || bytes[0] > 0x7F)
        {
            throw new AsnContentException("An LDAP enumeration is negative or too large.");
        }

        int value = 0;
        foreach (byte b in bytes)
        {
            value = (value << 8) | b;
        }

        return value;
    }

    /// <summary>An OCTET STRING, as a slice of the message.</summary>
    public static ReadOnlyMemory<byte> ReadLdapOctets(this AsnReader reader, Asn1Tag? tag = null) =>
        reader.TryReadPrimitiveOctetString(out ReadOnlyMemory<byte> contents, tag)
            ? contents
            : throw new AsnContentException("An LDAP string is in the constructed form (RFC 4511 section 5.1).");

    /// <summary>An LDAPString; bytes that are no UTF-8 become U+FFFD.</summary>
    public static string ReadLdapString(this AsnReader reader, Asn1Tag? tag = null) => Encoding.UTF8.GetString(reader.ReadLdapOctets(tag).Span);

    public static void WriteLdapString(this AsnWriter writer, string text, Asn1Tag? tag = null) => writer.WriteOctetString(Encoding.UTF8.GetBytes(text), tag);

    public static bool Peeks(this AsnReader reader, Asn1Tag tag) => reader.HasData && reader.PeekTag().HasSameClassAndValue(tag);
}
