using System.Formats.Asn1;

namespace Cps.Smime.Directories;

/// <summary>
/// Finds the sMIMECapabilities in a value of userSMIMECertificate: a SignedData without content whose only signer publishes them as a
/// signed attribute (RFC 2798 section 2.8, RFC 8551 section 2.5.2). The signature is not judged here: capabilities may only raise what
/// is written for a correspondent, and the certificates are judged on their own.
/// </summary>
internal static class PublishedCapabilities
{
    private const string SignedData = "1.2.840.113549.1.7.2";
    private const string SmimeCapabilities = "1.2.840.113549.1.9.15";
    private const int MaximumLength = 16 * 1024;

    private static readonly Asn1Tag s_context0 = new(TagClass.ContextSpecific, 0, isConstructed: true);

    /// <summary>The encoded SEQUENCE of capabilities, or null when the value is of another form or publishes none.</summary>
    public static ReadOnlyMemory<byte>? Find(ReadOnlyMemory<byte> value)
    {
        try
        {
            AsnReader contentInfo = new AsnReader(value, AsnEncodingRules.BER).ReadSequence();
            if (!contentInfo.PeekTag().HasSameClassAndValue(Asn1Tag.ObjectIdentifier) || contentInfo.ReadObjectIdentifier() != SignedData)
            {
                return null;
            }

            AsnReader signedData = contentInfo.ReadSequence(s_context0).ReadSequence();
            signedData.ReadInteger();
            signedData.ReadEncodedValue();
            signedData.ReadEncodedValue();
            while (signedData.HasData && signedData.PeekTag() is { TagClass: TagClass.ContextSpecific })
            {
                signedData.ReadEncodedValue();
            }

            AsnReader signerInfos = signedData.ReadSetOf(skipSortOrderValidation: true);
            return signerInfos.HasData ? FindInSigner(signerInfos.ReadSequence()) : null;
        }
        catch (AsnContentException)
        {
            // Not a SignedData: there is nothing to find. Whether it holds certificates is another question.
            return null;
        }
    }

    private static ReadOnlyMemory<byte>? FindInSigner(AsnReader signerInfo)
    {
        signerInfo.ReadInteger();
        signerInfo.ReadEncodedValue();
        signerInfo.ReadEncodedValue();
        if (!signerInfo.HasData || !signerInfo.PeekTag().HasSameClassAndValue(s_context0))
        {
            return null;
        }

        AsnReader attributes = signerInfo.ReadSetOf(skipSortOrderValidation: true, s_context0);
        while (attributes.HasData)
        {
            AsnReader attribute = attributes.ReadSequence();
            if (attribute.ReadObjectIdentifier() == SmimeCapabilities)
            {
                AsnReader values = attribute.ReadSetOf(skipSortOrderValidation: true);
                ReadOnlyMemory<byte> capabilities = values.ReadEncodedValue();
                return capabilities.Length <= MaximumLength ? capabilities : null;
            }
        }

        return null;
    }
}
