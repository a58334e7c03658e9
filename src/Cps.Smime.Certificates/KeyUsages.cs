namespace Cps.Smime.Certificates;

/// <summary>The bits of the key usage extension (RFC 5280 section 4.2.1.3).</summary>
[Flags]
public enum KeyUsages
{
    /// <summary>No bit.</summary>
    None = 0,

    /// <summary>Signatures other than those below.</summary>
    DigitalSignature = 1 << 0,

    /// <summary>Signatures that bind their signer (contentCommitment); the only bit of IGC-Santé person signature certificates.</summary>
    NonRepudiation = 1 << 1,

    /// <summary>Encryption of a content key.</summary>
    KeyEncipherment = 1 << 2,

    /// <summary>Encryption of data without a content key.</summary>
    DataEncipherment = 1 << 3,

    /// <summary>Agreement of a key, as ECDH does.</summary>
    KeyAgreement = 1 << 4,

    /// <summary>Signatures of certificates.</summary>
    KeyCertSign = 1 << 5,

    /// <summary>Signatures of revocation lists.</summary>
    CrlSign = 1 << 6,

    /// <summary>With key agreement: only to encrypt.</summary>
    EncipherOnly = 1 << 7,

    /// <summary>With key agreement: only to decrypt.</summary>
    DecipherOnly = 1 << 8,
}
