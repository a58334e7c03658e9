using System.Formats.Asn1;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>Those who have a key-encryption key, as recipients of a message (KEKRecipientInfo, RFC 5652 section 6.2.3).</summary>
/// <param name="Key">The key; used when the message is begun, and not after.</param>
public sealed record KeyEncryptionKeyRecipient(KeyEncryptionKey Key) : EnvelopeRecipient
{
    private static readonly Asn1Tag s_info = new(TagClass.ContextSpecific, 2);

    /// <inheritdoc/>
    public override RecipientKind Kind => RecipientKind.KeyEncryptionKey;

    internal override int Version => 4;

    internal override object Identity => Key.ToString();

    internal override void Write(AsnWriter writer, ReadOnlySpan<byte> contentKey)
    {
        if (Key.Length < contentKey.Length)
        {
            throw new EnvelopeException(CpsErrorCode.KeyUnusable, "the key-encryption key is shorter than the content key", Key.ToString());
        }

        byte[] wrapped = Key.Wrap(contentKey);
        using (writer.PushSequence(s_info))
        {
            writer.WriteInteger(Version);
            using (writer.PushSequence())
            {
                writer.WriteOctetString(Key.Identifier.Span);
            }

            AesKeyWrap.Algorithm(Key.Length).Write(writer);
            writer.WriteOctetString(wrapped);
        }
    }
}
