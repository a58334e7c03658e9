using System.Formats.Asn1;

namespace Cps.Smime.Certificates;

/// <summary>The extensions of RFC 5280 section 4.2.1 that the rest of the library asks for, decoded once.</summary>
internal sealed record ExtensionProfile(
    KeyUsages? KeyUsage,
    IReadOnlyList<string>? ExtendedKeyUsages,
    bool IsAuthority,
    int? PathLengthConstraint,
    IReadOnlyList<string> EmailAddresses,
    ReadOnlyMemory<byte>? SubjectKeyIdentifier,
    ReadOnlyMemory<byte>? AuthorityKeyIdentifier)
{
    private const int MaximumNames = 256;

    private static readonly Asn1Tag s_otherName = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag s_rfc822Name = new(TagClass.ContextSpecific, 1);
    private static readonly Asn1Tag s_keyIdentifier = new(TagClass.ContextSpecific, 0);

    public static ExtensionProfile Read(IReadOnlyList<CertificateExtension> extensions, DistinguishedName subject)
    {
        KeyUsages? keyUsage = null;
        List<string>? extendedUsages = null;
        bool authority = false;
        int? pathLength = null;
        List<string> addresses = [];
        ReadOnlyMemory<byte>? subjectKey = null;
        ReadOnlyMemory<byte>? authorityKey = null;
        foreach (CertificateExtension extension in extensions)
        {
            AsnReader reader = new(extension.Value, AsnEncodingRules.DER);
            switch (extension.Oid)
            {
                case Oids.KeyUsage:
                    keyUsage = (KeyUsages)(int)reader.ReadNamedBitListValue<KeyUsages>();
                    break;
                case Oids.ExtendedKeyUsage:
                    extendedUsages = [];
                    AsnReader usages = reader.ReadSequence();
                    while (usages.HasData && extendedUsages.Count < MaximumNames)
                    {
                        extendedUsages.Add(usages.ReadObjectIdentifier());
                    }

                    break;
                case Oids.BasicConstraints:
                    AsnReader constraints = reader.ReadSequence();
                    authority = constraints.HasData && constraints.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean) && constraints.ReadBoolean();
                    if (constraints.HasData)
                    {
                        // A limit too large for an int limits nothing; a negative one allows nothing.
                        pathLength = constraints.TryReadInt32(out int length) ? length : int.MaxValue;
                    }

                    break;
                case Oids.SubjectAltName:
                    ReadAddresses(reader.ReadSequence(), addresses);
                    break;
                case Oids.SubjectKeyIdentifier:
                    subjectKey = reader.ReadOctetString();
                    break;
                case Oids.AuthorityKeyIdentifier:
                    AsnReader identifier = reader.ReadSequence();
                    if (identifier.HasData && identifier.PeekTag().HasSameClassAndValue(s_keyIdentifier))
                    {
                        authorityKey = identifier.ReadOctetString(s_keyIdentifier);
                    }

                    break;
                default:
                    break;
            }
        }

        addresses.AddRange(subject.FindAll(Oids.EmailAddress));
        return new ExtensionProfile(keyUsage, extendedUsages, authority, pathLength, [.. addresses.Distinct(StringComparer.Ordinal)], subjectKey, authorityKey);
    }

    private static void ReadAddresses(AsnReader names, List<string> addresses)
    {
        for (int i = 0; names.HasData && i < MaximumNames; i++)
        {
            Asn1Tag tag = names.PeekTag();
            if (tag.HasSameClassAndValue(s_rfc822Name))
            {
                ReadOnlyMemory<byte> encoded = names.ReadEncodedValue();
                AsnDecoder.ReadEncodedValue(encoded.Span, AsnEncodingRules.DER, out int offset, out int length, out _);
                addresses.Add(DerString.Decode(UniversalTagNumber.IA5String, encoded.Span.Slice(offset, length))!);
            }
            else if (tag.HasSameClassAndValue(s_otherName))
            {
                AsnReader other = names.ReadSequence(s_otherName);
                if (other.ReadObjectIdentifier() == Oids.SmtpUtf8Mailbox)
                {
                    AsnReader value = other.ReadSequence(s_otherName);
                    addresses.Add(DerString.Decode(value.ReadEncodedValue().Span) ?? "");
                }
            }
            else
            {
                names.ReadEncodedValue();
            }
        }
    }
}
