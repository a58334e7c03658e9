using System.Formats.Asn1;
using System.Security.Cryptography;
using Cps.Smime.Certificates;

namespace Cps.Smime.TestPki;

/// <summary>
/// Writes a certificate (RFC 5280 section 4.1) exactly as asked, mistakes included. The platform's CertificateRequest refuses most of
/// what tests need: SHA-1, a key algorithm of another name, the same extension twice.
/// </summary>
internal static class TestCertificateWriter
{
    public static Certificate Write(
        ReadOnlyMemory<byte> issuer, RSA issuerKey, ReadOnlyMemory<byte> subject, ReadOnlyMemory<byte> subjectPublicKeyInfo,
        DateTimeOffset notBefore, DateTimeOffset notAfter, ReadOnlySpan<byte> serialNumber, HashAlgorithmName digest, IEnumerable<CertificateExtension> extensions)
    {
        AlgorithmIdentifier algorithm = AlgorithmIdentifier.WithNull(digest.Name switch
        {
            "SHA1" => "1.2.840.113549.1.1.5",
            "SHA256" => "1.2.840.113549.1.1.11",
            "SHA384" => "1.2.840.113549.1.1.12",
            "SHA512" => "1.2.840.113549.1.1.13",
            _ => throw new ArgumentException("Not a digest that is written.", nameof(digest)),
        });
        AsnWriter tbs = new(AsnEncodingRules.DER);
        using (tbs.PushSequence())
        {
            using (tbs.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
            {
                tbs.WriteInteger(2);
            }

            tbs.WriteIntegerUnsigned(serialNumber);
            algorithm.Write(tbs);
            tbs.WriteEncodedValue(issuer.Span);
            using (tbs.PushSequence())
            {
                WriteTime(tbs, notBefore);
                WriteTime(tbs, notAfter);
            }

            tbs.WriteEncodedValue(subject.Span);
            tbs.WriteEncodedValue(subjectPublicKeyInfo.Span);
            WriteExtensions(tbs, extensions);
        }

        byte[] toBeSigned = tbs.Encode();
        AsnWriter certificate = new(AsnEncodingRules.DER);
        using (certificate.PushSequence())
        {
            certificate.WriteEncodedValue(toBeSigned);
            algorithm.Write(certificate);
            certificate.WriteBitString(issuerKey.SignData(toBeSigned, digest, RSASignaturePadding.Pkcs1));
        }

        return Certificate.FromDer(certificate.Encode());
    }

    /// <summary>The SubjectPublicKeyInfo of an RSA key under an algorithm identifier of any name.</summary>
    public static byte[] WriteKey(RSA key, string algorithm)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            AlgorithmIdentifier.WithNull(algorithm).Write(writer);
            writer.WriteBitString(key.ExportRSAPublicKey());
        }

        return writer.Encode();
    }

    private static void WriteExtensions(AsnWriter writer, IEnumerable<CertificateExtension> extensions)
    {
        using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 3)))
        using (writer.PushSequence())
        {
            foreach (CertificateExtension extension in extensions)
            {
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(extension.Oid);
                    if (extension.IsCritical)
                    {
                        writer.WriteBoolean(true);
                    }

                    writer.WriteOctetString(extension.Value.Span);
                }
            }
        }
    }

    // RFC 5280 section 4.1.2.5: UTCTime through 2049.
    private static void WriteTime(AsnWriter writer, DateTimeOffset time)
    {
        if (time.Year is >= 1950 and <= 2049)
        {
            writer.WriteUtcTime(time);
        }
        else
        {
            writer.WriteGeneralizedTime(time, omitFractionalSeconds: true);
        }
    }
}
