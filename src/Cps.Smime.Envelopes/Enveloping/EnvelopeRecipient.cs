using System.Formats.Asn1;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>
/// Somebody a message is sealed for, in one of the ways of RFC 5652 section 6.2: <see cref="Recipient"/> (an RSA certificate),
/// <see cref="KeyAgreementRecipient"/> (an elliptic curve certificate), <see cref="KemRecipient"/> (an ML-KEM certificate),
/// <see cref="KeyEncryptionKeyRecipient"/> and <see cref="PasswordRecipient"/> (a shared secret). Each recipient alone opens the message:
/// several are alternatives, never a combination, and the weakest of them decides how well the message is protected.
/// </summary>
public abstract record EnvelopeRecipient
{
    private protected EnvelopeRecipient()
    {
    }

    /// <summary>The kind of recipient info that is written.</summary>
    public abstract RecipientKind Kind { get; }

    /// <summary>The version of the structure (RFC 5652 section 6.2).</summary>
    internal abstract int Version { get; }

    /// <summary>What makes it the same recipient as another one.</summary>
    internal abstract object Identity { get; }

    /// <summary>The recipient of a certificate, of the kind its key asks for.</summary>
    /// <param name="certificate">The certificate. It must have been judged before: here it is only used.</param>
    /// <param name="keyTransport">How the content key is encrypted when it is an RSA certificate.</param>
    /// <exception cref="EnvelopeException">KeyUnusable: no content key can be encrypted to such a key.</exception>
    public static EnvelopeRecipient For(Certificate certificate, KeyTransportAlgorithm keyTransport)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        ArgumentNullException.ThrowIfNull(keyTransport);
        CertificatePublicKey key = certificate.PublicKey;
        return key.IsRsa ? new Recipient(certificate, keyTransport)
            : AgreementCurve.Of(key) is not null ? new KeyAgreementRecipient(certificate)
            : MLKemParameterSet.Find(key.Algorithm.Oid) is not null ? new KemRecipient(certificate)
            : throw new EnvelopeException(CpsErrorCode.KeyUnusable, "no content key can be encrypted to a key of this kind", certificate.Subject.ToString());
    }

    /// <summary>Writes the recipient info.</summary>
    /// <exception cref="CpsException">The recipient's key cannot be used.</exception>
    internal abstract void Write(AsnWriter writer, ReadOnlySpan<byte> contentKey);
}
