namespace Cps.Smime.TestPki;

/// <summary>The offers of certificates for a structure.</summary>
public enum OrganisationUsage
{
    /// <summary>Signing ("cachet"): digitalSignature and nonRepudiation, mail protection.</summary>
    Signature,

    /// <summary>Receiving encrypted mail: keyEncipherment, mail protection.</summary>
    Confidentiality,

    /// <summary>Opening TLS sessions: digitalSignature, client authentication.</summary>
    Authentication,
}
