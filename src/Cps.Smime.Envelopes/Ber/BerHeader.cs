using System.Formats.Asn1;

namespace Cps.Smime.Envelopes;

/// <summary>Identifier and length octets of one BER element (X.690 section 8.1).</summary>
/// <param name="Tag">The tag.</param>
/// <param name="Length">The length of the content in bytes, or -1 for the indefinite form.</param>
internal readonly record struct BerHeader(Asn1Tag Tag, long Length)
{
    public bool IsIndefinite => Length < 0;

    public bool IsEndOfContents => Tag.TagClass == TagClass.Universal && Tag.TagValue == 0;

    public bool Is(Asn1Tag tag) => Tag.HasSameClassAndValue(tag);
}
