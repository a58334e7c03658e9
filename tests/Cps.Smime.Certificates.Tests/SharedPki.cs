using System.Formats.Asn1;
using System.Security.Cryptography;
using Microsoft.Extensions.Time.Testing;

namespace Cps.Smime.Certificates.Tests;

/// <summary>One test PKI and one key for all tests here: making keys is most of the time of these tests.</summary>
internal static class SharedPki
{
    /// <summary>The time of the PKI, and of every validation that does not name another.</summary>
    public static readonly DateTimeOffset Now = new(2026, 3, 2, 8, 30, 0, TimeSpan.Zero);

    private static readonly Lazy<TestAuthorities> s_authorities = new(() => TestAuthorities.Create(new FakeTimeProvider(Now)));
    private static readonly Lazy<RSA> s_key = new(() => RSA.Create(2048));

    public static TestAuthorities Authorities => s_authorities.Value;

    /// <summary>A key that tests certify again and again.</summary>
    public static RSA Key => s_key.Value;

    public static TestCertificateOptions Options => new() { Key = Key };

    /// <summary>A root of its own with the shared key.</summary>
    public static TestAuthority Root(string name = "TEST RACINE", TestCertificateOptions? options = null) =>
        TestAuthority.CreateRoot(Name(name), new FakeTimeProvider(Now), (options ?? new TestCertificateOptions()) with { Key = options?.Key ?? Key });

    public static byte[] Name(string commonName) => new TestName().Add("2.5.4.3", commonName).Encode();

    /// <summary>A mail certificate with nothing odd about it, unless the options say so.</summary>
    public static Certificate Leaf(TestCertificateOptions? options = null) =>
        Authorities.IssueMail("Camille Exemple", "camille@ailleurs.example", MailUsage.SignAndEncrypt, (options ?? Options) with { Key = options?.Key ?? Key }).Certificate;

    /// <summary>A certificate over this SubjectPublicKeyInfo.</summary>
    public static Certificate WithKey(byte[] subjectPublicKeyInfo) => Leaf(Options with { SubjectPublicKeyInfo = subjectPublicKeyInfo });

    /// <summary>An extension whose DER a test writes itself.</summary>
    public static CertificateExtension Extension(string oid, byte[] value, bool critical = false) => new(oid, critical, value);

    public static byte[] Der(Action<AsnWriter> write)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        write(writer);
        return writer.Encode();
    }
}
