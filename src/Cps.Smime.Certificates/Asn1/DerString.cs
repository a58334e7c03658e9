using System.Formats.Asn1;
using System.Text;

namespace Cps.Smime.Certificates;

/// <summary>
/// Reads the character strings of names as real certificates have them: T61String holds Latin-1 in GIP-CPS certificates, and
/// PrintableString holds characters that it may not. Nothing here throws for an odd character.
/// </summary>
internal static class DerString
{
    private static readonly UTF8Encoding s_strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly UTF32Encoding s_utf32 = new(bigEndian: true, byteOrderMark: false);

    /// <summary>The text of one encoded value, or null when it is not a character string.</summary>
    public static string? Decode(ReadOnlySpan<byte> encoded)
    {
        Asn1Tag tag = AsnDecoder.ReadEncodedValue(encoded, AsnEncodingRules.DER, out int offset, out int length, out _);
        return tag.TagClass == TagClass.Universal ? Decode((UniversalTagNumber)tag.TagValue, encoded.Slice(offset, length)) : null;
    }

    /// <summary>The text of the content octets of a string of this type, or null when it is not a character string.</summary>
    public static string? Decode(UniversalTagNumber type, ReadOnlySpan<byte> content)
    {
        switch (type)
        {
            case UniversalTagNumber.UTF8String:
                try
                {
                    return s_strictUtf8.GetString(content);
                }
                catch (DecoderFallbackException)
                {
                    return Encoding.Latin1.GetString(content);
                }

            case UniversalTagNumber.PrintableString:
            case UniversalTagNumber.IA5String:
            case UniversalTagNumber.T61String:
            case UniversalTagNumber.VisibleString:
            case UniversalTagNumber.NumericString:
            case UniversalTagNumber.GeneralString:
                return Encoding.Latin1.GetString(content);
            case UniversalTagNumber.BMPString:
                return Encoding.BigEndianUnicode.GetString(content);
            case UniversalTagNumber.UniversalString:
                return s_utf32.GetString(content);
            default:
                return null;
        }
    }
}
