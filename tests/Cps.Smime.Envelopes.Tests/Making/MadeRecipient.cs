using System.Formats.Asn1;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes.Tests;

/// <summary>RecipientInfos put together by hand (RFC 5652 section 6.2).</summary>
internal static class MadeRecipient
{
    /// <summary>A KeyTransRecipientInfo under rsaEncryption that holds this content key.</summary>
    public static byte[] KeyTransport(Certificate certificate, byte[] contentKey, bool byKeyIdentifier = false) =>
        KeyTransport(certificate, AlgorithmIdentifier.WithNull(CmsOids.RsaEncryption), certificate.PublicKey.EncryptKey(KeyTransportAlgorithm.RsaPkcs1, contentKey), byKeyIdentifier);

    public static byte[] KeyTransport(Certificate certificate, AlgorithmIdentifier algorithm, byte[] encryptedKey, bool byKeyIdentifier = false)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(byKeyIdentifier ? 2 : 0);
            if (byKeyIdentifier)
            {
                writer.WriteOctetString(certificate.SubjectKeyIdentifier!.Value.Span, new Asn1Tag(TagClass.ContextSpecific, 0));
            }
            else
            {
                SignerIdentifier.WriteIssuerAndSerialNumber(writer, certificate);
            }

            algorithm.Write(writer);
            writer.WriteOctetString(encryptedKey);
        }

        return writer.Encode();
    }

    /// <summary>A RecipientInfo of another kind: [1] kari, [2] kekri, [3] pwri, [4] ori, or a number that has no meaning. Its content is not looked at.</summary>
    public static byte[] OfKind(int number)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, number)))
        {
            writer.WriteInteger(3);
            writer.WriteOctetString([1, 2, 3]);
        }

        return writer.Encode();
    }
}
