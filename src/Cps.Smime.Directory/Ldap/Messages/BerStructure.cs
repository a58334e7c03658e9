using System.Formats.Asn1;

namespace Cps.Smime.Directories;

/// <summary>
/// Checks the shape of a received message before it is read, in one pass without recursion: LDAP allows the definite form of length only
/// (RFC 4511 section 5.1), no LDAP message nests deeply, and no constructed string is written in it.
/// </summary>
internal static class BerStructure
{
    private const int MaximumDepth = 10;
    private const int MaximumElements = 100_000;

    /// <exception cref="AsnContentException">The bytes are not one element of that shape.</exception>
    public static void Check(ReadOnlySpan<byte> message)
    {
        Span<int> ends = stackalloc int[MaximumDepth];
        int depth = 0;
        int position = 0;
        for (int count = 0; position < message.Length || depth > 0; count++)
        {
            while (depth > 0 && position == ends[depth - 1])
            {
                depth--;
            }

            if (position == message.Length && depth == 0)
            {
                return;
            }

            int end = depth > 0 ? ends[depth - 1] : message.Length;
            Asn1Tag tag = Asn1Tag.Decode(message[position..end], out int tagLength);
            int? length = AsnDecoder.DecodeLength(message[(position + tagLength)..end], AsnEncodingRules.BER, out int lengthLength);
            position += tagLength + lengthLength;
            if (length is null || length > end - position || count >= MaximumElements || (depth == 0 && count > 0))
            {
                throw new AsnContentException("The message is not one LDAP element of definite length.");
            }

            if (!tag.IsConstructed)
            {
                position += length.Value;
            }
            else if (depth == MaximumDepth)
            {
                throw new AsnContentException("The message nests deeper than LDAP does.");
            }
            else
            {
                ends[depth++] = position + length.Value;
            }
        }
    }
}
