namespace Cps.Smime.Certificates;

/// <summary>What the leaf of a path is to be used for.</summary>
public enum PathPurpose
{
    /// <summary>Verifying a signed message: digitalSignature or nonRepudiation (RFC 8550 section 4.4.2), and mail protection.</summary>
    MailSignature,

    /// <summary>Encrypting a message: keyEncipherment or dataEncipherment of an RSA key, keyAgreement of another, and mail protection.</summary>
    MailEncryption,

    /// <summary>Nothing in particular: usages are not looked at.</summary>
    Any,
}
