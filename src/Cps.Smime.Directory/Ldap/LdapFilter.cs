using System.Formats.Asn1;
using System.Globalization;
using System.Text;

namespace Cps.Smime.Directories;

/// <summary>
/// The condition of a search (RFC 4511 section 4.5.1.7), built from values only: there is no way to give it as text, so that no value,
/// whoever wrote it, can become part of the condition. Immutable.
/// </summary>
public sealed class LdapFilter
{
    private static readonly Asn1Tag s_and = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag s_or = new(TagClass.ContextSpecific, 1, isConstructed: true);
    private static readonly Asn1Tag s_equalityMatch = new(TagClass.ContextSpecific, 3, isConstructed: true);
    private static readonly Asn1Tag s_present = new(TagClass.ContextSpecific, 7);

    private readonly Action<AsnWriter> _write;
    private readonly string _text;

    private LdapFilter(Action<AsnWriter> write, string text)
    {
        _write = write;
        _text = text;
    }

    /// <summary>Entries that have an attribute of this value.</summary>
    /// <exception cref="ArgumentException">The attribute description is none (RFC 4512 section 2.5).</exception>
    public static LdapFilter Equality(string attribute, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        string description = RequireAttribute(attribute);
        byte[] bytes = Encoding.UTF8.GetBytes(value);
        return new LdapFilter(
            w =>
            {
                using (w.PushSequence(s_equalityMatch))
                {
                    w.WriteOctetString(Encoding.ASCII.GetBytes(description));
                    w.WriteOctetString(bytes);
                }
            },
            $"({description}={Escape(bytes)})");
    }

    /// <summary>Entries that have this attribute, whatever its value.</summary>
    /// <exception cref="ArgumentException">The attribute description is none (RFC 4512 section 2.5).</exception>
    public static LdapFilter Present(string attribute)
    {
        string description = RequireAttribute(attribute);
        return new LdapFilter(w => w.WriteOctetString(Encoding.ASCII.GetBytes(description), s_present), $"({description}=*)");
    }

    /// <summary>Entries that meet every condition; at least one is given.</summary>
    public static LdapFilter And(params IReadOnlyList<LdapFilter> filters) => Combine(s_and, '&', filters);

    /// <summary>Entries that meet one of the conditions; at least one is given.</summary>
    public static LdapFilter Or(params IReadOnlyList<LdapFilter> filters) => Combine(s_or, '|', filters);

    /// <summary>The text form (RFC 4515), escaped: for people, and for a transport that takes no other.</summary>
    public override string ToString() => _text;

    internal void Write(AsnWriter writer) => _write(writer);

    private static LdapFilter Combine(Asn1Tag tag, char sign, IReadOnlyList<LdapFilter> filters)
    {
        ArgumentNullException.ThrowIfNull(filters);
        ArgumentOutOfRangeException.ThrowIfZero(filters.Count, nameof(filters));
        LdapFilter[] parts = [.. filters];
        return new LdapFilter(
            w =>
            {
                using (w.PushSetOf(tag))
                {
                    foreach (LdapFilter part in parts)
                    {
                        part.Write(w);
                    }
                }
            },
            $"({sign}{string.Concat(parts.Select(p => p._text))})");
    }

    private static string RequireAttribute(string attribute)
    {
        ArgumentNullException.ThrowIfNull(attribute);
        return AttributeDescription.Require(attribute, nameof(attribute));
    }

    private static string Escape(byte[] value)
    {
        StringBuilder text = new(value.Length);
        foreach (byte b in value)
        {
            if (b is < 0x20 or > 0x7E or (byte)'*' or (byte)'(' or (byte)')' or (byte)'\\')
            {
                text.Append(CultureInfo.InvariantCulture, $"\\{b:x2}");
            }
            else
            {
                text.Append((char)b);
            }
        }

        return text.ToString();
    }
}
