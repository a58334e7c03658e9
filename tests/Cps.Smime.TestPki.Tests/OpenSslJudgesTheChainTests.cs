namespace Cps.Smime.TestPki.Tests;

/// <summary>OpenSSL reads the test certificates: their chains verify, and their texts show the profiles of issued cards.</summary>
public sealed class OpenSslJudgesTheChainTests : IDisposable
{
    private readonly string _openssl = ForeignSoftware.Require("openssl", "openssl");
    private readonly TempFolder _folder = new();
    private readonly TestAuthorities _pki = TestAuthorities.Create();

    public void Dispose()
    {
        _pki.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Every_kind_of_certificate_has_a_chain_that_OpenSSL_verifies()
    {
        TestPerson person = TestPerson.Generate(1);
        TestOrganisation organisation = new("10B0127189", "CENTRE DE SANTE DES TILLEULS", "Rhône (69)");
        using TestCard card = _pki.IssueCard(person);
        using TestCredential confidentiality = _pki.IssueConfidentiality(person, person.EmailAddress);
        using TestCredential seal = _pki.IssueOrganisation(organisation, null, OrganisationUsage.Signature);
        using TestCredential box = _pki.IssueOrganisation(organisation, "accueil@tilleuls.example", OrganisationUsage.Confidentiality);
        using TestCredential session = _pki.IssueOrganisation(organisation, null, OrganisationUsage.Authentication);
        using TestCredential mail = _pki.IssueMail("Camille Exemple", "camille@ailleurs.example");
        string roots = _folder.Write("roots.pem", TestAuthorities.ToPem(_pki.Anchors.Anchors));

        foreach (TestCredential leaf in new[] { card.Signature, card.Authentication, confidentiality, seal, box, session, mail })
        {
            string subordinates = _folder.Write("subs.pem", TestAuthorities.ToPem(leaf.Intermediates));
            string file = _folder.Write("leaf.pem", leaf.Certificate.ToPem());
            ProgramResult result = Run("verify", "-x509_strict", "-CAfile", roots, "-untrusted", subordinates, file);
            Assert.Equal($"{file}: OK\n", result.Output);
        }
    }

    [Fact]
    public void The_subject_of_a_card_is_one_multivalued_relative_name_in_issued_order()
    {
        TestPerson person = new("99900063480", "LIBRE", "MAX");
        using TestCard card = _pki.IssueCard(person);
        string file = _folder.Write("leaf.pem", card.Signature.Certificate.ToPem());

        string subject = Run("x509", "-in", file, "-noout", "-subject", "-issuer", "-nameopt", "utf8,oneline,-esc_msb").Output;

        Assert.Equal(
            "subject=C = FR, title = Médecin, CN = 899900063480 + SN = LIBRE + GN = MAX\n"
            + "issuer=C = FR, O = ASIP-SANTE, OU = 0002 187512751, OU = IGC-SANTE TEST, CN = TEST AC IGC-SANTE FORT PERSONNES\n",
            subject);
    }

    [Fact]
    public void The_subject_of_an_old_card_is_Latin1_in_T61String_under_the_odd_key_algorithm()
    {
        using TestCard card = _pki.IssueCard(new TestPerson("99900038839", "TRAL", "ADÉMIS"), TestCertificateOptions.GipCps);
        string file = _folder.Write("leaf.der", card.Signature.Certificate.Encoded.ToArray());

        string structure = Run("asn1parse", "-inform", "DER", "-in", file).Output;
        string text = Run("x509", "-inform", "DER", "-in", file, "-noout", "-text").Output;

        Assert.Contains("T61STRING", structure, StringComparison.Ordinal);
        Assert.Contains(":1.2.250.1.71.2.6.1", structure, StringComparison.Ordinal);
        Assert.Contains("Signature Algorithm: sha1WithRSAEncryption", text, StringComparison.Ordinal);
        Assert.Contains("URI:http://annuaire.gip-cps.example/crl/test/TEST CLASSE-1.crl", text, StringComparison.Ordinal);
        Assert.Contains("Digital Signature, Non Repudiation\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_card_certificates_have_the_usages_of_issued_ones()
    {
        using TestCard card = _pki.IssueCard(TestPerson.Generate(2));

        string signature = Text(card.Signature);
        string authentication = Text(card.Authentication);

        Assert.Contains("X509v3 Key Usage: critical\n                Non Repudiation\n", signature, StringComparison.Ordinal);
        Assert.Contains("X509v3 Extended Key Usage: \n                E-mail Protection\n", signature, StringComparison.Ordinal);
        Assert.DoesNotContain("email:", signature, StringComparison.Ordinal);
        Assert.Contains("X509v3 Key Usage: critical\n                Digital Signature\n", authentication, StringComparison.Ordinal);
        Assert.Contains("TLS Web Client Authentication, Microsoft Smartcard Login", authentication, StringComparison.Ordinal);
        Assert.Contains("carte-cps.example", authentication, StringComparison.Ordinal);
    }

    [Fact]
    public void OpenSSL_opens_the_PKCS12_and_the_PEM_of_a_credential()
    {
        using TestCredential mail = _pki.IssueMail("Camille Exemple", "camille@ailleurs.example");
        string p12 = _folder.Write("key.p12", mail.ExportPkcs12("mot de passe"));
        string pem = _folder.Write("key.pem", mail.ExportPem());

        string fromPkcs12 = Run("pkcs12", "-in", p12, "-passin", "pass:mot de passe", "-nodes").Output;
        string modulus = Run("rsa", "-in", pem, "-noout", "-modulus").Output;

        Assert.Equal(2, fromPkcs12.Split("BEGIN CERTIFICATE").Length - 1);
        Assert.Contains("BEGIN PRIVATE KEY", fromPkcs12, StringComparison.Ordinal);
        Assert.Equal("Modulus=" + Convert.ToHexString(mail.PrivateKey.ExportParameters(false).Modulus!) + "\n", modulus);
    }

    private string Text(TestCredential credential) => Run("x509", "-in", _folder.Write("leaf.pem", credential.Certificate.ToPem()), "-noout", "-text").Output;

    private ProgramResult Run(params string[] arguments) => ForeignSoftware.Run(_openssl, arguments).Succeeded();
}
