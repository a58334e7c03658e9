using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace Cps.Smime.Certificates.Tests.Keys;

/// <summary>Key files as other programs write them, and as attackers do.</summary>
public sealed class KeyFileTests : IDisposable
{
    private const string Password = "mot de passe";

    private readonly string _openssl = ForeignSoftware.Require("openssl", "openssl");
    private readonly TempFolder _folder = new();
    private readonly TestCredential _credential = SharedPki.Authorities.IssueMail("Camille Exemple", "camille@ailleurs.example", options: SharedPki.Options);

    public static TheoryData<string, string[]> Pkcs12Forms => new()
    {
        { "as OpenSSL 3 writes it", [] },
        { "AES-128 with SHA-1 MAC", ["-keypbe", "AES-128-CBC", "-certpbe", "AES-128-CBC", "-macalg", "sha1"] },
        { "3DES, as Windows before 2020 and OpenSSL 1 wrote keys", ["-legacy", "-keypbe", "PBE-SHA1-3DES", "-certpbe", "PBE-SHA1-3DES", "-macalg", "sha1"] },
        { "3DES keys and RC2-40 certificates, the default of OpenSSL 1", ["-legacy"] },
        { "certificates not encrypted", ["-certpbe", "NONE"] },
    };

    public void Dispose()
    {
        _credential.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(Pkcs12Forms))]
    public async Task A_PKCS12_file_gives_its_key_with_certificate_and_intermediates(string form, string[] options)
    {
        string pem = _folder.Write("key.pem", _credential.ExportPem());
        Run(["pkcs12", "-export", "-in", pem, "-out", _folder.File("key.p12"), "-passout", "pass:" + Password, .. options]);

        using SoftwareKey key = Assert.Single(KeyFile.Read(File.ReadAllBytes(_folder.File("key.p12")), Password, form));

        Assert.Equal(_credential.Certificate, key.Certificate);
        Assert.Equal([SharedPki.Authorities.Mail.Certificate], key.Intermediates);
        byte[] signature = await key.SignAsync(SignatureAlgorithm.RsaPkcs1Sha256, "x"u8.ToArray());
        Assert.True(key.Certificate.PublicKey.Verify(SignatureAlgorithm.RsaPkcs1Sha256, "x"u8, signature));
    }

    [Theory]
    [InlineData("pkcs8 -topk8 -nocrypt", false)]
    [InlineData("pkcs8 -topk8 -v2 aes-256-cbc -v2prf hmacWithSHA256", true)]
    [InlineData("pkcs8 -topk8 -v2 des3 -v2prf hmacWithSHA1", true)]
    [InlineData("rsa -traditional", false)]
    public void An_RSA_key_is_read_from_every_PEM_form(string command, bool encrypted) => AssertPem(_credential.ExportPem(), command, encrypted);

    [Theory]
    [InlineData("pkcs8 -topk8 -nocrypt", false)]
    [InlineData("pkcs8 -topk8 -v2 aes-256-cbc", true)]
    [InlineData("ec", false)]
    public void An_elliptic_curve_key_is_read_from_every_PEM_form(string command, bool encrypted)
    {
        Run("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=X", "-keyout", _folder.File("ec.pem"), "-out", _folder.File("ec.crt"));
        AssertPem(File.ReadAllText(_folder.File("ec.pem")) + File.ReadAllText(_folder.File("ec.crt")), command, encrypted);
    }

    [Fact]
    public void Several_keys_each_find_their_certificate()
    {
        using TestCredential other = SharedPki.Authorities.IssueMail("Autre", "autre@ailleurs.example");
        IReadOnlyList<SoftwareKey> keys = KeyFile.Read(Encoding.ASCII.GetBytes(other.ExportPem() + _credential.ExportPem()), "");
        Assert.Equal([other.Certificate, _credential.Certificate], keys.Select(k => k.Certificate));
        Assert.All(keys, k => k.Dispose());
    }

    [Fact]
    public void An_authority_whose_key_is_refused_does_not_stop_the_reading()
    {
        byte[] e3 = [0x30, 0x82, 0x01, 0x08, 0x02, 0x82, 0x01, 0x01, 0x00, .. Enumerable.Repeat((byte)0xAB, 256), 0x02, 0x01, 0x03];
        Certificate old = SharedPki.WithKey(SharedPki.Der(w =>
        {
            using (w.PushSequence())
            {
                AlgorithmIdentifier.WithNull("1.2.840.113549.1.1.1").Write(w);
                w.WriteBitString(e3);
            }
        }));
        using SoftwareKey key = Assert.Single(KeyFile.Read(Encoding.ASCII.GetBytes(old.ToPem() + "\n" + _credential.ExportPem()), ""));
        Assert.Equal(_credential.Certificate, key.Certificate);
        Assert.Contains(old, key.Intermediates);
    }

    [Fact]
    public void A_wrong_password_says_so_and_shows_none()
    {
        byte[] p12 = _credential.ExportPkcs12(Password);
        byte[] pem = Encoding.ASCII.GetBytes(SharedPki.Key.ExportEncryptedPkcs8PrivateKeyPem(Password, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000))
            + "\n" + _credential.Certificate.ToPem());
        foreach (byte[] file in new[] { p12, pem })
        {
            foreach (string wrong in new[] { "", "mot-de-passe-faux" })
            {
                CertificateException error = Assert.Throws<CertificateException>(() => KeyFile.Read(file, wrong, "cabinet.p12"));
                Assert.Equal(CpsErrorCode.KeyUnreadable, error.Code);
                Assert.Equal("cabinet.p12", error.Subject);
                Assert.DoesNotContain("mot-de-passe-faux", error.ToString(), StringComparison.Ordinal);
                Assert.NotNull(error.Advice);
            }

            Assert.Single(KeyFile.Read(file, Password)).Dispose();
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("garbage that is no key file")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nMAA=\n-----END RSA PRIVATE KEY-----\n")]
    [InlineData("-----BEGIN EC PRIVATE KEY-----\nMAA=\n-----END EC PRIVATE KEY-----\n")]
    [InlineData("-----BEGIN ENCRYPTED PRIVATE KEY-----\nMAA=\n-----END ENCRYPTED PRIVATE KEY-----\n")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nMAA=\n-----END RSA PRIVATE KEY-----\n")]
    public void Something_else_is_unreadable(string content)
    {
        CertificateException error = Assert.Throws<CertificateException>(() => KeyFile.Read(Encoding.ASCII.GetBytes(content), Password, "x"));
        Assert.Equal(CpsErrorCode.KeyUnreadable, error.Code);
    }

    [Fact]
    public void A_key_without_its_certificate_is_no_key()
    {
        Assert.Equal(CpsErrorCode.KeyUnreadable, Refusal(Encoding.ASCII.GetBytes(SharedPki.Key.ExportPkcs8PrivateKeyPem())));
        string other = SharedPki.Authorities.Mail.Certificate.ToPem();
        Assert.Equal(CpsErrorCode.KeyUnreadable, Refusal(Encoding.ASCII.GetBytes(SharedPki.Key.ExportPkcs8PrivateKeyPem() + "\n" + other)));
        string pem = _folder.Write("cert.pem", _credential.Certificate.ToPem());
        Run("pkcs12", "-export", "-nokeys", "-in", pem, "-out", _folder.File("cert.p12"), "-passout", "pass:" + Password);
        Assert.Equal(CpsErrorCode.KeyUnreadable, Refusal(File.ReadAllBytes(_folder.File("cert.p12"))));
    }

    [Fact]
    public void A_key_of_another_algorithm_is_unsupported()
    {
        Run("genpkey", "-algorithm", "ed448", "-out", _folder.File("ed.pem"));
        Assert.Equal(CpsErrorCode.Unsupported, Refusal(File.ReadAllBytes(_folder.File("ed.pem"))));
    }

    [Theory]
    [InlineData("2147483648")]
    [InlineData("2147483647")]
    [InlineData("10000001")]
    [InlineData("340282366920938463463374607431768211456")]
    public void A_PEM_key_that_asks_for_absurd_password_work_is_refused_before_the_first_round(string iterations) =>
        Assert.Equal(CpsErrorCode.LimitExceeded, Refusal(Encoding.ASCII.GetBytes(
            PemEncoding.WriteString("ENCRYPTED PRIVATE KEY", EncryptedKey(BigInteger.Parse(iterations, System.Globalization.CultureInfo.InvariantCulture))))));

    [Theory]
    [InlineData("2147483647")]
    [InlineData("10000001")]
    public void A_PKCS12_MAC_that_asks_for_absurd_password_work_is_refused_before_the_first_round(string iterations) =>
        Assert.Equal(CpsErrorCode.LimitExceeded, Refusal(Pfx(BigInteger.Parse(iterations, System.Globalization.CultureInfo.InvariantCulture))));

    [Fact]
    public void A_PKCS12_MAC_count_beyond_32_bits_is_refused() => Assert.NotNull(Refusal(Pfx(BigInteger.Pow(2, 31))).ToString());

    [Fact]
    public void A_file_of_more_than_4_MiB_is_refused() => Assert.Equal(CpsErrorCode.LimitExceeded, Refusal(new byte[KeyFile.MaximumLength + 1]));

    [Fact]
    public void A_password_is_asked_for_exactly_when_one_is_needed()
    {
        Assert.True(KeyFile.NeedsPassword(_credential.ExportPkcs12(Password)));
        Assert.False(KeyFile.NeedsPassword(Encoding.ASCII.GetBytes(_credential.ExportPem())));
        Assert.True(KeyFile.NeedsPassword("-----BEGIN ENCRYPTED PRIVATE KEY-----"u8));
        Assert.True(KeyFile.NeedsPassword("-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n"u8));
    }

    private void AssertPem(string original, string command, bool encrypted)
    {
        string source = _folder.Write("source.pem", original);
        Run([.. command.Split(' '), "-in", source, "-out", _folder.File("form.pem"), .. encrypted ? new[] { "-passout", "pass:" + Password } : []]);
        Certificate certificate = Certificate.ReadAll(Encoding.ASCII.GetBytes(original))[0];
        byte[] file = Encoding.ASCII.GetBytes(File.ReadAllText(_folder.File("form.pem")) + certificate.ToPem());

        Assert.Equal(encrypted, KeyFile.NeedsPassword(file));
        using SoftwareKey key = Assert.Single(KeyFile.Read(file, encrypted ? Password : ""));
        Assert.Equal(certificate, key.Certificate);
    }

    private static CpsErrorCode Refusal(byte[] file) => Assert.Throws<CertificateException>(() => KeyFile.Read(file, Password, "x")).Code;

    private static byte[] EncryptedKey(BigInteger iterations) => SharedPki.Der(w =>
    {
        using (w.PushSequence())
        {
            using (w.PushSequence())
            {
                w.WriteObjectIdentifier("1.2.840.113549.1.5.13");
                using (w.PushSequence())
                {
                    using (w.PushSequence())
                    {
                        w.WriteObjectIdentifier("1.2.840.113549.1.5.12");
                        using (w.PushSequence())
                        {
                            w.WriteOctetString(new byte[8]);
                            w.WriteInteger(iterations);
                        }
                    }

                    using (w.PushSequence())
                    {
                        w.WriteObjectIdentifier("2.16.840.1.101.3.4.1.42");
                        w.WriteOctetString(new byte[16]);
                    }
                }
            }

            w.WriteOctetString(new byte[32]);
        }
    });

    // A PFX (RFC 7292 section 4) with nothing inside but a MAC to check.
    private static byte[] Pfx(BigInteger iterations) => SharedPki.Der(w =>
    {
        using (w.PushSequence())
        {
            w.WriteInteger(3);
            using (w.PushSequence())
            {
                w.WriteObjectIdentifier("1.2.840.113549.1.7.1");
                using (w.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
                {
                    w.WriteOctetString([0x30, 0x00]);
                }
            }

            using (w.PushSequence())
            {
                using (w.PushSequence())
                {
                    AlgorithmIdentifier.WithNull("2.16.840.1.101.3.4.2.1").Write(w);
                    w.WriteOctetString(new byte[32]);
                }

                w.WriteOctetString(new byte[8]);
                w.WriteInteger(iterations);
            }
        }
    });

    private void Run(params string[] arguments) => ForeignSoftware.Run(_openssl, arguments).Succeeded();
}
