namespace Cps.Smime;

/// <summary>Why a correspondent cannot be sealed for.</summary>
public enum PlanProblem
{
    /// <summary>No directory knows the address.</summary>
    Unknown,

    /// <summary>The directory knows the address, but publishes no certificate for it.</summary>
    NoCertificate,

    /// <summary>The directory has certificates for the address, and none of them may be used.</summary>
    NoUsableCertificate,

    /// <summary>The directory could not be asked, or gave an answer that cannot be used.</summary>
    DirectoryFailed,
}
