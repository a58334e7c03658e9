using System.Formats.Asn1;
using System.Security.Cryptography;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>ESS signing-certificate (RFC 2634 section 5.4) and signing-certificate-v2 (RFC 5035): the signer's certificate, signed along.</summary>
internal static class SigningCertificate
{
    /// <summary>Whether the attributes, where present, name this certificate first.</summary>
    public static bool Agrees(SignedAttributes attributes, Certificate certificate)
    {
        try
        {
            return (attributes.Find(CmsOids.SigningCertificateV2Attribute) is not { } v2 || AgreesV2(v2, certificate))
                && (attributes.Find(CmsOids.SigningCertificateAttribute) is not { } v1 || AgreesV1(v1, certificate));
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    /// <summary>Writes signing-certificate-v2 with SHA-256, the default digest, which DER leaves out.</summary>
    public static void WriteV2(AsnWriter writer, Certificate certificate)
    {
        using (writer.PushSequence())
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            writer.WriteOctetString(SHA256.HashData(certificate.Encoded.Span));
            using (writer.PushSequence())
            {
                using (writer.PushSequence())
                using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 4)))
                {
                    writer.WriteEncodedValue(certificate.Issuer.Encoded.Span);
                }

                writer.WriteInteger(certificate.SerialNumber.Span);
            }
        }
    }

    private static bool AgreesV2(ReadOnlyMemory<byte> value, Certificate certificate)
    {
        AsnReader first = new AsnReader(value, AsnEncodingRules.DER).ReadSequence().ReadSequence().ReadSequence();
        HashAlgorithmName? digest = first.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence)
            ? CmsOids.ToDigest(AlgorithmIdentifier.Read(first).Oid)
            : HashAlgorithmName.SHA256;
        return digest is { } d && d != HashAlgorithmName.SHA1
            && first.ReadOctetString().AsSpan().SequenceEqual(CryptographicOperations.HashData(d, certificate.Encoded.Span));
    }

    private static bool AgreesV1(ReadOnlyMemory<byte> value, Certificate certificate)
    {
        AsnReader first = new AsnReader(value, AsnEncodingRules.DER).ReadSequence().ReadSequence().ReadSequence();
        return first.ReadOctetString().AsSpan().SequenceEqual(CryptographicOperations.HashData(HashAlgorithmName.SHA1, certificate.Encoded.Span));
    }
}
