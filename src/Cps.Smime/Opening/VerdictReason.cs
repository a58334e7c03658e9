namespace Cps.Smime;

/// <summary>The single findings behind a <see cref="Verdict"/>.</summary>
public enum VerdictReason
{
    /// <summary>No layer of the message is a signature, or a signature has no signer.</summary>
    NoSigner,

    /// <summary>A part of the content is signed or encrypted by itself while the whole is not signed.</summary>
    OnlyAPartIsSigned,

    /// <summary>The signature is around the envelope, so it does not show that the signer knew the content.</summary>
    SignatureIsOutsideTheEnvelope,

    /// <summary>The content is not what was signed.</summary>
    ContentAltered,

    /// <summary>The signature is wrong, or made in a way that proves nothing.</summary>
    SignatureWrong,

    /// <summary>The signature cannot be read, or uses algorithms that are not known.</summary>
    SignatureUnreadable,

    /// <summary>The signature uses an algorithm that is too weak.</summary>
    WeakAlgorithm,

    /// <summary>The signer's certificate is not in the message, or cannot be told from another.</summary>
    NoSignerCertificate,

    /// <summary>More than one signer.</summary>
    SeveralSigners,

    /// <summary>A detached signature carries content of its own, or there are more parts than content and signature.</summary>
    ConflictingContent,

    /// <summary>No trusted authority issued the signer's certificate.</summary>
    NoTrustedAuthority,

    /// <summary>A certificate of the signer's path is not valid at the time of receipt.</summary>
    CertificateOutsideValidity,

    /// <summary>The signer's certificate, or one above it, breaks a rule of certificates.</summary>
    CertificateBreaksRules,

    /// <summary>The signer's certificate is not for signing mail.</summary>
    CertificateNotForSigning,

    /// <summary>The message has no sender, several, or one that is no address.</summary>
    NotOneSender,

    /// <summary>The signer's certificate names other addresses than the sender's.</summary>
    OtherAddress,

    /// <summary>The signer's certificate names no address, as cards' do, and no directory or caller binds it to the sender's.</summary>
    AddressNotBound,

    /// <summary>The directory that should bind the address could not be asked.</summary>
    DirectoryFailed,

    /// <summary>The Sender field names another mailbox than the From field.</summary>
    SenderFieldDiffers,
}
