namespace Cps.Smime.Certificates;

/// <summary>Why a certificate has no valid path to an anchor.</summary>
public enum PathProblem
{
    /// <summary>No chain of certificates leads to an anchor.</summary>
    NoAnchor,

    /// <summary>A certificate of the path is not valid yet at the time of validation.</summary>
    NotYetValid,

    /// <summary>A certificate of the path is no longer valid at the time of validation.</summary>
    Expired,

    /// <summary>A signature of the path is wrong.</summary>
    BadSignature,

    /// <summary>A certificate that is no authority, or may not sign certificates, issued another.</summary>
    NotAnAuthority,

    /// <summary>More authorities follow than the path length constraint of one allows.</summary>
    PathTooLong,

    /// <summary>A critical extension is not understood.</summary>
    UnknownCriticalExtension,

    /// <summary>An algorithm or key size of the path is too weak, or not known.</summary>
    WeakOrUnknownAlgorithm,

    /// <summary>The key usage or extended key usage of the certificate does not allow the purpose.</summary>
    WrongUsage,

    /// <summary>The search was stopped: the path is too long, or the certificates of the message ask for too many signature checks.</summary>
    TooMuchWork,
}
