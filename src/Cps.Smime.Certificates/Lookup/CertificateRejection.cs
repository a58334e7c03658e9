namespace Cps.Smime.Certificates;

/// <summary>Why a certificate was not taken to encrypt to.</summary>
public enum CertificateRejection
{
    /// <summary>Its key usage or extended key usage does not allow encrypting mail.</summary>
    WrongUsage,

    /// <summary>It is not valid yet, or no longer.</summary>
    OutsideValidity,

    /// <summary>It has no valid path to an anchor.</summary>
    Untrusted,

    /// <summary>It names other addresses than the one asked for.</summary>
    OtherAddress,

    /// <summary>It names no address, and its directory entry does not bind it to the one asked for.</summary>
    NoAddress,

    /// <summary>Its key is of a kind or size that is not written to.</summary>
    UnusableKey,
}
