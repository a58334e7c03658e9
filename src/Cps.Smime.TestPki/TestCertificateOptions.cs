using System.Security.Cryptography;
using Cps.Smime.Certificates;

namespace Cps.Smime.TestPki;

/// <summary>What may differ from the profile of a test certificate: the odd, old, expired and wrong ones that a test needs.</summary>
public sealed record TestCertificateOptions
{
    /// <summary>The object identifier "rsa_gip_cps" that old GIP-CPS certificates carry in place of rsaEncryption.</summary>
    public const string RsaGipCps = "1.2.250.1.71.2.6.1";

    /// <summary>The beginning of validity; null for 30 days before the time of the PKI.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>The end of validity; null for three years after the time of the PKI (15 for an authority).</summary>
    public DateTimeOffset? NotAfter { get; init; }

    /// <summary>The size of a new RSA key in bits; null for the size of the PKI.</summary>
    public int? KeySize { get; init; }

    /// <summary>A key to certify again, as a renewal does, in place of a new one. Its private parameters are copied.</summary>
    public RSA? Key { get; init; }

    /// <summary>The digest of the issuer's signature: SHA-256, or SHA-1, SHA-384, SHA-512.</summary>
    public HashAlgorithmName Digest { get; init; } = HashAlgorithmName.SHA256;

    /// <summary>The key algorithm to name in subjectPublicKeyInfo, for example <see cref="RsaGipCps"/>; null for rsaEncryption.</summary>
    public string? KeyAlgorithm { get; init; }

    /// <summary>The whole SubjectPublicKeyInfo, for keys of other kinds; null for the one of the RSA key.</summary>
    public ReadOnlyMemory<byte>? SubjectPublicKeyInfo { get; init; }

    /// <summary>Whether a card has the subject layout, string types, extensions and authority of GIP-CPS cards of before 2019.</summary>
    public bool GipCpsLayout { get; init; }

    /// <summary>Whether the key usage extension is left out.</summary>
    public bool OmitKeyUsage { get; init; }

    /// <summary>Key usages in place of the profile's; null for the profile's.</summary>
    public KeyUsages? KeyUsage { get; init; }

    /// <summary>Extended key usages in place of the profile's; empty to leave the extension out, null for the profile's.</summary>
    public IReadOnlyList<string>? ExtendedKeyUsages { get; init; }

    /// <summary>rfc822Name alternative names in place of the profile's; empty to leave them out, null for the profile's.</summary>
    public IReadOnlyList<string>? EmailAddresses { get; init; }

    /// <summary>Extensions to add; one with the identifier of a profile's extension takes its place.</summary>
    public IReadOnlyList<CertificateExtension> Extensions { get; init; } = [];

    /// <summary>Identifiers of extensions of the profile to leave out.</summary>
    public IReadOnlyList<string> OmittedExtensions { get; init; } = [];

    /// <summary>The serial number, big endian and positive; null for a random one.</summary>
    public ReadOnlyMemory<byte>? SerialNumber { get; init; }

    /// <summary>For an authority: how many authorities may follow; negative for no limit, null for the profile's.</summary>
    public int? PathLength { get; init; }

    /// <summary>A certificate that was valid for two years and ended a year before this time.</summary>
    public static TestCertificateOptions ExpiredAt(DateTimeOffset time) => new() { NotBefore = time.AddYears(-3), NotAfter = time.AddYears(-1) };

    /// <summary>The signature and key of a CPS certificate of about 2013: SHA-1 and RSA-1024, in the old layout, with the odd key algorithm.</summary>
    public static TestCertificateOptions GipCps { get; } = new()
    {
        GipCpsLayout = true,
        Digest = HashAlgorithmName.SHA1,
        KeySize = 1024,
        KeyAlgorithm = RsaGipCps,
    };
}
