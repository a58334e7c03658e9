using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>How a signature is made. Immutable.</summary>
public sealed record SigningOptions
{
    /// <summary>The algorithm; null (the default) for the first that the key offers.</summary>
    public SignatureAlgorithm? Algorithm { get; init; }

    /// <summary>The clock of the signing-time attribute; null for the system's.</summary>
    public TimeProvider? Time { get; init; }

    /// <summary>
    /// Attributes to sign beside the usual ones, each once: a receiptRequest (RFC 2634 section 2.7), for example. Those that are written
    /// anyway are not taken.
    /// </summary>
    public IReadOnlyList<SignedAttribute> MoreAttributes { get; init; } = [];

    /// <summary>
    /// The certificate that answers should be sealed for, where it is not the signer's: sMIMEEncryptionKeyPreference (RFC 8551 section
    /// 2.5.3) names it, and it goes along. A card that only signs has such a companion. Null to name none.
    /// </summary>
    public Certificate? AnswerTo { get; init; }

    /// <summary>Whether the certificates between the signer's and its root go along. Default true: others do not fetch them.</summary>
    public bool IncludeIntermediates { get; init; } = true;
}
