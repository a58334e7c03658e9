namespace Cps.Smime.Envelopes;

/// <summary>The content encryption algorithms that are written. The reader knows no others either: each belongs to one content type.</summary>
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
}
