namespace Cps.Smime.Envelopes;

/// <summary>The kinds of RecipientInfo (RFC 5652 section 6.2, RFC 9629).</summary>
public enum RecipientKind
{
    /// <summary>KeyTransRecipientInfo: the content key is encrypted to an RSA key.</summary>
    KeyTransport,

    /// <summary>KeyAgreeRecipientInfo: the content key is wrapped with a key that comes from a Diffie-Hellman agreement.</summary>
    KeyAgreement,

    /// <summary>KEKRecipientInfo: the content key is wrapped with a key that both sides have.</summary>
    KeyEncryptionKey,

    /// <summary>PasswordRecipientInfo: the content key is wrapped with a key that comes from a password.</summary>
    Password,

    /// <summary>OtherRecipientInfo: KEMRecipientInfo, or one that is listed and not opened.</summary>
    Other,
}
