using System.Globalization;
using System.Security.Cryptography;

namespace Cps.Smime.Certificates;

/// <summary>
/// A signature algorithm with its digest. The instances are the ones below: what this library writes; RSASSA-PSS of any parameters, for
/// reading; and SHA-1 and MD5 for reading certificates and mail of before 2016, which never ends in a valid verdict. Immutable.
/// </summary>
public sealed class SignatureAlgorithm : IEquatable<SignatureAlgorithm>
{
    private SignatureAlgorithm(SignatureFamily family, HashAlgorithmName digest, HashAlgorithmName maskDigest = default, int saltLength = 0)
    {
        Family = family;
        Digest = digest;
        MaskDigest = maskDigest;
        SaltLength = saltLength;
    }

    /// <summary>RSA PKCS#1 v1.5 with SHA-256: the one that a CPS3 card makes.</summary>
    public static SignatureAlgorithm RsaPkcs1Sha256 { get; } = new(SignatureFamily.RsaPkcs1, HashAlgorithmName.SHA256);

    /// <summary>RSA PKCS#1 v1.5 with SHA-384.</summary>
    public static SignatureAlgorithm RsaPkcs1Sha384 { get; } = new(SignatureFamily.RsaPkcs1, HashAlgorithmName.SHA384);

    /// <summary>RSA PKCS#1 v1.5 with SHA-512.</summary>
    public static SignatureAlgorithm RsaPkcs1Sha512 { get; } = new(SignatureFamily.RsaPkcs1, HashAlgorithmName.SHA512);

    /// <summary>RSA PKCS#1 v1.5 with SHA-1, for reading only.</summary>
    public static SignatureAlgorithm RsaPkcs1Sha1 { get; } = new(SignatureFamily.RsaPkcs1, HashAlgorithmName.SHA1);

    /// <summary>RSA PKCS#1 v1.5 with MD5, for reading mail of the 1990s only.</summary>
    public static SignatureAlgorithm RsaPkcs1Md5 { get; } = new(SignatureFamily.RsaPkcs1, HashAlgorithmName.MD5);

    /// <summary>RSASSA-PSS with SHA-256 and a 32-byte salt.</summary>
    public static SignatureAlgorithm RsaPssSha256 { get; } = RsaPss(HashAlgorithmName.SHA256, HashAlgorithmName.SHA256, 32);

    /// <summary>RSASSA-PSS with SHA-384 and a 48-byte salt.</summary>
    public static SignatureAlgorithm RsaPssSha384 { get; } = RsaPss(HashAlgorithmName.SHA384, HashAlgorithmName.SHA384, 48);

    /// <summary>RSASSA-PSS with SHA-512 and a 64-byte salt.</summary>
    public static SignatureAlgorithm RsaPssSha512 { get; } = RsaPss(HashAlgorithmName.SHA512, HashAlgorithmName.SHA512, 64);

    /// <summary>ECDSA with SHA-256.</summary>
    public static SignatureAlgorithm EcdsaSha256 { get; } = new(SignatureFamily.Ecdsa, HashAlgorithmName.SHA256);

    /// <summary>ECDSA with SHA-384.</summary>
    public static SignatureAlgorithm EcdsaSha384 { get; } = new(SignatureFamily.Ecdsa, HashAlgorithmName.SHA384);

    /// <summary>ECDSA with SHA-512.</summary>
    public static SignatureAlgorithm EcdsaSha512 { get; } = new(SignatureFamily.Ecdsa, HashAlgorithmName.SHA512);

    /// <summary>Ed25519. What CMS digests with SHA-512 is the content, not what is signed (RFC 8419 section 2.3).</summary>
    public static SignatureAlgorithm Ed25519 { get; } = new(SignatureFamily.Ed25519, HashAlgorithmName.SHA512);

    /// <summary>ML-DSA-44, with content digested by SHA-512, which every reader has (RFC 9882 section 3.3).</summary>
    public static SignatureAlgorithm MLDsa44 { get; } = new(SignatureFamily.MLDsa44, HashAlgorithmName.SHA512);

    /// <summary>ML-DSA-65, with content digested by SHA-512.</summary>
    public static SignatureAlgorithm MLDsa65 { get; } = new(SignatureFamily.MLDsa65, HashAlgorithmName.SHA512);

    /// <summary>ML-DSA-87, with content digested by SHA-512.</summary>
    public static SignatureAlgorithm MLDsa87 { get; } = new(SignatureFamily.MLDsa87, HashAlgorithmName.SHA512);

    /// <summary>The family.</summary>
    public SignatureFamily Family { get; }

    /// <summary>The digest that is signed; where none is (<see cref="SignsDigest"/>), the one that CMS digests content with.</summary>
    public HashAlgorithmName Digest { get; }

    /// <summary>The digest of RSASSA-PSS's mask generation function; without a name for other families.</summary>
    public HashAlgorithmName MaskDigest { get; }

    /// <summary>The salt length of RSASSA-PSS, in bytes; 0 for other families.</summary>
    public int SaltLength { get; }

    /// <summary>Whether a digest of the data is signed, and not the data itself.</summary>
    public bool SignsDigest => Family is SignatureFamily.RsaPkcs1 or SignatureFamily.RsaPss or SignatureFamily.Ecdsa;

    /// <summary>RSASSA-PSS of any parameters, for reading.</summary>
    /// <param name="digest">The digest that is signed.</param>
    /// <param name="maskDigest">The digest of MGF1.</param>
    /// <param name="saltLength">The salt length in bytes.</param>
    public static SignatureAlgorithm RsaPss(HashAlgorithmName digest, HashAlgorithmName maskDigest, int saltLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(saltLength);
        return new SignatureAlgorithm(SignatureFamily.RsaPss, digest, maskDigest, saltLength);
    }

    /// <summary>
    /// Whether a SignerInfo of this algorithm may name that content digest: the digest itself; SHA-512 for Ed25519 (RFC 8419 section
    /// 2.3); for ML-DSA one that is not weaker than the signature (RFC 9882 section 3.3).
    /// </summary>
    public bool AcceptsContentDigest(HashAlgorithmName digest) => Family switch
    {
        SignatureFamily.MLDsa44 => digest == HashAlgorithmName.SHA256 || digest == HashAlgorithmName.SHA384 || digest == HashAlgorithmName.SHA512,
        SignatureFamily.MLDsa65 => digest == HashAlgorithmName.SHA384 || digest == HashAlgorithmName.SHA512,
        _ => digest == Digest,
    };

    /// <summary>Whether the digest is SHA-1 or MD5, which are read only and never valid.</summary>
    public bool IsWeak => Digest == HashAlgorithmName.SHA1 || Digest == HashAlgorithmName.MD5;

    /// <summary>Whether this is RSASSA-PSS with one digest and a salt as long as it: the form that is written and that every platform knows.</summary>
    internal bool HasUsualPssParameters => Family == SignatureFamily.RsaPss && MaskDigest == Digest && SaltLength == DigestLength(Digest);

    /// <inheritdoc/>
    public bool Equals(SignatureAlgorithm? other) => other is not null && Family == other.Family && Digest == other.Digest
        && MaskDigest == other.MaskDigest && SaltLength == other.SaltLength;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SignatureAlgorithm);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Family, Digest, MaskDigest, SaltLength);

    /// <summary>For example <c>RSA-PKCS1-SHA256</c>.</summary>
    public override string ToString() => Family switch
    {
        SignatureFamily.RsaPkcs1 => "RSA-PKCS1-" + Digest.Name,
        SignatureFamily.RsaPss when HasUsualPssParameters => "RSA-PSS-" + Digest.Name,
        SignatureFamily.RsaPss => string.Create(CultureInfo.InvariantCulture, $"RSA-PSS-{Digest.Name}-MGF1-{MaskDigest.Name}-SALT{SaltLength}"),
        SignatureFamily.Ecdsa => "ECDSA-" + Digest.Name,
        SignatureFamily.Ed25519 => "Ed25519",
        SignatureFamily.MLDsa44 => "ML-DSA-44",
        SignatureFamily.MLDsa65 => "ML-DSA-65",
        _ => "ML-DSA-87",
    };

    private static int DigestLength(HashAlgorithmName digest) => digest.Name switch
    {
        "SHA1" => 20,
        "SHA256" => 32,
        "SHA384" => 48,
        "SHA512" => 64,
        _ => -1,
    };
}
