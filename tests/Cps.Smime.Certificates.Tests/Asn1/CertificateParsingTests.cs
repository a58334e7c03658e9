using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Text;

namespace Cps.Smime.Certificates.Tests.Asn1;

/// <summary>What the certificate reader takes and what it refuses, by code.</summary>
public sealed class CertificateParsingTests
{
    [Fact]
    public void The_fields_of_a_certificate_are_read_as_they_were_written()
    {
        TestCertificateOptions options = SharedPki.Options with
        {
            NotBefore = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
            NotAfter = new DateTimeOffset(2051, 6, 7, 8, 9, 10, TimeSpan.Zero),
            SerialNumber = new byte[] { 0x11, 0x20, 0xFF },
        };

        Certificate certificate = SharedPki.Leaf(options);

        Assert.Equal(3, certificate.Version);
        Assert.Equal("1120FF", certificate.SerialNumberText);
        Assert.Equal(options.NotBefore, certificate.NotBefore);
        Assert.Equal(options.NotAfter, certificate.NotAfter);
        Assert.Equal("CN=Camille Exemple", certificate.Subject.ToString());
        Assert.Equal("CN=TEST AC COURRIEL,O=COURRIEL DE TEST,C=FR", certificate.Issuer.ToString());
        Assert.Equal(KeyUsages.DigitalSignature | KeyUsages.NonRepudiation | KeyUsages.KeyEncipherment, certificate.KeyUsage);
        Assert.Equal(["1.3.6.1.5.5.7.3.4"], certificate.ExtendedKeyUsages);
        Assert.Equal(["camille@ailleurs.example"], certificate.EmailAddresses);
        Assert.False(certificate.IsAuthority);
        Assert.Equal(2048, certificate.PublicKey.KeySize);
        Assert.Equal(certificate.ComputeKeyIdentifier(), certificate.SubjectKeyIdentifier!.Value.ToArray());
        Assert.Equal(SharedPki.Authorities.Mail.Certificate.SubjectKeyIdentifier!.Value.ToArray(), certificate.AuthorityKeyIdentifier!.Value.ToArray());
        Assert.Equal(Convert.ToHexString(SHA256.HashData(certificate.Encoded.Span)), certificate.Sha256Thumbprint);
        Assert.Equal(certificate, Certificate.FromDer(certificate.Encoded.Span));
    }

    [Fact]
    public void The_platform_reads_the_same_certificate()
    {
        Certificate certificate = SharedPki.Leaf();
        using var platform = certificate.ToX509();

        Assert.Equal(platform.SerialNumber, certificate.SerialNumberText);
        Assert.Equal(platform.NotAfter.ToUniversalTime(), certificate.NotAfter.UtcDateTime);
        Assert.Equal(certificate, Certificate.FromX509(platform));
    }

    [Fact]
    public void Every_shortened_certificate_is_refused_as_malformed()
    {
        byte[] der = SharedPki.Leaf().Encoded.ToArray();
        for (int length = 0; length < der.Length; length++)
        {
            byte[] shortened = der[..length];
            Assert.Equal(CpsErrorCode.Malformed, Assert.Throws<CertificateException>(() => Certificate.FromDer(shortened)).Code);
        }
    }

    [Fact]
    public void Bytes_behind_the_certificate_are_refused() => AssertRefused(CpsErrorCode.Malformed, [.. SharedPki.Leaf().Encoded.Span, 0]);

    [Fact]
    public void A_certificate_of_64_KiB_is_read_and_a_larger_one_is_not()
    {
        int overhead = SharedPki.Leaf(Filled(1000)).Encoded.Length - 1000;
        int room = Certificate.MaximumLength - overhead - 16;
        Assert.InRange(SharedPki.Leaf(Filled(room)).Encoded.Length, Certificate.MaximumLength - 32, Certificate.MaximumLength);
        AssertRefused(CpsErrorCode.LimitExceeded, new byte[Certificate.MaximumLength + 1]);
    }

    [Fact]
    public void A_name_of_more_than_4_KiB_is_refused() =>
        Assert.Equal(CpsErrorCode.LimitExceeded, Assert.Throws<CertificateException>(() => Subject(SharedPki.Name(new string('x', 4096)))).Code);

    [Fact]
    public void A_name_of_more_than_64_attributes_is_refused()
    {
        TestName name = new();
        for (int i = 0; i < 64; i++)
        {
            name.Add("2.5.4.3", "a");
        }

        Assert.Equal(64, Subject(name.Encode()).Subject.RelativeNames.Count);
        byte[] tooMany = name.Add("2.5.4.3", "a").Encode();
        Assert.Equal(CpsErrorCode.LimitExceeded, Assert.Throws<CertificateException>(() => Subject(tooMany)).Code);
    }

    [Fact]
    public void A_serial_number_of_more_than_64_bytes_is_refused()
    {
        Assert.Equal(128, SharedPki.Leaf(SharedPki.Options with { SerialNumber = Enumerable.Repeat((byte)0x7F, 64).ToArray() }).SerialNumberText.Length);
        TestCertificateOptions huge = SharedPki.Options with { SerialNumber = Enumerable.Repeat((byte)0x7F, 65).ToArray() };
        Assert.Equal(CpsErrorCode.LimitExceeded, Assert.Throws<CertificateException>(() => SharedPki.Leaf(huge)).Code);
    }

    [Fact]
    public void More_than_64_extensions_are_refused()
    {
        TestCertificateOptions options = SharedPki.Options with { Extensions = [.. Enumerable.Range(1, 65).Select(i => SharedPki.Extension($"1.2.3.{i}", [5, 0]))] };
        Assert.Equal(CpsErrorCode.LimitExceeded, Assert.Throws<CertificateException>(() => SharedPki.Leaf(options)).Code);
    }

    [Fact]
    public void The_same_extension_twice_is_refused()
    {
        CertificateExtension usage = SharedPki.Leaf().FindExtension("2.5.29.15")!;
        TestCertificateOptions twice = SharedPki.Options with { Extensions = [usage, usage with { Value = new byte[] { 3, 2, 5, 0x20 } }] };
        CertificateException error = Assert.Throws<CertificateException>(() => SharedPki.Leaf(twice));
        Assert.Equal(CpsErrorCode.Refused, error.Code);
        Assert.Equal("2.5.29.15", error.Subject);
    }

    [Fact]
    public void Two_different_signature_algorithms_are_refused()
    {
        byte[] der = SharedPki.Leaf().Encoded.ToArray();
        int outer = der.AsSpan().LastIndexOf(Convert.FromHexString("06092A864886F70D01010B"));
        der[outer + 10] = 0x0C;
        AssertRefused(CpsErrorCode.Refused, der);
    }

    [Fact]
    public void Deep_nesting_inside_an_extension_is_no_danger()
    {
        byte[] nested = [5, 0];
        for (int depth = 0; depth < 5_000; depth++)
        {
            byte[] inner = nested;
            nested = SharedPki.Der(w =>
            {
                using (w.PushSequence())
                {
                    w.WriteEncodedValue(inner);
                }
            });
        }

        Assert.NotNull(SharedPki.Leaf(SharedPki.Options with { Extensions = [SharedPki.Extension("1.2.3.4", nested)] }));
        TestCertificateOptions asNames = SharedPki.Options with { Extensions = [SharedPki.Extension("2.5.29.17", nested)] };
        Assert.Empty(SharedPki.Leaf(asNames).EmailAddresses);
    }

    [Fact]
    public void An_object_identifier_of_30_KiB_does_not_use_up_time()
    {
        byte[] oid = [0x06, 0x82, 0x75, 0x30, 0x2A, .. Enumerable.Repeat((byte)0x81, 29_998), 0x01];
        byte[] key = SharedPki.Der(w =>
        {
            using (w.PushSequence())
            {
                using (w.PushSequence())
                {
                    w.WriteEncodedValue(oid);
                }

                w.WriteBitString([0]);
            }
        });
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<CertificateException>(() => SharedPki.WithKey(key));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 * 1024 * 1024);
    }

    [Fact]
    public void A_declared_length_of_two_gigabytes_allocates_nothing()
    {
        byte[] lie = [0x30, 0x84, 0x7F, 0xFF, 0xFF, 0xFF, 0x30, 0x00];
        long before = GC.GetAllocatedBytesForCurrentThread();
        AssertRefused(CpsErrorCode.Malformed, lie);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1024 * 1024);
    }

    [Fact]
    public void Addresses_come_from_alternative_names_first_then_from_the_subject()
    {
        byte[] subject = new TestName().Add("2.5.4.3", "X").Add("1.2.840.113549.1.9.1", "sujet@exemple.fr", UniversalTagNumber.IA5String).Encode();
        byte[] names = SharedPki.Der(w =>
        {
            using (w.PushSequence())
            {
                w.WriteCharacterString(UniversalTagNumber.IA5String, "www.exemple.fr", new Asn1Tag(TagClass.ContextSpecific, 2));
                w.WriteCharacterString(UniversalTagNumber.IA5String, "un@exemple.fr", new Asn1Tag(TagClass.ContextSpecific, 1));
                using (w.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
                {
                    w.WriteObjectIdentifier("1.3.6.1.5.5.7.8.9");
                    using (w.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
                    {
                        w.WriteCharacterString(UniversalTagNumber.UTF8String, "zoé@exemple.fr");
                    }
                }
            }
        });

        Certificate certificate = Subject(subject, SharedPki.Extension("2.5.29.17", names));

        Assert.Equal(["un@exemple.fr", "zoé@exemple.fr", "sujet@exemple.fr"], certificate.EmailAddresses);
    }

    [Fact]
    public void A_NUL_in_an_address_stays_visible_and_matches_nothing()
    {
        string poisoned = "camille@exemple.fr\0.attaquant.example";
        Certificate certificate = SharedPki.Leaf(SharedPki.Options with { EmailAddresses = [poisoned] });
        Assert.Equal([poisoned], certificate.EmailAddresses);
        Assert.False(EmailAddress.TryParse(certificate.EmailAddresses[0], out _));
    }

    [Theory]
    [InlineData(UniversalTagNumber.BMPString)]
    [InlineData(UniversalTagNumber.UTF8String)]
    [InlineData(UniversalTagNumber.T61String)]
    public void Accents_are_read_from_every_string_type(UniversalTagNumber type) =>
        Assert.Equal("Hélène Çà", Subject(new TestName().Add("2.5.4.3", "Hélène Çà", type).Encode()).Subject.Find("2.5.4.3"));

    [Fact]
    public void Latin1_under_the_tag_of_UTF8String_is_read_as_Latin1()
    {
        byte[] wrong = new TestName().Add("2.5.4.3", "Médecin", UniversalTagNumber.T61String).Encode();
        wrong[wrong.AsSpan().IndexOf((byte)UniversalTagNumber.T61String)] = (byte)UniversalTagNumber.UTF8String;
        Assert.Equal("Médecin", Subject(wrong).Subject.Find("2.5.4.3"));
    }

    [Fact]
    public void A_file_may_hold_PEM_DER_or_a_certs_only_PKCS7()
    {
        string openssl = ForeignSoftware.Require("openssl", "openssl");
        using TempFolder folder = new();
        Certificate root = SharedPki.Authorities.FortRoot.Certificate;
        Certificate sub = SharedPki.Authorities.FortPersonnes.Certificate;
        string pem = folder.Write("both.pem", "a line of text before\n" + TestAuthorities.ToPem([root, sub]) + "and behind\n");
        ForeignSoftware.Run(openssl, ["crl2pkcs7", "-nocrl", "-certfile", pem, "-outform", "DER", "-out", folder.File("both.p7b")]).Succeeded();
        ForeignSoftware.Run(openssl, ["crl2pkcs7", "-nocrl", "-certfile", pem, "-out", folder.File("both.p7b.pem")]).Succeeded();
        ForeignSoftware.Run(openssl, ["x509", "-in", pem, "-trustout", "-addtrust", "emailProtection", "-out", folder.File("trusted.pem")]).Succeeded();

        Assert.Equal([root, sub], Certificate.ReadAll(File.ReadAllBytes(pem)));
        Assert.Equal([root], Certificate.ReadAll(root.Encoded.Span));
        Assert.Equal([root, sub], Certificate.ReadAll(File.ReadAllBytes(folder.File("both.p7b"))));
        Assert.Equal([root, sub], Certificate.ReadAll(File.ReadAllBytes(folder.File("both.p7b.pem"))));
        Assert.Equal([root], Certificate.ReadAll(File.ReadAllBytes(folder.File("trusted.pem"))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("garbage")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    [InlineData("-----BEGIN CERTIFICATE-----\n*\n-----END CERTIFICATE-----\n")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nMAA=\n-----END PUBLIC KEY-----\n")]
    public void A_file_without_a_certificate_is_malformed(string content) =>
        Assert.Equal(CpsErrorCode.Malformed, Assert.Throws<CertificateException>(() => Certificate.ReadAll(Encoding.UTF8.GetBytes(content))).Code);

    private static TestCertificateOptions Filled(int length) => SharedPki.Options with { Extensions = [SharedPki.Extension("1.2.3.4", new byte[length])] };

    private static Certificate Subject(byte[] subject, params CertificateExtension[] extensions) =>
        SharedPki.Authorities.Mail.Issue(subject, extensions, SharedPki.Options).Certificate;

    private static void AssertRefused(CpsErrorCode code, byte[] der) =>
        Assert.Equal(code, Assert.Throws<CertificateException>(() => Certificate.FromDer(der)).Code);
}
