namespace Cps.Smime.Envelopes;

/// <summary>
/// The content encryption algorithms that are known: a closed table, in which each belongs to one content type. Those of old mail are
/// read only where a call allows them by <see cref="LegacyAlgorithms"/>, and never written.
/// </summary>
public enum ContentEncryption
{
    /// <summary>AES-256 in GCM mode inside AuthEnvelopedData (RFC 5083, RFC 5084): the content authenticates itself.</summary>
    Aes256Gcm,

    /// <summary>AES-128 in GCM mode inside AuthEnvelopedData.</summary>
    Aes128Gcm,

    /// <summary>AES-256 in CBC mode inside EnvelopedData: what every S/MIME product opens; integrity must come from a signature inside.</summary>
    Aes256Cbc,

    /// <summary>AES-128 in CBC mode inside EnvelopedData.</summary>
    Aes128Cbc,

    /// <summary>AES-192 in GCM mode inside AuthEnvelopedData.</summary>
    Aes192Gcm,

    /// <summary>AES-192 in CBC mode inside EnvelopedData.</summary>
    Aes192Cbc,

    /// <summary>ChaCha20-Poly1305 inside AuthEnvelopedData (RFC 8103).</summary>
    ChaCha20Poly1305,

    /// <summary>AES-256 in CCM mode inside AuthEnvelopedData (RFC 5084), read only.</summary>
    Aes256Ccm,

    /// <summary>AES-192 in CCM mode inside AuthEnvelopedData, read only.</summary>
    Aes192Ccm,

    /// <summary>AES-128 in CCM mode inside AuthEnvelopedData, read only.</summary>
    Aes128Ccm,

    /// <summary>Triple-DES in CBC mode inside EnvelopedData (RFC 3370 section 5.1): old mail, read only where allowed.</summary>
    TripleDesCbc,

    /// <summary>DES in CBC mode inside EnvelopedData: mail of the 1990s, read only where allowed.</summary>
    DesCbc,

    /// <summary>RC2 with 128 bits in CBC mode inside EnvelopedData (RFC 3370 section 5.2): old mail, read only where allowed.</summary>
    Rc2Cbc128,

    /// <summary>RC2 with 64 bits in CBC mode inside EnvelopedData, read only where allowed.</summary>
    Rc2Cbc64,

    /// <summary>RC2 with 40 bits in CBC mode inside EnvelopedData, read only where allowed: anybody can break it.</summary>
    Rc2Cbc40,
}
