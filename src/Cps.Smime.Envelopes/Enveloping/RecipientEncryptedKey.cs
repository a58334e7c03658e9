using System.Formats.Asn1;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>RecipientEncryptedKey of RFC 5652 section 6.2.2: one recipient of a key agreement and the content key wrapped for it. Immutable.</summary>
public sealed class RecipientEncryptedKey
{
    private static readonly Asn1Tag s_recipientKeyIdentifier = new(TagClass.ContextSpecific, 0, isConstructed: true);

    private readonly SignerIdentifier? _certificate;

    private RecipientEncryptedKey(ReadOnlyMemory<byte> encoded, SignerIdentifier? certificate, ReadOnlyMemory<byte> keyIdentifier, ReadOnlyMemory<byte> encryptedKey)
    {
        Encoded = encoded;
        _certificate = certificate;
        KeyIdentifier = keyIdentifier;
        EncryptedKey = encryptedKey;
    }

    /// <summary>The subject key identifier of a RecipientKeyIdentifier, or empty when the certificate is named by issuer and serial number.</summary>
    public ReadOnlyMemory<byte> KeyIdentifier { get; }

    /// <summary>The wrapped content key.</summary>
    public ReadOnlyMemory<byte> EncryptedKey { get; }

    internal ReadOnlyMemory<byte> Encoded { get; }

    /// <summary>Whether this names that certificate. A certificate without the key identifier extension has the computed one.</summary>
    public bool Matches(Certificate certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return _certificate?.Matches(certificate) ?? KeyIdentifier.Span.SequenceEqual(RecipientIdentifier.KeyIdentifierOf(certificate));
    }

    /// <summary>For example <c>CN=..., serial 01AB</c> or <c>key 12CD</c>.</summary>
    public override string ToString() => _certificate?.ToString() ?? "key " + Convert.ToHexString(KeyIdentifier.Span);

    internal static RecipientEncryptedKey Read(AsnReader reader)
    {
        ReadOnlyMemory<byte> encoded = reader.PeekEncodedValue();
        AsnReader sequence = reader.ReadSequence();
        SignerIdentifier? certificate = null;
        ReadOnlyMemory<byte> keyIdentifier = default;
        if (sequence.PeekTag().HasSameClassAndValue(s_recipientKeyIdentifier))
        {
            // The date and the other attribute choose among keys of one identifier; certificates have one key each.
            keyIdentifier = sequence.ReadSequence(s_recipientKeyIdentifier).ReadOctetString();
            if (keyIdentifier.Length is 0 or > 128)
            {
                throw EnvelopeException.Malformed("a key identifier has an impossible length");
            }
        }
        else
        {
            certificate = SignerIdentifier.Read(sequence);
        }

        RecipientEncryptedKey key = new(encoded, certificate, keyIdentifier, sequence.ReadOctetString());
        sequence.ThrowIfNotEmpty();
        return key;
    }
}
