using System.Formats.Asn1;

namespace Cps.Smime.Directories;

/// <summary>The envelope of every operation (LDAPMessage, RFC 4511 section 4.1.1).</summary>
/// <param name="MessageId">The number of the request that it belongs to; 0 for a notice that nobody asked for.</param>
/// <param name="Tag">Which operation it is: see <see cref="LdapTags"/>.</param>
/// <param name="ProtocolOp">The encoded operation.</param>
/// <param name="Controls">The controls.</param>
internal sealed record LdapMessage(int MessageId, Asn1Tag Tag, ReadOnlyMemory<byte> ProtocolOp, IReadOnlyList<LdapControl> Controls)
{
    /// <summary>Reads a whole message.</summary>
    /// <exception cref="AsnContentException">The bytes are not an LDAP message.</exception>
    public static LdapMessage Read(ReadOnlyMemory<byte> encoded)
    {
        BerStructure.Check(encoded.Span);
        AsnReader outer = new(encoded, AsnEncodingRules.BER);
        AsnReader message = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        int id = message.ReadLdapInteger();
        Asn1Tag tag = message.PeekTag();
        ReadOnlyMemory<byte> operation = message.ReadEncodedValue();
        List<LdapControl> controls = message.Peeks(LdapControl.ControlsTag) ? LdapControl.ReadAll(message.ReadSequence(LdapControl.ControlsTag)) : [];
        return new LdapMessage(id, tag, operation, controls);
    }

    /// <summary>Encodes a request. The caller clears the result when it holds a password.</summary>
    public static byte[] Encode(int messageId, ILdapRequest request, LdapControl? control = null)
    {
        AsnWriter writer = new(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(messageId);
            request.Write(writer);
            if (control is not null)
            {
                using (writer.PushSequence(LdapControl.ControlsTag))
                {
                    control.Write(writer);
                }
            }
        }

        byte[] encoded = writer.Encode();
        writer.Reset();
        return encoded;
    }

    public bool Is(Asn1Tag tag) => Tag.HasSameClassAndValue(tag);

    /// <summary>The content of the operation, to be read.</summary>
    public AsnReader Open() => new AsnReader(ProtocolOp, AsnEncodingRules.BER).ReadSequence(Tag);
}
