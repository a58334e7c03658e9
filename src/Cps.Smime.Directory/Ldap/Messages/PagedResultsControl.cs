using System.Formats.Asn1;

namespace Cps.Smime.Directories;

/// <summary>Simple paged results (RFC 2696): how many entries to return at a time, and the server's cookie of where it is.</summary>
internal static class PagedResultsControl
{
    public const string Type = "1.2.840.113556.1.4.319";

    public static LdapControl Create(int pageSize, ReadOnlyMemory<byte> cookie)
    {
        AsnWriter writer = new(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(pageSize);
            writer.WriteOctetString(cookie.Span);
        }

        return new LdapControl(Type, IsCritical: false, writer.Encode());
    }

    /// <summary>The cookie that asks for the next page; empty when there is none.</summary>
    public static ReadOnlyMemory<byte> ReadCookie(IReadOnlyList<LdapControl> controls)
    {
        LdapControl? control = controls.FirstOrDefault(c => c.Type == Type);
        if (control is null)
        {
            return default;
        }

        AsnReader value = new AsnReader(control.Value, AsnEncodingRules.BER).ReadSequence();
        value.ReadInteger();
        return value.ReadLdapOctets();
    }
}
