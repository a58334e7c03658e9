namespace Cps.Smime.Envelopes;

/// <summary>The ciphers and modes behind the content encryption algorithms.</summary>
internal enum ContentCipher
{
    /// <summary>AES-GCM.</summary>
    Gcm,

    /// <summary>AES-CBC.</summary>
    Cbc,

    /// <summary>ChaCha20-Poly1305.</summary>
    ChaCha20Poly1305,

    /// <summary>AES-CCM.</summary>
    Ccm,

    /// <summary>Triple-DES-CBC.</summary>
    TripleDesCbc,

    /// <summary>DES-CBC.</summary>
    DesCbc,

    /// <summary>RC2-CBC.</summary>
    Rc2Cbc,
}
