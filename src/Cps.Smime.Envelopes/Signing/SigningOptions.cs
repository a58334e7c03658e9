using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>How a signature is made. Immutable.</summary>
public sealed record SigningOptions
{
    /// <summary>The algorithm; null (the default) for the first that the key offers.</summary>
    public SignatureAlgorithm? Algorithm { get; init; }

    /// <summary>The clock of the signing-time attribute; null for the system's.</summary>
    public TimeProvider? Time { get; init; }

    /// <summary>Whether the certificates between the signer's and its root go along. Default true: others do not fetch them.</summary>
    public bool IncludeIntermediates { get; init; } = true;
}
