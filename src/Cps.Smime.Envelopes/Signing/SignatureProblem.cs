namespace Cps.Smime.Envelopes;

/// <summary>What is wrong with one signer of a message, before any question of trust.</summary>
public enum SignatureProblem
{
    /// <summary>The content is not what was signed; for a counter-signature: another signature was.</summary>
    ContentAltered,

    /// <summary>The signature value is wrong for the signed attributes.</summary>
    SignatureWrong,

    /// <summary>The message brings no certificate for this signer.</summary>
    CertificateMissing,

    /// <summary>Several certificates of the message answer to the signer's identifier.</summary>
    CertificateAmbiguous,

    /// <summary>
    /// There are no signed attributes. Such a signature can be made from another one (ePrint 2023/1801): it is not accepted for mail.
    /// </summary>
    NoSignedAttributes,

    /// <summary>The signed attributes are not a sorted DER SET, or one is missing, doubled, multi-valued or unreadable.</summary>
    SignedAttributesMalformed,

    /// <summary>The signed content type is not the content type of the message; or a counter-signature has one, which it must not.</summary>
    ContentTypeMismatch,

    /// <summary>The signature or digest algorithm is not one that is verified.</summary>
    AlgorithmUnknown,

    /// <summary>The signature or digest algorithm is too weak (SHA-1, MD5): the signature proves little.</summary>
    AlgorithmWeak,

    /// <summary>The algorithms named in different places contradict each other (RFC 6211).</summary>
    AlgorithmMismatch,

    /// <summary>The signer's certificate is not the one that was signed along (ESS signing-certificate, RFC 5035).</summary>
    SigningCertificateMismatch,
}
