using System.Formats.Asn1;
using System.Security.Cryptography;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>
/// Somebody a message is sealed for by key agreement: the owner of a certificate with a key of P-256, P-384, P-521 or X25519
/// (KeyAgreeRecipientInfo, RFC 5753, RFC 8418). Each gets an ephemeral key of its own.
/// </summary>
/// <param name="Certificate">The certificate whose key will open the message. It must have been judged before: here it is only used.</param>
public sealed record KeyAgreementRecipient(Certificate Certificate) : EnvelopeRecipient
{
    private static readonly Asn1Tag s_info = new(TagClass.ContextSpecific, 1);
    private static readonly Asn1Tag s_originator = new(TagClass.ContextSpecific, 0);
    private static readonly Asn1Tag s_originatorKey = new(TagClass.ContextSpecific, 1);
    private static readonly Asn1Tag s_userKeyingMaterial = new(TagClass.ContextSpecific, 1);
    private static readonly Asn1Tag s_recipientKeyIdentifier = new(TagClass.ContextSpecific, 0);

    /// <summary>The derivation; null for X9.63 with the digest that fits the curve, or HKDF with SHA-256 for X25519.</summary>
    public KeyAgreementAlgorithm? Algorithm { get; init; }

    /// <summary>Keying material of the sender (ukm), up to 1,024 bytes; empty for none. Only with the derivation of X9.63.</summary>
    public ReadOnlyMemory<byte> UserKeyingMaterial { get; init; }

    /// <summary>Whether the message names the certificate by its subject key identifier and not by issuer and serial number.</summary>
    public bool ByKeyIdentifier { get; init; }

    /// <inheritdoc/>
    public override RecipientKind Kind => RecipientKind.KeyAgreement;

    internal override int Version => 3;

    internal override object Identity => Certificate;

    internal override void Write(AsnWriter writer, ReadOnlySpan<byte> contentKey)
    {
        AgreementCurve curve = AgreementCurve.Of(Certificate.PublicKey) ?? throw Unusable("no key can be agreed with the certificate's key");
        if (Certificate.KeyUsage is { } usage && !usage.HasFlag(KeyUsages.KeyAgreement))
        {
            throw Unusable("the certificate's key usage does not allow key agreement");
        }

        KeyAgreementAlgorithm algorithm = Algorithm ?? curve.Preferred;
        if (UserKeyingMaterial.Length > KeyAgreeRecipientInfo.LongestUserKeyingMaterial || (algorithm.IsHkdf && !UserKeyingMaterial.IsEmpty))
        {
            throw new EnvelopeException(CpsErrorCode.Unsupported, "such keying material is not written", algorithm.ToString());
        }

        // A wrapping key as long as the content key: never weaker, and what peers expect.
        AlgorithmIdentifier wrap = AesKeyWrap.Algorithm(contentKey.Length);
        ReadOnlyMemory<byte>? material = UserKeyingMaterial.IsEmpty ? default(ReadOnlyMemory<byte>?) : UserKeyingMaterial;
        (AlgorithmIdentifier keyAlgorithm, byte[] publicKey, byte[] secret) = curve.AgreeEphemeral(Certificate.PublicKey.KeyBytes.Span);
        byte[] keyEncryptionKey = KeyAgreementDerivation.Derive(algorithm, secret, wrap, material)[0];
        byte[] wrapped = AesKeyWrap.Wrap(keyEncryptionKey, contentKey);
        CryptographicOperations.ZeroMemory(secret);
        CryptographicOperations.ZeroMemory(keyEncryptionKey);

        using (writer.PushSequence(s_info))
        {
            writer.WriteInteger(Version);
            using (writer.PushSequence(s_originator))
            using (writer.PushSequence(s_originatorKey))
            {
                keyAlgorithm.Write(writer);
                writer.WriteBitString(publicKey);
            }

            if (material is { } given)
            {
                using (writer.PushSequence(s_userKeyingMaterial))
                {
                    writer.WriteOctetString(given.Span);
                }
            }

            AsnWriter parameters = new(AsnEncodingRules.DER);
            wrap.Write(parameters);
            new AlgorithmIdentifier(algorithm.ToOid(), parameters.Encode()).Write(writer);
            using (writer.PushSequence())
            using (writer.PushSequence())
            {
                WriteIdentifier(writer);
                writer.WriteOctetString(wrapped);
            }
        }
    }

    private void WriteIdentifier(AsnWriter writer)
    {
        if (!ByKeyIdentifier)
        {
            SignerIdentifier.WriteIssuerAndSerialNumber(writer, Certificate);
            return;
        }

        using (writer.PushSequence(s_recipientKeyIdentifier))
        {
            writer.WriteOctetString(RecipientIdentifier.KeyIdentifierOf(Certificate));
        }
    }

    private EnvelopeException Unusable(string what) => new(CpsErrorCode.KeyUnusable, what, Certificate.Subject.ToString());
}
