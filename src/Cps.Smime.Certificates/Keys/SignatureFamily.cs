namespace Cps.Smime.Certificates;

/// <summary>The families of signature algorithms that the key seams know.</summary>
public enum SignatureFamily
{
    /// <summary>RSASSA-PKCS1-v1_5 (RFC 8017 section 8.2): what every S/MIME product reads and every CPS card makes.</summary>
    RsaPkcs1,

    /// <summary>RSASSA-PSS (RFC 8017 section 8.1) with MGF1. Written with one digest for both and a salt as long as the digest.</summary>
    RsaPss,

    /// <summary>ECDSA over a named curve, with its signature as the DER SEQUENCE of RFC 3279.</summary>
    Ecdsa,

    /// <summary>Ed25519 (RFC 8032, RFC 8419): over the data itself, without a digest of its own choice.</summary>
    Ed25519,

    /// <summary>ML-DSA-44 (FIPS 204, RFC 9882), pure and without context.</summary>
    MLDsa44,

    /// <summary>ML-DSA-65.</summary>
    MLDsa65,

    /// <summary>ML-DSA-87.</summary>
    MLDsa87,
}
