using System.Formats.Asn1;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>Makes one SignerInfo: the signed attributes, the signature over them, and a check of that signature before it leaves.</summary>
internal static class SignerInfoWriter
{
    // What the usual attributes and names take, so that a writer's memory need not grow while it writes.
    private const int Room = 1024;

    private static readonly HashSet<string> s_own = new(StringComparer.Ordinal)
    {
        CmsOids.ContentTypeAttribute, CmsOids.SigningTimeAttribute, CmsOids.MessageDigestAttribute, CmsOids.SigningCertificateV2Attribute,
        CmsOids.SmimeCapabilitiesAttribute, CmsOids.AlgorithmProtectionAttribute, CmsOids.EncryptionKeyPreferenceAttribute,
    };

    private static readonly Asn1Tag s_context0 = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag s_context1 = new(TagClass.ContextSpecific, 1, isConstructed: true);

    // The attributes that are the same in every signature.
    private static readonly byte[] s_contentType = Encode(w => Attribute(w, CmsOids.ContentTypeAttribute, v => v.WriteObjectIdentifier(CmsOids.Data)));
    private static readonly byte[] s_capabilities = Encode(w => Attribute(w, CmsOids.SmimeCapabilitiesAttribute, SmimeCapabilities.Write));

    public static async ValueTask<byte[]> WriteAsync(
        ReadOnlyMemory<byte> contentDigest, ISigningKey key, SignatureAlgorithm algorithm, SigningOptions options, CancellationToken cancellationToken)
    {
        AlgorithmIdentifier digestIdentifier = AlgorithmIdentifier.WithoutParameters(CmsOids.FromDigest(algorithm.Digest));
        AlgorithmIdentifier signatureIdentifier = SignatureIdentifier(algorithm);
        byte[] attributes = WriteAttributes(contentDigest, key.Certificate, digestIdentifier, signatureIdentifier, options);
        byte[] signature = await key.SignAsync(algorithm, attributes, cancellationToken).ConfigureAwait(false);

        // A card that answers something else than a signature (a fault, another card in the reader, a stale cache) is found out here.
        if (!key.Certificate.PublicKey.Verify(algorithm, attributes, signature))
        {
            throw new EnvelopeException(CpsErrorCode.KeyUnusable, "the key gave a signature that its own certificate does not verify",
                key.Certificate.Subject.ToString(), "Nothing was sent. Check that the card is the one whose certificate is used.");
        }

        AsnWriter writer = new(AsnEncodingRules.DER, attributes.Length + signature.Length + Room);
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            SignerIdentifier.WriteIssuerAndSerialNumber(writer, key.Certificate);
            digestIdentifier.Write(writer);
            attributes[0] = 0xA0;
            writer.WriteEncodedValue(attributes);
            signatureIdentifier.Write(writer);
            writer.WriteOctetString(signature);
        }

        return writer.Encode();
    }

    // RSA PKCS#1 v1.5 goes under rsaEncryption in a SignerInfo, as RFC 3370 section 3.2 prefers and the oldest readers expect.
    private static AlgorithmIdentifier SignatureIdentifier(SignatureAlgorithm algorithm) => algorithm.Family == SignatureFamily.RsaPkcs1
        ? AlgorithmIdentifier.WithNull(CmsOids.RsaEncryption)
        : SignatureAlgorithmReader.ToIdentifier(algorithm);

    private static byte[] WriteAttributes(
        ReadOnlyMemory<byte> contentDigest, Certificate certificate, AlgorithmIdentifier digest, AlgorithmIdentifier signature, SigningOptions options)
    {
        AsnWriter writer = new(AsnEncodingRules.DER, Room);
        using (writer.PushSetOf())
        {
            writer.WriteEncodedValue(s_contentType);
            Attribute(writer, CmsOids.SigningTimeAttribute, w => WriteTime(w, (options.Time ?? TimeProvider.System).GetUtcNow()));
            Attribute(writer, CmsOids.MessageDigestAttribute, w => w.WriteOctetString(contentDigest.Span));
            Attribute(writer, CmsOids.SigningCertificateV2Attribute, w => SigningCertificate.WriteV2(w, certificate));
            writer.WriteEncodedValue(s_capabilities);
            Attribute(writer, CmsOids.AlgorithmProtectionAttribute, w =>
            {
                using (w.PushSequence())
                {
                    digest.Write(w);
                    signature.Write(w, s_context1);
                }
            });
            if (options.AnswerTo is { } answerTo)
            {
                // issuerAndSerialNumber [0] (RFC 8551 section 2.5.3), implicit as in the whole module.
                Attribute(writer, CmsOids.EncryptionKeyPreferenceAttribute, w => SignerIdentifier.WriteIssuerAndSerialNumber(w, answerTo, s_context0));
            }

            foreach (SignedAttribute attribute in Others(options))
            {
                Attribute(writer, attribute.Oid, w => w.WriteEncodedValue(attribute.Value.Span));
            }
        }

        return writer.Encode();
    }

    // A reader must see each attribute once: two of one kind are how two readers have been made to see two things.
    private static IReadOnlyList<SignedAttribute> Others(SigningOptions options) =>
        options.MoreAttributes.Any(a => s_own.Contains(a.Oid)) || options.MoreAttributes.DistinctBy(a => a.Oid, StringComparer.Ordinal).Count() < options.MoreAttributes.Count
            ? throw new ArgumentException("An attribute is given twice, or is written anyway.", nameof(options))
            : options.MoreAttributes;

    private static void Attribute(AsnWriter writer, string oid, Action<AsnWriter> writeValue)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(oid);
            using (writer.PushSetOf())
            {
                writeValue(writer);
            }
        }
    }

    private static byte[] Encode(Action<AsnWriter> write)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        write(writer);
        return writer.Encode();
    }

    // UTCTime until 2049, as RFC 5652 section 11.3 asks.
    private static void WriteTime(AsnWriter writer, DateTimeOffset time)
    {
        if (time.Year is >= 1950 and < 2050)
        {
            writer.WriteUtcTime(time, twoDigitYearMax: 2049);
        }
        else
        {
            writer.WriteGeneralizedTime(time, omitFractionalSeconds: true);
        }
    }
}
