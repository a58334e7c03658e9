using System.Formats.Asn1;

namespace Cps.Smime.Directories;

/// <summary>A control of a request or a response (RFC 4511 section 4.1.11).</summary>
internal sealed record LdapControl(string Type, bool IsCritical, ReadOnlyMemory<byte> Value)
{
    public static readonly Asn1Tag ControlsTag = LdapTags.Context(0, isConstructed: true);

    public static List<LdapControl> ReadAll(AsnReader controls)
    {
        List<LdapControl> read = [];
        while (controls.HasData)
        {
            AsnReader control = controls.ReadSequence();
            string type = control.ReadLdapString();
            bool isCritical = control.Peeks(Asn1Tag.Boolean) && control.ReadBoolean();
            read.Add(new LdapControl(type, isCritical, control.HasData ? control.ReadLdapOctets() : default));
            control.ThrowIfNotEmpty();
        }

        return read;
    }

    public void Write(AsnWriter writer)
    {
        using (writer.PushSequence())
        {
            writer.WriteLdapString(Type);
            if (IsCritical)
            {
                writer.WriteBoolean(true);
            }

            writer.WriteOctetString(Value.Span);
        }
    }
}
