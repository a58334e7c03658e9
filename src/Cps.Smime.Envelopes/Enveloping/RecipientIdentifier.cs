using System.Formats.Asn1;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>Writes RecipientIdentifier of RFC 5652 section 6.2.1. Reading it is <see cref="SignerIdentifier"/>, which is the same structure.</summary>
internal static class RecipientIdentifier
{
    private static readonly Asn1Tag s_keyIdentifier = new(TagClass.ContextSpecific, 0);

    public static void Write(AsnWriter writer, Certificate certificate, bool byKeyIdentifier)
    {
        if (byKeyIdentifier)
        {
            writer.WriteOctetString(KeyIdentifierOf(certificate), s_keyIdentifier);
        }
        else
        {
            SignerIdentifier.WriteIssuerAndSerialNumber(writer, certificate);
        }
    }

    /// <summary>The subject key identifier, or the computed one of a certificate without it.</summary>
    public static ReadOnlySpan<byte> KeyIdentifierOf(Certificate certificate) =>
        certificate.SubjectKeyIdentifier is { } extension ? extension.Span : certificate.ComputeKeyIdentifier();
}
