namespace Cps.Smime.TestPki;

/// <summary>What the mail certificate of a correspondent outside the health PKI is for.</summary>
[Flags]
public enum MailUsage
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Signing: digitalSignature and nonRepudiation.</summary>
    Sign = 1,

    /// <summary>Receiving encrypted mail: keyEncipherment.</summary>
    Encrypt = 2,

    /// <summary>One key for both, as most mail certificates are.</summary>
    SignAndEncrypt = Sign | Encrypt,
}
