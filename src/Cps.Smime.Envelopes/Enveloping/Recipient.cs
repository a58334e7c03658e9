using System.Formats.Asn1;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>Somebody a message is sealed for by key transport: the owner of an RSA certificate (KeyTransRecipientInfo, RFC 5652 section 6.2.1).</summary>
/// <param name="Certificate">The certificate whose key will open the message. It must have been judged before: here it is only used.</param>
/// <param name="KeyTransport">How the content key is encrypted to it.</param>
public sealed record Recipient(Certificate Certificate, KeyTransportAlgorithm KeyTransport) : EnvelopeRecipient
{
    /// <summary>The smallest RSA key that a message is sealed for, in bits (RGS, rule RègleFact-1).</summary>
    public const int MinimumRsaBits = 2048;

    /// <summary>
    /// Whether the message names the certificate by its subject key identifier and not by issuer and serial number, which every product
    /// understands. A certificate without that extension is named by the identifier that RFC 5280 section 4.2.1.2 computes.
    /// </summary>
    public bool ByKeyIdentifier { get; init; }

    /// <inheritdoc/>
    public override RecipientKind Kind => RecipientKind.KeyTransport;

    internal override int Version => ByKeyIdentifier ? 2 : 0;

    internal override object Identity => Certificate;

    internal override void Write(AsnWriter writer, ReadOnlySpan<byte> contentKey)
    {
        if (KeyTransport.OaepDigest == System.Security.Cryptography.HashAlgorithmName.SHA1)
        {
            throw new EnvelopeException(CpsErrorCode.Unsupported, "OAEP with SHA-1 is read and not written", KeyTransport.ToString());
        }

        if (Certificate.PublicKey is { IsRsa: true, KeySize: < MinimumRsaBits })
        {
            throw new EnvelopeException(CpsErrorCode.KeyUnusable, $"the recipient's RSA key is smaller than {MinimumRsaBits} bits",
                Certificate.Subject.ToString(), "Ask the correspondent for a certificate of today.");
        }

        byte[] encryptedKey = Certificate.PublicKey.EncryptKey(KeyTransport, contentKey);
        using (writer.PushSequence())
        {
            writer.WriteInteger(Version);
            RecipientIdentifier.Write(writer, Certificate, ByKeyIdentifier);
            KeyTransportIdentifier.Write(KeyTransport).Write(writer);
            writer.WriteOctetString(encryptedKey);
        }
    }
}
