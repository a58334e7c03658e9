using System.Formats.Asn1;
using System.Text;

namespace Cps.Smime.Certificates;

/// <summary>
/// A distinguished name (RFC 5280 section 4.1.2.4), multi-valued RDNs included: the subject of a CPS certificate holds its national
/// id, surname and given name in one RDN. Immutable and safe for any number of threads.
/// </summary>
public sealed class DistinguishedName : IEquatable<DistinguishedName>
{
    private const int MaximumLength = 4096;
    private const int MaximumAttributes = 64;

    private static readonly Dictionary<string, string> s_shortNames = new(StringComparer.Ordinal)
    {
        [Oids.CommonName] = "CN",
        [Oids.Surname] = "SN",
        [Oids.SerialNumberAttribute] = "serialNumber",
        [Oids.CountryName] = "C",
        [Oids.LocalityName] = "L",
        [Oids.StateOrProvinceName] = "ST",
        [Oids.OrganizationName] = "O",
        [Oids.OrganizationalUnitName] = "OU",
        [Oids.Title] = "title",
        [Oids.GivenName] = "GN",
        [Oids.Pseudonym] = "pseudonym",
        [Oids.EmailAddress] = "emailAddress",
        [Oids.DomainComponent] = "DC",
        [Oids.UserId] = "UID",
    };

    private string? _text;

    /// <summary>Reads a name from its DER.</summary>
    /// <exception cref="CertificateException">It is not a Name, or it is larger than 4 KiB or 64 attributes.</exception>
    public DistinguishedName(ReadOnlyMemory<byte> encoded)
    {
        if (encoded.Length > MaximumLength)
        {
            throw new CertificateException(CpsErrorCode.LimitExceeded, $"a name is larger than {MaximumLength} bytes");
        }

        Encoded = encoded;
        try
        {
            RelativeNames = Read(encoded);
        }
        catch (AsnContentException e)
        {
            throw new CertificateException(CpsErrorCode.Malformed, "a distinguished name is not valid ASN.1", innerException: e);
        }
    }

    /// <summary>The DER of the name.</summary>
    public ReadOnlyMemory<byte> Encoded { get; }

    /// <summary>The relative names in the order of the encoding (the country comes first); each holds one or several attributes.</summary>
    public IReadOnlyList<IReadOnlyList<NameAttribute>> RelativeNames { get; }

    /// <summary>Whether the name holds no attribute at all.</summary>
    public bool IsEmpty => RelativeNames.Count == 0;

    /// <summary>The last (most specific) value of an attribute type, or null.</summary>
    public string? Find(string oid) => RelativeNames.SelectMany(rdn => rdn).LastOrDefault(a => a.Oid == oid)?.Value;

    /// <summary>Every value of an attribute type, in the order of the encoding.</summary>
    public IEnumerable<string> FindAll(string oid) => RelativeNames.SelectMany(rdn => rdn).Where(a => a.Oid == oid).Select(a => a.Value);

    /// <summary>Whether both names have the same encoding.</summary>
    public bool Equals(DistinguishedName? other) => other is not null && Encoded.Span.SequenceEqual(other.Encoded.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as DistinguishedName);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.AddBytes(Encoded.Span);
        return hash.ToHashCode();
    }

    /// <summary>The name as RFC 4514 writes it: most specific first, <c>+</c> inside a multi-valued RDN.</summary>
    public override string ToString() => _text ??= string.Join(',', RelativeNames.Reverse().Select(rdn => string.Join('+', rdn.Select(Format))));

    private static List<IReadOnlyList<NameAttribute>> Read(ReadOnlyMemory<byte> encoded)
    {
        List<IReadOnlyList<NameAttribute>> names = [];
        AsnReader outer = new(encoded, AsnEncodingRules.DER);
        AsnReader sequence = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        int count = 0;
        while (sequence.HasData)
        {
            // Real certificates do not always sort the SET, so its order is not checked.
            AsnReader set = sequence.ReadSetOf(skipSortOrderValidation: true);
            List<NameAttribute> rdn = [];
            while (set.HasData)
            {
                if (++count > MaximumAttributes)
                {
                    throw new CertificateException(CpsErrorCode.LimitExceeded, $"a name has more than {MaximumAttributes} attributes");
                }

                AsnReader pair = set.ReadSequence();
                string oid = pair.ReadObjectIdentifier();
                UniversalTagNumber type = (UniversalTagNumber)pair.PeekTag().TagValue;
                ReadOnlyMemory<byte> value = pair.ReadEncodedValue();
                pair.ThrowIfNotEmpty();
                rdn.Add(new NameAttribute(oid, DerString.Decode(value.Span) ?? "#" + Convert.ToHexString(value.Span), type));
            }

            names.Add(rdn);
        }

        return names;
    }

    private static string Format(NameAttribute attribute)
    {
        string name = s_shortNames.GetValueOrDefault(attribute.Oid, attribute.Oid);
        StringBuilder text = new(name.Length + attribute.Value.Length + 1);
        text.Append(name).Append('=');
        for (int i = 0; i < attribute.Value.Length; i++)
        {
            char c = attribute.Value[i];
            bool edge = (i == 0 && (c is ' ' or '#')) || (i == attribute.Value.Length - 1 && c == ' ');
            if (edge || c is '"' or '+' or ',' or ';' or '<' or '>' or '\\')
            {
                text.Append('\\').Append(c);
            }
            else if (char.IsControl(c))
            {
                foreach (byte b in Encoding.UTF8.GetBytes([c]))
                {
                    text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\\{b:X2}");
                }
            }
            else
            {
                text.Append(c);
            }
        }

        return text.ToString();
    }
}
