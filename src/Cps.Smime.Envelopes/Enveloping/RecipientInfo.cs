using System.Formats.Asn1;

namespace Cps.Smime.Envelopes;

/// <summary>One recipient of an envelope as it stands in the message, readable without any key. Immutable.</summary>
public class RecipientInfo
{
    private protected RecipientInfo(RecipientKind kind) => Kind = kind;

    /// <summary>The kind.</summary>
    public RecipientKind Kind { get; }

    internal static RecipientInfo Read(ReadOnlyMemory<byte> encoded)
    {
        AsnReader reader = new(encoded, AsnEncodingRules.BER);
        Asn1Tag tag = reader.PeekTag();
        if (tag.TagClass == TagClass.ContextSpecific && tag.IsConstructed)
        {
            return tag.TagValue switch
            {
                1 => new RecipientInfo(RecipientKind.KeyAgreement),
                2 => new RecipientInfo(RecipientKind.KeyEncryptionKey),
                3 => new RecipientInfo(RecipientKind.Password),
                4 => new RecipientInfo(RecipientKind.Other),
                _ => throw EnvelopeException.Malformed("a recipient is of an unknown kind"),
            };
        }

        return KeyTransRecipientInfo.Read(reader);
    }
}
