using System.Security.Cryptography;

namespace Cps.Smime.Certificates;

/// <summary>
/// A signature algorithm with its digest. The instances are the ones below: what this library writes, and SHA-1 for reading
/// certificates and mail of before 2016, which never ends in a valid verdict.
/// </summary>
public sealed class SignatureAlgorithm : IEquatable<SignatureAlgorithm>
{
    private SignatureAlgorithm(SignatureFamily family, HashAlgorithmName digest)
    {
        Family = family;
        Digest = digest;
    }

    /// <summary>RSA PKCS#1 v1.5 with SHA-256: the one that a CPS3 card makes.</summary>
    public static SignatureAlgorithm RsaPkcs1Sha256 { get; } = new(SignatureFamily.RsaPkcs1, HashAlgorithmName.SHA256);

    /// <summary>RSA PKCS#1 v1.5 with SHA-384.</summary>
    public static SignatureAlgorithm RsaPkcs1Sha384 { get; } = new(SignatureFamily.RsaPkcs1, HashAlgorithmName.SHA384);

    /// <summary>RSA PKCS#1 v1.5 with SHA-512.</summary>
    public static SignatureAlgorithm RsaPkcs1Sha512 { get; } = new(SignatureFamily.RsaPkcs1, HashAlgorithmName.SHA512);

    /// <summary>RSA PKCS#1 v1.5 with SHA-1, for reading only.</summary>
    public static SignatureAlgorithm RsaPkcs1Sha1 { get; } = new(SignatureFamily.RsaPkcs1, HashAlgorithmName.SHA1);

    /// <summary>RSASSA-PSS with SHA-256 and a 32-byte salt.</summary>
    public static SignatureAlgorithm RsaPssSha256 { get; } = new(SignatureFamily.RsaPss, HashAlgorithmName.SHA256);

    /// <summary>RSASSA-PSS with SHA-384 and a 48-byte salt.</summary>
    public static SignatureAlgorithm RsaPssSha384 { get; } = new(SignatureFamily.RsaPss, HashAlgorithmName.SHA384);

    /// <summary>RSASSA-PSS with SHA-512 and a 64-byte salt.</summary>
    public static SignatureAlgorithm RsaPssSha512 { get; } = new(SignatureFamily.RsaPss, HashAlgorithmName.SHA512);

    /// <summary>ECDSA with SHA-256.</summary>
    public static SignatureAlgorithm EcdsaSha256 { get; } = new(SignatureFamily.Ecdsa, HashAlgorithmName.SHA256);

    /// <summary>ECDSA with SHA-384.</summary>
    public static SignatureAlgorithm EcdsaSha384 { get; } = new(SignatureFamily.Ecdsa, HashAlgorithmName.SHA384);

    /// <summary>ECDSA with SHA-512.</summary>
    public static SignatureAlgorithm EcdsaSha512 { get; } = new(SignatureFamily.Ecdsa, HashAlgorithmName.SHA512);

    /// <summary>The family.</summary>
    public SignatureFamily Family { get; }

    /// <summary>The digest that is signed.</summary>
    public HashAlgorithmName Digest { get; }

    /// <summary>Whether the digest is SHA-1, which is read only and never valid.</summary>
    public bool IsWeak => Digest == HashAlgorithmName.SHA1;

    /// <inheritdoc/>
    public bool Equals(SignatureAlgorithm? other) => other is not null && Family == other.Family && Digest == other.Digest;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SignatureAlgorithm);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Family, Digest);

    /// <summary>For example <c>RSA-PKCS1-SHA256</c>.</summary>
    public override string ToString() => Family switch
    {
        SignatureFamily.RsaPkcs1 => "RSA-PKCS1-" + Digest.Name,
        SignatureFamily.RsaPss => "RSA-PSS-" + Digest.Name,
        _ => "ECDSA-" + Digest.Name,
    };
}
