using System.Formats.Asn1;

namespace Cps.Smime.Certificates;

/// <summary>The fields of a Certificate (RFC 5280 section 4.1) as they stand in its DER, with their sizes capped.</summary>
internal sealed record CertificateFields(
    int Version,
    ReadOnlyMemory<byte> SerialNumber,
    ReadOnlyMemory<byte> Issuer,
    ReadOnlyMemory<byte> Subject,
    DateTimeOffset NotBefore,
    DateTimeOffset NotAfter,
    ReadOnlyMemory<byte> SubjectPublicKeyInfo,
    IReadOnlyList<CertificateExtension> Extensions,
    ReadOnlyMemory<byte> ToBeSigned,
    AlgorithmIdentifier SignatureAlgorithm,
    ReadOnlyMemory<byte> SignatureValue)
{
    private const int MaximumExtensions = 64;
    private const int MaximumSerialLength = 64;

    private static readonly Asn1Tag s_version = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag s_issuerUniqueId = new(TagClass.ContextSpecific, 1);
    private static readonly Asn1Tag s_subjectUniqueId = new(TagClass.ContextSpecific, 2);
    private static readonly Asn1Tag s_extensions = new(TagClass.ContextSpecific, 3, isConstructed: true);

    public static CertificateFields Read(ReadOnlyMemory<byte> encoded)
    {
        AsnReader outer = new(encoded, AsnEncodingRules.DER);
        AsnReader certificate = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        ReadOnlyMemory<byte> toBeSigned = certificate.PeekEncodedValue();
        AsnReader tbs = certificate.ReadSequence();
        AlgorithmIdentifier signatureAlgorithm = AlgorithmIdentifier.Read(certificate);
        ReadOnlyMemory<byte> signature = certificate.ReadBitString(out _);
        certificate.ThrowIfNotEmpty();

        int version = 1;
        if (tbs.PeekTag().HasSameClassAndValue(s_version))
        {
            AsnReader explicitVersion = tbs.ReadSequence(s_version);
            version = explicitVersion.TryReadInt32(out int number) && number is >= 0 and <= 2 ? number + 1 : throw new AsnContentException();
            explicitVersion.ThrowIfNotEmpty();
        }

        ReadOnlyMemory<byte> serial = tbs.ReadIntegerBytes();
        if (serial.Length > MaximumSerialLength)
        {
            throw new CertificateException(CpsErrorCode.LimitExceeded, $"a serial number is longer than {MaximumSerialLength} bytes");
        }

        AlgorithmIdentifier inner = AlgorithmIdentifier.Read(tbs);
        if (!inner.Equals(signatureAlgorithm))
        {
            throw new CertificateException(CpsErrorCode.Refused, "the certificate names two different signature algorithms");
        }

        ReadOnlyMemory<byte> issuer = tbs.ReadEncodedValue();
        AsnReader validity = tbs.ReadSequence();
        DateTimeOffset notBefore = ReadTime(validity);
        DateTimeOffset notAfter = ReadTime(validity);
        validity.ThrowIfNotEmpty();
        ReadOnlyMemory<byte> subject = tbs.ReadEncodedValue();
        ReadOnlyMemory<byte> publicKey = tbs.ReadEncodedValue();
        foreach (Asn1Tag uniqueId in (ReadOnlySpan<Asn1Tag>)[s_issuerUniqueId, s_subjectUniqueId])
        {
            if (tbs.HasData && tbs.PeekTag().HasSameClassAndValue(uniqueId))
            {
                tbs.ReadBitString(out _, uniqueId);
            }
        }

        List<CertificateExtension> extensions = tbs.HasData ? ReadExtensions(tbs.ReadSequence(s_extensions)) : [];
        tbs.ThrowIfNotEmpty();
        return new CertificateFields(version, serial, issuer, subject, notBefore, notAfter, publicKey, extensions, toBeSigned, signatureAlgorithm, signature);
    }

    private static List<CertificateExtension> ReadExtensions(AsnReader wrapper)
    {
        AsnReader sequence = wrapper.ReadSequence();
        wrapper.ThrowIfNotEmpty();
        List<CertificateExtension> extensions = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        while (sequence.HasData)
        {
            AsnReader extension = sequence.ReadSequence();
            string oid = extension.ReadObjectIdentifier();
            bool critical = extension.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean) && extension.ReadBoolean();
            ReadOnlyMemory<byte> value = extension.ReadOctetString();
            extension.ThrowIfNotEmpty();
            extensions.Add(new CertificateExtension(oid, critical, value));
            if (extensions.Count > MaximumExtensions)
            {
                throw new CertificateException(CpsErrorCode.LimitExceeded, $"a certificate has more than {MaximumExtensions} extensions");
            }

            if (!seen.Add(oid))
            {
                throw new CertificateException(CpsErrorCode.Refused, "a certificate has the same extension twice", oid);
            }
        }

        return extensions;
    }

    private static DateTimeOffset ReadTime(AsnReader reader) => reader.PeekTag().HasSameClassAndValue(Asn1Tag.UtcTime)
        ? reader.ReadUtcTime(twoDigitYearMax: 2049)
        : reader.ReadGeneralizedTime();
}
