namespace Cps.Smime.Certificates;

/// <summary>The category of the carrier of a certificate (nomenclature G01), without the bit that marks tests.</summary>
public enum CertificateCategory
{
    /// <summary>The certificate does not say.</summary>
    Unknown,

    /// <summary>A card.</summary>
    Card,

    /// <summary>A security module.</summary>
    SecurityModule,

    /// <summary>A software certificate.</summary>
    Software,
}
