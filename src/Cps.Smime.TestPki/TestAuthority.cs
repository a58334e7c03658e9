using System.Security.Cryptography;
using Cps.Smime.Certificates;

namespace Cps.Smime.TestPki;

/// <summary>
/// One certification authority of a test PKI: its certificate and its private key, which is there for the taking. Issuing is safe for any
/// number of threads.
/// </summary>
public sealed class TestAuthority : IDisposable
{
    private readonly DateTimeOffset _now;
    private readonly int _keySize;

    private TestAuthority(Certificate certificate, RSA privateKey, IReadOnlyList<Certificate> chain, DateTimeOffset now, int keySize)
    {
        Certificate = certificate;
        PrivateKey = privateKey;
        Chain = chain;
        _now = now;
        _keySize = keySize;
    }

    /// <summary>The certificate of the authority.</summary>
    public Certificate Certificate { get; }

    /// <summary>The private key of the authority.</summary>
    public RSA PrivateKey { get; }

    /// <summary>What a message of this authority's subjects brings along: the authority and those above it, without the root.</summary>
    public IReadOnlyList<Certificate> Chain { get; }

    /// <summary>Makes a self-signed authority.</summary>
    /// <param name="name">The DER of its name: see <see cref="TestName"/>.</param>
    /// <param name="time">The time of the PKI; null for the system's.</param>
    /// <param name="options">What differs from the profile of a root: no path length, key usage keyCertSign and cRLSign, 20 years.</param>
    /// <param name="keySize">The size of this and all later keys in bits.</param>
    public static TestAuthority CreateRoot(ReadOnlyMemory<byte> name, TimeProvider? time = null, TestCertificateOptions? options = null, int keySize = 2048)
    {
        options ??= new TestCertificateOptions();
        DateTimeOffset now = (time ?? TimeProvider.System).GetUtcNow();
        RSA key = NewKey(options, keySize);
        Certificate certificate = Write(name, key, null, name, key, now, options, AuthorityProfile(options, null), authority: true);
        return new TestAuthority(certificate, key, [], now, keySize);
    }

    /// <summary>Makes an authority below this one, with path length 0 unless the options say otherwise.</summary>
    /// <param name="name">The DER of its name: see <see cref="TestName"/>.</param>
    /// <param name="options">What differs from the profile of a subordinate authority.</param>
    public TestAuthority CreateSubordinate(ReadOnlyMemory<byte> name, TestCertificateOptions? options = null)
    {
        options ??= new TestCertificateOptions();
        RSA key = NewKey(options, _keySize);
        Certificate certificate = Write(Certificate.Subject.Encoded, PrivateKey, Certificate, name, key, _now, options, AuthorityProfile(options, 0), authority: true);
        return new TestAuthority(certificate, key, [certificate, .. Chain], _now, _keySize);
    }

    /// <summary>Certifies a new key.</summary>
    /// <param name="subject">The DER of the subject's name: see <see cref="TestName"/>.</param>
    /// <param name="extensions">The extensions of the profile; key identifiers are added.</param>
    /// <param name="options">What differs from the profile.</param>
    public TestCredential Issue(ReadOnlyMemory<byte> subject, IEnumerable<CertificateExtension> extensions, TestCertificateOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(extensions);
        options ??= new TestCertificateOptions();
        RSA key = NewKey(options, _keySize);
        Certificate certificate = Write(Certificate.Subject.Encoded, PrivateKey, Certificate, subject, key, _now, options, extensions, authority: false);
        return new TestCredential(certificate, key, Chain);
    }

    /// <summary>Forgets the private key.</summary>
    public void Dispose() => PrivateKey.Dispose();

    private static RSA NewKey(TestCertificateOptions options, int keySize) =>
        options.Key is { } given ? RSA.Create(given.ExportParameters(includePrivateParameters: true)) : RSA.Create(options.KeySize ?? keySize);

    private static IEnumerable<CertificateExtension> AuthorityProfile(TestCertificateOptions options, int? pathLength)
    {
        yield return TestExtensions.KeyUsage(KeyUsages.KeyCertSign | KeyUsages.CrlSign);
        yield return TestExtensions.BasicConstraints(options.PathLength is { } limit ? (limit < 0 ? null : limit) : pathLength);
        yield return TestExtensions.Policy(TestOids.AnyPolicy, "http://igc-sante.example/PC%20TEST");
    }

    private static Certificate Write(
        ReadOnlyMemory<byte> issuerName, RSA issuerKey, Certificate? issuer, ReadOnlyMemory<byte> subject, RSA key, DateTimeOffset now,
        TestCertificateOptions options, IEnumerable<CertificateExtension> profile, bool authority)
    {
        ReadOnlyMemory<byte> publicKey = options.SubjectPublicKeyInfo ?? TestCertificateWriter.WriteKey(key, options.KeyAlgorithm ?? TestOids.RsaEncryption);
        byte[] keyIdentifier = Identifier(key);
        List<CertificateExtension> extensions =
        [
            TestExtensions.AuthorityKeyIdentifier(issuer?.SubjectKeyIdentifier ?? Identifier(issuerKey)),
            TestExtensions.SubjectKeyIdentifier(keyIdentifier),
            .. profile,
        ];
        byte[] serial = [0x11, 0x20, .. RandomNumberGenerator.GetBytes(16)];
        return TestCertificateWriter.Write(
            issuerName, issuerKey, subject, publicKey,
            options.NotBefore ?? (authority ? now.AddYears(-5) : now.AddDays(-30)),
            options.NotAfter ?? now.AddYears(authority ? 15 : 3),
            options.SerialNumber is { } given ? given.Span : serial,
            options.Digest,
            Apply(options, extensions));
    }

    private static List<CertificateExtension> Apply(TestCertificateOptions options, List<CertificateExtension> extensions)
    {
        if (options.KeyUsage is { } usage)
        {
            Replace(extensions, TestExtensions.KeyUsage(usage));
        }

        if (options.ExtendedKeyUsages is { } extended)
        {
            Replace(extensions, TestExtensions.ExtendedKeyUsage(extended));
        }

        if (options.EmailAddresses is { } addresses)
        {
            Replace(extensions, TestExtensions.EmailAddresses(addresses));
        }

        foreach (IGrouping<string, CertificateExtension> added in options.Extensions.GroupBy(e => e.Oid, StringComparer.Ordinal))
        {
            extensions.RemoveAll(e => e.Oid == added.Key);
            extensions.AddRange(added);
        }

        extensions.RemoveAll(e => options.OmittedExtensions.Contains(e.Oid, StringComparer.Ordinal)
            || (options.OmitKeyUsage && e.Oid == TestOids.KeyUsage)
            || (options.ExtendedKeyUsages is { Count: 0 } && e.Oid == TestOids.ExtendedKeyUsage)
            || (options.EmailAddresses is { Count: 0 } && e.Oid == TestOids.SubjectAltName));
        return extensions;
    }

    private static void Replace(List<CertificateExtension> extensions, CertificateExtension extension)
    {
        int index = extensions.FindIndex(e => e.Oid == extension.Oid);
        if (index >= 0)
        {
            extensions[index] = extension;
        }
        else
        {
            extensions.Add(extension);
        }
    }

    // RFC 5280 section 4.2.1.2 method 1: SHA-1 as a name.
    private static byte[] Identifier(RSA key) => CryptographicOperations.HashData(HashAlgorithmName.SHA1, key.ExportRSAPublicKey());
}
