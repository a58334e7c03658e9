using System.Formats.Asn1;

namespace Cps.Smime.Envelopes;

/// <summary>
/// The unsigned attributes of a signer (RFC 5652 section 5.3). Nobody vouches for them: anyone on the way can add, change or remove
/// them, so they are carried and shown and decide nothing. Immutable.
/// </summary>
public sealed class UnsignedAttributes
{
    private const int MaximumAttributes = 64;
    private const int MaximumValues = 256;

    private readonly Dictionary<string, List<ReadOnlyMemory<byte>>> _values;

    private UnsignedAttributes(Dictionary<string, List<ReadOnlyMemory<byte>>> values) => _values = values;

    /// <summary>The object identifiers of all attributes.</summary>
    public IReadOnlyCollection<string> Oids => _values.Keys;

    /// <summary>
    /// The time-stamp token over the signature value (id-aa-timeStampToken, RFC 3161 appendix A): the encoding of its ContentInfo, which
    /// is not verified here. Null when there is none; the first when there are several.
    /// </summary>
    public ReadOnlyMemory<byte>? TimeStampToken => Find(CmsOids.TimeStampTokenAttribute) is [ReadOnlyMemory<byte> token, ..] ? token : null;

    /// <summary>The encodings of an attribute's values, in the order of the message; empty when there is no such attribute.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Find(string oid) => _values.TryGetValue(oid, out List<ReadOnlyMemory<byte>>? values) ? values : [];

    /// <summary>Reads the attributes, of whatever encoding and order; null when they are no attributes or too many.</summary>
    internal static UnsignedAttributes? Read(ReadOnlyMemory<byte> encoded, Asn1Tag tag)
    {
        try
        {
            Dictionary<string, List<ReadOnlyMemory<byte>>> all = new(StringComparer.Ordinal);
            AsnReader set = new AsnReader(encoded, AsnEncodingRules.BER).ReadSetOf(skipSortOrderValidation: true, tag);
            int count = 0;
            while (set.HasData)
            {
                AsnReader attribute = set.ReadSequence();
                string oid = attribute.ReadObjectIdentifier();
                AsnReader values = attribute.ReadSetOf(skipSortOrderValidation: true);
                attribute.ThrowIfNotEmpty();
                if (!all.TryGetValue(oid, out List<ReadOnlyMemory<byte>>? list))
                {
                    list = [];
                    all.Add(oid, list);
                }

                while (values.HasData)
                {
                    list.Add(values.ReadEncodedValue());
                    count++;
                    if (count > MaximumValues)
                    {
                        return null;
                    }
                }

                if (all.Count > MaximumAttributes)
                {
                    return null;
                }
            }

            return new UnsignedAttributes(all);
        }
        catch (AsnContentException)
        {
            return null;
        }
    }
}
