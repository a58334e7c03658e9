namespace Cps.Smime;

/// <summary>
/// What may be believed of a whole message: the one word that decides. Only <see cref="Valid"/> is good; everything else is a reason to
/// look at <see cref="MessageReport.Reasons"/>.
/// </summary>
public enum Verdict
{
    /// <summary>
    /// Exactly one signer, over the whole content, with a certificate that leads to a trusted authority at the time of receipt, who is the
    /// one the sender's address belongs to. What is shown is what was signed.
    /// </summary>
    Valid,

    /// <summary>Nobody signed the content.</summary>
    NotSigned,

    /// <summary>A signature covers only a part of the content, or only the envelope around it.</summary>
    PartiallySigned,

    /// <summary>The content, or the signature itself, is not what was signed.</summary>
    Altered,

    /// <summary>The signature is right, but the signer's certificate leads to no trusted authority, or is not valid, or not for signing.</summary>
    Untrusted,

    /// <summary>The signer's certificate belongs to another address than the sender's.</summary>
    SenderMismatch,

    /// <summary>The signer is known, but nothing says that the sender's address is the signer's.</summary>
    SenderUnconfirmed,

    /// <summary>The message says two things at once: several signers, several senders, two contents.</summary>
    Contradictory,
}
