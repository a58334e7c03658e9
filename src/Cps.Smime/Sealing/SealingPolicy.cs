namespace Cps.Smime;

/// <summary>What is written for correspondents of whose software nothing is known.</summary>
public enum SealingPolicy
{
    /// <summary>
    /// EnvelopedData with AES-256-CBC and RSA PKCS#1 v1.5 key transport, which every S/MIME product opens; AES-GCM and OAEP where all
    /// recipients are known to read them. The default: a letter that cannot be opened is no protection.
    /// </summary>
    Interoperable,

    /// <summary>AuthEnvelopedData with AES-256-GCM and RSA-OAEP for everybody.</summary>
    Modern,
}
