using System.Security.Cryptography;

namespace Cps.Smime.Envelopes;

/// <summary>
/// How the key-encryption key comes out of an agreed secret: ephemeral-static Diffie-Hellman with the key derivation of ANSI X9.63 (RFC 5753
/// section 7.1.4) or with HKDF (RFC 8418 section 2.2).
/// </summary>
/// <param name="IsHkdf">HKDF; else the derivation of X9.63.</param>
/// <param name="Digest">The digest of the derivation.</param>
public sealed record KeyAgreementAlgorithm(bool IsHkdf, HashAlgorithmName Digest)
{
    /// <summary>X9.63 with SHA-256: what peers of P-256 understand.</summary>
    public static KeyAgreementAlgorithm X963Sha256 { get; } = new(false, HashAlgorithmName.SHA256);

    /// <summary>X9.63 with SHA-384.</summary>
    public static KeyAgreementAlgorithm X963Sha384 { get; } = new(false, HashAlgorithmName.SHA384);

    /// <summary>X9.63 with SHA-512.</summary>
    public static KeyAgreementAlgorithm X963Sha512 { get; } = new(false, HashAlgorithmName.SHA512);

    /// <summary>HKDF with SHA-256: what RFC 8418 asks of X25519.</summary>
    public static KeyAgreementAlgorithm HkdfSha256 { get; } = new(true, HashAlgorithmName.SHA256);

    /// <summary>HKDF with SHA-384.</summary>
    public static KeyAgreementAlgorithm HkdfSha384 { get; } = new(true, HashAlgorithmName.SHA384);

    /// <summary>HKDF with SHA-512.</summary>
    public static KeyAgreementAlgorithm HkdfSha512 { get; } = new(true, HashAlgorithmName.SHA512);

    /// <summary>For example <c>ECDH-X963-SHA256</c>.</summary>
    public override string ToString() => $"ECDH-{(IsHkdf ? "HKDF" : "X963")}-{Digest.Name}";

    /// <summary>
    /// The algorithm of a scheme, or null when it is none that is read. The curves that are read have the cofactor one, so that cofactor
    /// Diffie-Hellman is the same computation (RFC 5753 section 7.1.4).
    /// </summary>
    internal static KeyAgreementAlgorithm? Find(string oid) => oid switch
    {
        RecipientOids.StdDhSha1Kdf or RecipientOids.CofactorDhSha1Kdf => new(false, HashAlgorithmName.SHA1),
        RecipientOids.StdDhSha256Kdf or RecipientOids.CofactorDhSha256Kdf => X963Sha256,
        RecipientOids.StdDhSha384Kdf or RecipientOids.CofactorDhSha384Kdf => X963Sha384,
        RecipientOids.StdDhSha512Kdf or RecipientOids.CofactorDhSha512Kdf => X963Sha512,
        RecipientOids.StdDhHkdfSha256 => HkdfSha256,
        RecipientOids.StdDhHkdfSha384 => HkdfSha384,
        RecipientOids.StdDhHkdfSha512 => HkdfSha512,
        _ => null,
    };

    /// <summary>The scheme to write. SHA-1 is only read.</summary>
    /// <exception cref="ArgumentException">Not one that is written.</exception>
    internal string ToOid() => (IsHkdf, Digest.Name) switch
    {
        (false, "SHA256") => RecipientOids.StdDhSha256Kdf,
        (false, "SHA384") => RecipientOids.StdDhSha384Kdf,
        (false, "SHA512") => RecipientOids.StdDhSha512Kdf,
        (true, "SHA256") => RecipientOids.StdDhHkdfSha256,
        (true, "SHA384") => RecipientOids.StdDhHkdfSha384,
        (true, "SHA512") => RecipientOids.StdDhHkdfSha512,
        _ => throw new ArgumentException($"{this} is not written."),
    };
}
