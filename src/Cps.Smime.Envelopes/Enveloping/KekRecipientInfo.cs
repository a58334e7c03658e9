using System.Formats.Asn1;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>KEKRecipientInfo of RFC 5652 section 6.2.3: the content key wrapped with a key that both sides have. Immutable.</summary>
public sealed class KekRecipientInfo : RecipientInfo
{
    private static readonly Asn1Tag s_info = new(TagClass.ContextSpecific, 2, isConstructed: true);

    private KekRecipientInfo(ReadOnlyMemory<byte> encoded, ReadOnlyMemory<byte> keyIdentifier, AlgorithmIdentifier algorithm, ReadOnlyMemory<byte> encryptedKey)
        : base(RecipientKind.KeyEncryptionKey, 4, encoded)
    {
        KeyIdentifier = keyIdentifier;
        AlgorithmIdentifier = algorithm;
        EncryptedKey = encryptedKey;
    }

    /// <summary>The name of the key.</summary>
    public ReadOnlyMemory<byte> KeyIdentifier { get; }

    /// <summary>The key wrap algorithm as it stands in the message.</summary>
    public AlgorithmIdentifier AlgorithmIdentifier { get; }

    /// <summary>The wrapped content key.</summary>
    public ReadOnlyMemory<byte> EncryptedKey { get; }

    /// <inheritdoc/>
    public override string KeyEncryption => AesKeyWrap.KeyLength(AlgorithmIdentifier) is > 0 and int length ? $"AES-{8 * length} wrap" : AlgorithmIdentifier.Oid;

    internal override IEnumerable<string> Names => ["key " + Convert.ToHexString(KeyIdentifier.Span)];

    internal override IEnumerable<RecipientOpening> Match(IRecipientKey key, CmsLimits limits)
    {
        if (key is KeyEncryptionKey shared && KeyIdentifier.Span.SequenceEqual(shared.Identifier.Span))
        {
            yield return new RecipientOpening(this, key, AesKeyWrap.KeyLength(AlgorithmIdentifier) == shared.Length
                ? (keyLength, _) => ValueTask.FromResult(shared.UnwrapOrSubstitute(EncryptedKey.Span, keyLength))
                : null);
        }
    }

    internal static new KekRecipientInfo? Read(ReadOnlyMemory<byte> encoded)
    {
        AsnReader outer = new(encoded, AsnEncodingRules.BER);
        AsnReader reader = outer.ReadSequence(s_info);
        outer.ThrowIfNotEmpty();
        if (reader.ReadInteger() != 4)
        {
            return null;
        }

        // The date and the other attribute of a KEKIdentifier are for people who keep many keys under one name.
        ReadOnlyMemory<byte> keyIdentifier = reader.ReadSequence().ReadOctetString();
        AlgorithmIdentifier algorithm = AlgorithmIdentifier.Read(reader);
        ReadOnlyMemory<byte> encryptedKey = reader.ReadOctetString();
        reader.ThrowIfNotEmpty();
        return new KekRecipientInfo(encoded, keyIdentifier, algorithm, encryptedKey);
    }
}
