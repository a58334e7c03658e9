using System.Formats.Asn1;

namespace Cps.Smime.Envelopes;

/// <summary>
/// The signed attributes of a signer (RFC 5652 section 5.3), decoded. They must be a sorted DER SET with each attribute once and with
/// one value: whatever else is how two readers have been made to see two things. Immutable.
/// </summary>
public sealed class SignedAttributes
{
    private const int MaximumAttributes = 64;

    private readonly Dictionary<string, ReadOnlyMemory<byte>> _values;

    private SignedAttributes(ReadOnlyMemory<byte> encoded, Dictionary<string, ReadOnlyMemory<byte>> values)
    {
        Encoded = encoded;
        _values = values;
    }

    /// <summary>The bytes that were signed: the SET OF Attribute with its universal tag.</summary>
    public ReadOnlyMemory<byte> Encoded { get; }

    /// <summary>The object identifiers of all attributes.</summary>
    public IReadOnlyCollection<string> Oids => _values.Keys;

    /// <summary>content-type, or null.</summary>
    public string? ContentType { get; private init; }

    /// <summary>message-digest, or null.</summary>
    public ReadOnlyMemory<byte>? MessageDigest { get; private init; }

    /// <summary>signing-time as claimed, or null.</summary>
    public DateTimeOffset? SigningTime { get; private init; }

    /// <summary>The DER of sMIMECapabilities, or null.</summary>
    public ReadOnlyMemory<byte>? SmimeCapabilities => Find(CmsOids.SmimeCapabilitiesAttribute);

    /// <summary>The DER of receiptRequest (RFC 2634 section 2.7), or null. It is shown; no receipt is ever sent by reading.</summary>
    public ReadOnlyMemory<byte>? ReceiptRequest => Find(CmsOids.ReceiptRequestAttribute);

    /// <summary>The DER of sMIMEEncryptionKeyPreference (RFC 8551 section 2.5.3), which names the certificate to answer to; or null.</summary>
    public ReadOnlyMemory<byte>? EncryptionKeyPreference => Find(CmsOids.EncryptionKeyPreferenceAttribute);

    /// <summary>The DER of an attribute's value, or null.</summary>
    public ReadOnlyMemory<byte>? Find(string oid) => _values.TryGetValue(oid, out ReadOnlyMemory<byte> value) ? new ReadOnlyMemory<byte>?(value) : null;

    /// <summary>Reads the attributes; null when they are not as this class demands.</summary>
    internal static SignedAttributes? Read(ReadOnlyMemory<byte> encodedSet)
    {
        try
        {
            Dictionary<string, ReadOnlyMemory<byte>> values = new(StringComparer.Ordinal);
            AsnReader outer = new(encodedSet, AsnEncodingRules.DER);
            AsnReader set = outer.ReadSetOf();
            outer.ThrowIfNotEmpty();
            while (set.HasData)
            {
                AsnReader attribute = set.ReadSequence();
                string oid = attribute.ReadObjectIdentifier();
                AsnReader attributeValues = attribute.ReadSetOf();
                attribute.ThrowIfNotEmpty();
                ReadOnlyMemory<byte> value = attributeValues.ReadEncodedValue();
                attributeValues.ThrowIfNotEmpty();
                if (!values.TryAdd(oid, value) || values.Count > MaximumAttributes)
                {
                    return null;
                }
            }

            return new SignedAttributes(encodedSet, values)
            {
                ContentType = Value(values, CmsOids.ContentTypeAttribute)?.ReadObjectIdentifier(),
                MessageDigest = Value(values, CmsOids.MessageDigestAttribute) is { } digest ? new ReadOnlyMemory<byte>?(digest.ReadOctetString()) : null,
                SigningTime = ReadTime(Value(values, CmsOids.SigningTimeAttribute)),
            };
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    private static AsnReader? Value(Dictionary<string, ReadOnlyMemory<byte>> values, string oid) =>
        values.TryGetValue(oid, out ReadOnlyMemory<byte> value) ? new AsnReader(value, AsnEncodingRules.DER) : null;

    private static DateTimeOffset? ReadTime(AsnReader? reader) => reader is null ? null
        : reader.PeekTag().HasSameClassAndValue(Asn1Tag.UtcTime) ? reader.ReadUtcTime(twoDigitYearMax: 2049) : reader.ReadGeneralizedTime();
}
