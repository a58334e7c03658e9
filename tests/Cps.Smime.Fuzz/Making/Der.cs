using System.Formats.Asn1;

namespace Cps.Smime.Fuzz;

/// <summary>DER in one call a value, for the seeds that the library reads and does not write.</summary>
internal static class Der
{
    public static byte[] Element(byte tag, params byte[][] content)
    {
        byte[] all = [.. content.SelectMany(c => c)];
        return [tag, .. Length(all.Length), .. all];
    }

    public static byte[] Sequence(params byte[][] content) => Element(0x30, content);

    public static byte[] Set(params byte[][] content) => Element(0x31, content);

    public static byte[] Octets(byte[] octets) => Element(0x04, octets);

    public static byte[] BitString(byte[] octets) => Element(0x03, [0], octets);

    public static byte[] Integer(long value)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        writer.WriteInteger(value);
        return writer.Encode();
    }

    public static byte[] Oid(string oid)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        writer.WriteObjectIdentifier(oid);
        return writer.Encode();
    }

    public static byte[] Length(long length)
    {
        if (length < 0x80)
        {
            return [(byte)length];
        }

        byte[] octets = new byte[8];
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(octets, length);
        byte[] significant = octets.AsSpan().TrimStart((byte)0).ToArray();
        return [(byte)(0x80 | significant.Length), .. significant];
    }
}
