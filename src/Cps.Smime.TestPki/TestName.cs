using System.Formats.Asn1;
using System.Text;

namespace Cps.Smime.TestPki;

/// <summary>
/// Writes the DER of a distinguished name as the French health PKI does: attributes in the order given, the members of a multi-valued
/// RDN not sorted, T61String holding Latin-1. Not safe for several threads.
/// </summary>
public sealed class TestName
{
    private readonly List<byte[]> _relativeNames = [];

    /// <summary>Adds a relative name of one attribute.</summary>
    /// <param name="oid">The attribute type.</param>
    /// <param name="value">Its value.</param>
    /// <param name="type">The string type to write it in.</param>
    public TestName Add(string oid, string value, UniversalTagNumber type = UniversalTagNumber.UTF8String) => Add(type, (oid, value));

    /// <summary>Adds a relative name of several attributes, in this order.</summary>
    /// <param name="type">The string type to write the values in.</param>
    /// <param name="attributes">Attribute types and values.</param>
    public TestName Add(UniversalTagNumber type, params (string Oid, string Value)[] attributes)
    {
        ArgumentNullException.ThrowIfNull(attributes);

        // BER, because DER would sort the members: issued certificates hold CN, SN, GN in this order.
        AsnWriter writer = new(AsnEncodingRules.BER);
        using (writer.PushSetOf())
        {
            foreach ((string oid, string value) in attributes)
            {
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(oid);
                    WriteString(writer, value, type);
                }
            }
        }

        _relativeNames.Add(writer.Encode());
        return this;
    }

    /// <summary>The DER of the name.</summary>
    public byte[] Encode()
    {
        AsnWriter writer = new(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            foreach (byte[] relativeName in _relativeNames)
            {
                writer.WriteEncodedValue(relativeName);
            }
        }

        return writer.Encode();
    }

    private static void WriteString(AsnWriter writer, string value, UniversalTagNumber type)
    {
        if (type == UniversalTagNumber.T61String)
        {
            // The platform would write UTF-8 under this tag: write an OCTET STRING and give it the tag of a T61String.
            AsnWriter octets = new(AsnEncodingRules.DER);
            octets.WriteOctetString(Encoding.Latin1.GetBytes(value));
            byte[] encoded = octets.Encode();
            encoded[0] = (byte)UniversalTagNumber.T61String;
            writer.WriteEncodedValue(encoded);
        }
        else
        {
            writer.WriteCharacterString(type, value);
        }
    }
}
