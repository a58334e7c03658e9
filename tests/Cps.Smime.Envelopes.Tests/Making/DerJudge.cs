using System.Formats.Asn1;

namespace Cps.Smime.Envelopes.Tests;

/// <summary>Judges with the platform's reader whether a whole message is DER: definite shortest lengths, strings in one piece, sorted sets.</summary>
internal static class DerJudge
{
    private static readonly Asn1Tag s_context0 = new(TagClass.ContextSpecific, 0, isConstructed: true);

    public static void Judge(byte[] message)
    {
        AsnReader reader = new(message, AsnEncodingRules.DER);
        Walk(reader);
        Assert.False(reader.HasData);
    }

    /// <summary>The elements of SignedData or of the envelope inside ContentInfo.</summary>
    public static AsnReader Open(byte[] message)
    {
        AsnReader info = new AsnReader(message, AsnEncodingRules.DER).ReadSequence();
        info.ReadObjectIdentifier();
        return info.ReadSequence(s_context0).ReadSequence();
    }

    private static void Walk(AsnReader reader)
    {
        while (reader.HasData)
        {
            Asn1Tag tag = reader.PeekTag();
            if (tag.HasSameClassAndValue(Asn1Tag.SetOf))
            {
                // Throws when the set is not sorted.
                Walk(reader.ReadSetOf());
            }
            else if (tag.IsConstructed)
            {
                Assert.True(tag.TagClass == TagClass.ContextSpecific || tag.HasSameClassAndValue(Asn1Tag.Sequence), $"a string in segments: {tag}");
                Walk(new AsnReader(reader.PeekContentBytes(), AsnEncodingRules.DER));
                reader.ReadEncodedValue();
            }
            else
            {
                reader.ReadEncodedValue();
            }
        }
    }
}
