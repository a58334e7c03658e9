using System.Formats.Asn1;

namespace Cps.Smime.Envelopes;

/// <summary>Whether an element that is to be copied into a message in DER is in DER itself.</summary>
internal static class DerCheck
{
    /// <summary>
    /// Whether every length in it is definite and the shortest (X.690 section 10.1), and no string is in segments (section 10.2). The order
    /// of sets is not looked at. How deep it nests must have been limited before.
    /// </summary>
    public static bool IsDer(ReadOnlyMemory<byte> encoded)
    {
        try
        {
            AsnReader reader = new(encoded, AsnEncodingRules.DER);
            while (reader.HasData)
            {
                Asn1Tag tag = reader.PeekTag();
                ReadOnlyMemory<byte> content = reader.PeekContentBytes();
                reader.ReadEncodedValue();
                bool isSegmented = tag.IsConstructed && tag.TagClass == TagClass.Universal && tag.TagValue is not ((int)UniversalTagNumber.Sequence or (int)UniversalTagNumber.Set);
                if (isSegmented || (tag.IsConstructed && !IsDer(content)))
                {
                    return false;
                }
            }

            return true;
        }
        catch (AsnContentException)
        {
            return false;
        }
    }
}
