namespace Cps.Smime.Certificates;

/// <summary>The families of signature algorithms that the key seams know.</summary>
public enum SignatureFamily
{
    /// <summary>RSASSA-PKCS1-v1_5 (RFC 8017 section 8.2): what every S/MIME product reads and every CPS card makes.</summary>
    RsaPkcs1,

    /// <summary>RSASSA-PSS (RFC 8017 section 8.1) with MGF1 over the same digest and a salt as long as the digest.</summary>
    RsaPss,

    /// <summary>ECDSA over a named curve, with its signature as the DER SEQUENCE of RFC 3279.</summary>
    Ecdsa,
}
