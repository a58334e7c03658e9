using System.Formats.Asn1;
using Cps.Smime.Certificates;

namespace Cps.Smime.TestPki;

/// <summary>Writes the extensions that the profiles of CPS and IGC-Santé certificates hold (RFC 5280 section 4.2, arc 1.2.250.1.71).</summary>
internal static class TestExtensions
{
    public static CertificateExtension KeyUsage(KeyUsages usages) => Make(TestOids.KeyUsage, true, w => w.WriteNamedBitList(usages));

    public static CertificateExtension ExtendedKeyUsage(IEnumerable<string> usages) => Make(TestOids.ExtendedKeyUsage, false, w =>
        WriteSequence(w, usages, usage => w.WriteObjectIdentifier(usage)));

    public static CertificateExtension BasicConstraints(int? pathLength) => Make(TestOids.BasicConstraints, true, w =>
    {
        using (w.PushSequence())
        {
            w.WriteBoolean(true);
            if (pathLength is { } limit)
            {
                w.WriteInteger(limit);
            }
        }
    });

    public static CertificateExtension SubjectKeyIdentifier(ReadOnlyMemory<byte> identifier) => Make(TestOids.SubjectKeyIdentifier, false, w => w.WriteOctetString(identifier.Span));

    public static CertificateExtension AuthorityKeyIdentifier(ReadOnlyMemory<byte> identifier) => Make(TestOids.AuthorityKeyIdentifier, false, w =>
    {
        using (w.PushSequence())
        {
            w.WriteOctetString(identifier.Span, Context(0));
        }
    });

    public static CertificateExtension EmailAddresses(IEnumerable<string> addresses) => Make(TestOids.SubjectAltName, false, w =>
        WriteSequence(w, addresses, address => w.WriteCharacterString(UniversalTagNumber.IA5String, address, Context(1))));

    /// <summary>The user principal name that a CPS authentication certificate carries.</summary>
    public static CertificateExtension PrincipalName(string name) => Make(TestOids.SubjectAltName, false, w =>
    {
        using (w.PushSequence())
        using (w.PushSequence(Context(0)))
        {
            w.WriteObjectIdentifier(TestOids.UserPrincipalName);
            using (w.PushSequence(Context(0)))
            {
                w.WriteCharacterString(UniversalTagNumber.UTF8String, name);
            }
        }
    });

    public static CertificateExtension PrivateKeyUsagePeriod(DateTimeOffset notBefore, DateTimeOffset notAfter) => Make(TestOids.PrivateKeyUsagePeriod, false, w =>
    {
        using (w.PushSequence())
        {
            w.WriteGeneralizedTime(notBefore, omitFractionalSeconds: true, Context(0));
            w.WriteGeneralizedTime(notAfter, omitFractionalSeconds: true, Context(1));
        }
    });

    public static CertificateExtension Policy(string oid, string? practiceStatement) => Make(TestOids.CertificatePolicies, false, w =>
    {
        using (w.PushSequence())
        using (w.PushSequence())
        {
            w.WriteObjectIdentifier(oid);
            if (practiceStatement is not null)
            {
                using (w.PushSequence())
                using (w.PushSequence())
                {
                    w.WriteObjectIdentifier(TestOids.CpsUri);
                    w.WriteCharacterString(UniversalTagNumber.IA5String, practiceStatement);
                }
            }
        }
    });

    /// <summary>CRL distribution points, or freshestCRL, whose syntax is the same.</summary>
    public static CertificateExtension DistributionPoints(string oid, params string[] uris) => Make(oid, false, w => WriteSequence(w, uris, uri =>
    {
        using (w.PushSequence())
        using (w.PushSequence(Context(0)))
        using (w.PushSequence(Context(0)))
        {
            w.WriteCharacterString(UniversalTagNumber.IA5String, uri, Context(6));
        }
    }));

    public static CertificateExtension InformationAccess(string ocsp, string issuers) => Make(TestOids.AuthorityInformationAccess, false, w =>
        WriteSequence(w, [(TestOids.Ocsp, ocsp), (TestOids.CaIssuers, issuers)], access =>
        {
            using (w.PushSequence())
            {
                w.WriteObjectIdentifier(access.Item1);
                w.WriteCharacterString(UniversalTagNumber.IA5String, access.Item2, Context(6));
            }
        }));

    /// <summary>Netscape's certificate type, one bit: 0 for an SSL client, 2 for S/MIME.</summary>
    public static CertificateExtension NetscapeType(int bit) => Make(TestOids.NetscapeCertType, false, w => w.WriteBitString([(byte)(0x80 >> bit)], 7 - bit));

    public static CertificateExtension Integer(string oid, int value) => Make(oid, false, w => w.WriteInteger(value));

    public static CertificateExtension CardNumber(string number) => Make(TestOids.CpsCardNumber, false, w => w.WriteCharacterString(UniversalTagNumber.PrintableString, number));

    public static CertificateExtension Category(byte category) => Make(TestOids.CpsCategory, false, w => w.WriteOctetString([category]));

    public static CertificateExtension Specialities(IEnumerable<string> codes) => Make(TestOids.CpsSpecialities, false, w =>
        WriteSequence(w, codes, code => w.WriteCharacterString(UniversalTagNumber.UTF8String, code)));

    private static Asn1Tag Context(int number) => new(TagClass.ContextSpecific, number);

    private static void WriteSequence<T>(AsnWriter writer, IEnumerable<T> items, Action<T> write)
    {
        using (writer.PushSequence())
        {
            foreach (T item in items)
            {
                write(item);
            }
        }
    }

    private static CertificateExtension Make(string oid, bool critical, Action<AsnWriter> write)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        write(writer);
        return new CertificateExtension(oid, critical, writer.Encode());
    }
}
