using System.Formats.Asn1;
using System.Security.Cryptography;
using Cps.Smime.Certificates;
using Cps.Smime.Envelopes;

namespace Cps.Smime.MailTesting;

/// <summary>A SignedData (RFC 5652 section 5.1) put together field by field, so that every field can be the wrong one. DER.</summary>
internal static class MadeSignedData
{
    private const string Sha256 = "2.16.840.1.101.3.4.2.1";

    private static readonly Asn1Tag s_context0 = new(TagClass.ContextSpecific, 0, isConstructed: true);

    /// <summary>Encodes.</summary>
    /// <param name="content">The eContent; null for a detached signature.</param>
    /// <param name="certificates">The certificates to bring.</param>
    /// <param name="signerInfos">The encoded SignerInfos, maybe none.</param>
    public static byte[] Encode(byte[]? content, IEnumerable<Certificate> certificates, params byte[][] signerInfos)
    {
        AsnWriter writer = new(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier("1.2.840.113549.1.7.2");
            using (writer.PushSequence(s_context0))
            using (writer.PushSequence())
            {
                writer.WriteInteger(1);
                using (writer.PushSetOf())
                {
                    AlgorithmIdentifier.WithoutParameters(Sha256).Write(writer);
                }

                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier("1.2.840.113549.1.7.1");
                    if (content is not null)
                    {
                        using (writer.PushSequence(s_context0))
                        {
                            writer.WriteOctetString(content);
                        }
                    }
                }

                using (writer.PushSetOf(s_context0))
                {
                    foreach (Certificate certificate in certificates)
                    {
                        writer.WriteEncodedValue(certificate.Encoded.Span);
                    }
                }

                using (writer.PushSetOf())
                {
                    foreach (byte[] signer in signerInfos)
                    {
                        writer.WriteEncodedValue(signer);
                    }
                }
            }
        }

        return writer.Encode();
    }

    /// <summary>A SignerInfo without signed attributes, with rsaEncryption and SHA-256.</summary>
    public static byte[] SignerWithoutAttributes(Certificate certificate, byte[] signature)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            using (writer.PushSequence())
            {
                writer.WriteEncodedValue(certificate.Issuer.Encoded.Span);
                writer.WriteInteger(certificate.SerialNumber.Span);
            }

            AlgorithmIdentifier.WithoutParameters(Sha256).Write(writer);
            AlgorithmIdentifier.WithNull("1.2.840.113549.1.1.1").Write(writer);
            writer.WriteOctetString(signature);
        }

        return writer.Encode();
    }

    /// <summary>A right signature over the bare content, without signed attributes.</summary>
    public static byte[] SignWithoutAttributes(byte[] content, Certificate certificate, RSA key, bool detached) => Encode(
        detached ? null : content, [certificate], SignerWithoutAttributes(certificate, key.SignData(content, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)));

    /// <summary>The encoded SignerInfo of a message with one signer.</summary>
    public static byte[] SignerInfoOf(byte[] message)
    {
        AsnReader signedData = new AsnReader(message, AsnEncodingRules.BER).ReadSequence();
        signedData.ReadObjectIdentifier();
        signedData = signedData.ReadSequence(s_context0).ReadSequence();
        ReadOnlyMemory<byte> last = default;
        while (signedData.HasData)
        {
            last = signedData.ReadEncodedValue();
        }

        return new AsnReader(last, AsnEncodingRules.BER).ReadSetOf(skipSortOrderValidation: true).ReadEncodedValue().ToArray();
    }

    /// <summary>Reads a message's only signer.</summary>
    public static async Task<SignerInfo> SignerOfAsync(byte[] message)
    {
        using CmsReader reader = await CmsReader.OpenAsync(new MemoryStream(message));
        using SignedData signed = await (await reader.ReadSignedAsync()).ReadAsync();
        return signed.Signers[0];
    }
}
