using System.Security.Cryptography;
using Cps.Smime.Certificates;

namespace Cps.Smime.TestPki.Tests;

/// <summary>What tests may ask of the PKI beside its profiles, and that it gives exactly that.</summary>
public sealed class TestCertificateOptionsTests : IDisposable
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 2, 8, 30, 0, TimeSpan.Zero);

    private readonly TestAuthority _root = TestAuthority.CreateRoot(new TestName().Add("2.5.4.3", "TEST RACINE").Encode());

    public void Dispose() => _root.Dispose();

    [Fact]
    public void Key_usage_extended_key_usage_and_addresses_are_replaced_or_left_out()
    {
        CertificateExtension[] profile =
        [
            new("2.5.29.15", true, new byte[] { 3, 2, 5, 0x20 }),
            new("2.5.29.37", false, Convert.FromHexString("300A06082B06010505070304")),
        ];

        Certificate replaced = Issue(profile, new() { KeyUsage = KeyUsages.DigitalSignature, ExtendedKeyUsages = ["1.3.6.1.5.5.7.3.2"], EmailAddresses = ["a@b.example"] });
        Assert.Equal(KeyUsages.DigitalSignature, replaced.KeyUsage);
        Assert.Equal(["1.3.6.1.5.5.7.3.2"], replaced.ExtendedKeyUsages);
        Assert.Equal(["a@b.example"], replaced.EmailAddresses);

        Certificate without = Issue(profile, new() { OmitKeyUsage = true, ExtendedKeyUsages = [] });
        Assert.Null(without.KeyUsage);
        Assert.Null(without.ExtendedKeyUsages);

        Certificate asProfile = Issue(profile, new());
        Assert.Equal(KeyUsages.KeyEncipherment, asProfile.KeyUsage);
        Assert.Equal(["1.3.6.1.5.5.7.3.4"], asProfile.ExtendedKeyUsages);
        Assert.Equal(["2.5.29.35", "2.5.29.14", "2.5.29.15", "2.5.29.37"], asProfile.Extensions.Select(e => e.Oid));
    }

    [Fact]
    public void Validity_serial_number_and_digest_are_as_asked()
    {
        Certificate certificate = Issue([], TestCertificateOptions.ExpiredAt(s_now) with { SerialNumber = new byte[] { 7 }, Digest = HashAlgorithmName.SHA512 });

        Assert.Equal(new DateTimeOffset(2023, 3, 2, 8, 30, 0, TimeSpan.Zero), certificate.NotBefore);
        Assert.Equal(new DateTimeOffset(2025, 3, 2, 8, 30, 0, TimeSpan.Zero), certificate.NotAfter);
        Assert.Equal("07", certificate.SerialNumberText);
        Assert.Equal("1.2.840.113549.1.1.13", certificate.SignatureAlgorithm.Oid);
        Assert.True(_root.Certificate.PublicKey.Verify(SignatureAlgorithm.RsaPkcs1Sha512, certificate.ToBeSigned.Span, certificate.SignatureValue.Span));
    }

    [Fact]
    public void A_renewal_certifies_the_same_key_again()
    {
        using TestCredential first = _root.Issue(new TestName().Add("2.5.4.3", "X").Encode(), []);
        using TestCredential second = _root.Issue(new TestName().Add("2.5.4.3", "X").Encode(), [], new() { Key = first.PrivateKey });
        Assert.Equal(first.Certificate.PublicKey.Encoded.ToArray(), second.Certificate.PublicKey.Encoded.ToArray());
        Assert.NotEqual(first.Certificate.SerialNumberText, second.Certificate.SerialNumberText);
        first.Dispose();
        Assert.NotEmpty(second.PrivateKey.SignData([1], HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    [Fact]
    public async Task A_credential_becomes_a_key_of_the_library_that_outlives_it()
    {
        TestCredential credential = _root.Issue(new TestName().Add("2.5.4.3", "X").Encode(), []);
        using SoftwareKey key = credential.ToSoftwareKey();
        credential.Dispose();
        byte[] signature = await key.SignAsync(SignatureAlgorithm.RsaPkcs1Sha256, new byte[] { 1 });
        Assert.True(key.Certificate.PublicKey.Verify(SignatureAlgorithm.RsaPkcs1Sha256, [1], signature));
    }

    [Fact]
    public void A_certificate_under_the_odd_key_algorithm_is_exported_as_PEM_and_not_as_PKCS12()
    {
        using TestCredential odd = _root.Issue(new TestName().Add("2.5.4.3", "X").Encode(), [], new() { KeyAlgorithm = TestCertificateOptions.RsaGipCps });
        Assert.ThrowsAny<ArgumentException>(() => odd.ExportPkcs12("x"));
        using SoftwareKey key = Assert.Single(KeyFile.Read(System.Text.Encoding.ASCII.GetBytes(odd.ExportPem()), ""));
        Assert.Equal(odd.Certificate, key.Certificate);
    }

    [Fact]
    public void Generated_persons_are_the_same_for_the_same_seed_and_do_not_exist()
    {
        TestPerson person = TestPerson.Generate(4);
        Assert.Equal("ÉPINOCHET", person.Surname);
        Assert.Equal("EUGÉNIE", person.GivenName);
        Assert.Equal("eugenie.epinochet@cabinet.example", person.EmailAddress);
        Assert.Equal(21, person.ProfessionCode);
        Assert.Equal("Pharmacien", person.ProfessionName);
        Assert.Equal(person.NationalId, TestPerson.Generate(4).NationalId);
        Assert.Equal(1000, Enumerable.Range(0, 1000).Select(i => TestPerson.Generate(i).Rpps).Distinct().Count());
        Assert.Throws<ArgumentOutOfRangeException>(() => TestPerson.Generate(100_000));
        Assert.Throws<ArgumentOutOfRangeException>(() => TestPerson.Generate(-1));
    }

    [Fact]
    public async Task Cards_issued_by_many_threads_have_different_numbers()
    {
        using TestAuthorities pki = TestAuthorities.Create();
        using RSA key = RSA.Create(2048);
        System.Collections.Concurrent.ConcurrentBag<string> numbers = [];
        await Parallel.ForAsync(0, 20, (i, _) =>
        {
            using TestCard card = pki.IssueCard(TestPerson.Generate(i), new() { Key = key });
            Assert.Equal(card.CardNumber, card.Signature.Certificate.Identity.CardNumber);
            numbers.Add(card.CardNumber);
            return ValueTask.CompletedTask;
        });
        Assert.Equal(20, numbers.Distinct().Count());
        Assert.All(numbers, n => Assert.Matches("^8025000001/29[0-9]{8}$", n));
    }

    [Fact]
    public void No_certificate_names_a_host_that_could_exist()
    {
        using TestAuthorities pki = TestAuthorities.Create();
        using RSA key = RSA.Create(2048);
        using TestCard card = pki.IssueCard(TestPerson.Generate(1), new() { Key = key });
        using TestCard old = pki.IssueCard(TestPerson.Generate(1), TestCertificateOptions.GipCps);
        foreach (Certificate certificate in (Certificate[])[.. pki.All, card.Signature.Certificate, card.Authentication.Certificate, old.Signature.Certificate, pki.GipCpsClasse1.Certificate])
        {
            int urls = 0;
            string bytes = System.Text.Encoding.Latin1.GetString(certificate.Encoded.Span);
            foreach (System.Text.RegularExpressions.Match url in System.Text.RegularExpressions.Regex.Matches(bytes, "(http|ldap)s?://([A-Za-z0-9.-]+)"))
            {
                // What follows the host may be the tag and length of the next value, so only a further label counts as another host.
                Assert.Matches(@"^[a-z.-]+\.example(?![.-])", url.Groups[2].Value);
                urls++;
            }

            Assert.InRange(urls, 1, 6);
        }
    }

    private Certificate Issue(CertificateExtension[] profile, TestCertificateOptions options) => _root.Issue(new TestName().Add("2.5.4.3", "X").Encode(), profile, options).Certificate;
}
