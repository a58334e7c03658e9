namespace Cps.Smime.Envelopes;

/// <summary>The kinds of RecipientInfo (RFC 5652 section 6.2, RFC 9629).</summary>
public enum RecipientKind
{
    /// <summary>KeyTransRecipientInfo: the content key is encrypted to an RSA key.</summary>
    KeyTransport,

    /// <summary>KeyAgreeRecipientInfo: listed, not opened.</summary>
    KeyAgreement,

    /// <summary>KEKRecipientInfo: listed, not opened.</summary>
    KeyEncryptionKey,

    /// <summary>PasswordRecipientInfo: listed, not opened.</summary>
    Password,

    /// <summary>OtherRecipientInfo: listed, not opened.</summary>
    Other,
}
