using System.Formats.Asn1;

namespace Cps.Smime.Certificates.Tests.Identity;

/// <summary>The identity that is read from every subject layout of GIP-CPS and IGC-Santé certificates that is known.</summary>
public sealed class SubjectLayoutTests
{
    private const string CN = "2.5.4.3", SN = "2.5.4.4", C = "2.5.4.6", L = "2.5.4.7", ST = "2.5.4.8", O = "2.5.4.10", OU = "2.5.4.11", Title = "2.5.4.12",
        GN = "2.5.4.42", Pseudonym = "2.5.4.65";

    private const UniversalTagNumber T61 = UniversalTagNumber.T61String;
    private const UniversalTagNumber Utf8 = UniversalTagNumber.UTF8String;

    private static readonly CertificateExtension s_cps = Private("2.2", 0x02, 0x01, 0x00);
    private static readonly CertificateExtension s_testCard = Private("2.5", 0x04, 0x01, 0x80);
    private static readonly CertificateExtension s_testSoftware = Private("2.5", 0x04, 0x01, 0x83);
    private static readonly CertificateExtension s_doctor = Private("2.7", 0x02, 0x01, 0x0A);
    private static readonly CertificateExtension s_cardNumber = Private("2.3", [0x13, 0x15, .. "8025000001/2500577253"u8]);
    private static readonly CertificateExtension s_specialities = SharedPki.Extension(
        "1.2.250.1.71.4.2.5", [0x30, 0x0C, 0x0C, 0x04, .. "SM26"u8, 0x0C, 0x04, .. "SM36"u8]);

    [Fact]
    public void The_signature_certificate_of_an_old_card_names_person_profession_and_card()
    {
        TestName subject = new TestName().Add(C, "FR").Add(O, "TEST").Add(OU, "Médecin", T61).Add(T61, (CN, "899900038839"), (SN, "TRAL"), (GN, "ADEMIS"));

        CertificateIdentity identity = Read(subject, s_cps, s_cardNumber, s_testCard, s_doctor, s_specialities);

        Assert.Equal("ADEMIS TRAL", identity.DisplayName);
        Assert.Equal(new NationalId("899900038839", NationalIdKind.Rpps, "99900038839", true), identity.NationalId);
        Assert.Null(identity.StructureId);
        Assert.Equal("TRAL", identity.Surname);
        Assert.Equal("ADEMIS", identity.GivenName);
        Assert.Equal("899900038839", identity.CommonName);
        Assert.Null(identity.Organization);
        Assert.Equal(new Profession(10, "Médecin"), identity.Profession);
        Assert.Equal("Médecin", identity.ProfessionText);
        Assert.Equal(["SM26", "SM36"], identity.Specialities);
        Assert.Equal(CardKind.Cps, identity.Card);
        Assert.Equal("8025000001/2500577253", identity.CardNumber);
        Assert.Equal(CertificateCategory.Card, identity.Category);
        Assert.True(identity.IsTest);
        Assert.Empty(identity.EmailAddresses);
        Assert.Equal("ADEMIS TRAL, RPPS 99900038839, Médecin", identity.ToString());
    }

    [Fact]
    public void The_card_of_a_person_known_by_ADELI_number_has_letters_in_its_identifier()
    {
        TestName subject = new TestName().Add(C, "FR").Add(O, "GIP-CPS").Add(OU, "Infirmier", T61).Add(T61, (CN, "00B1058110"), (SN, "BÉNARD"), (GN, "ZOÉ"));

        CertificateIdentity identity = Read(subject, s_cps, Private("2.5", 0x04, 0x01, 0x00), Private("2.7", 0x02, 0x01, 0x3C));

        Assert.Equal(new NationalId("00B1058110", NationalIdKind.Adeli, "0B1058110", true), identity.NationalId);
        Assert.Equal("ZOÉ BÉNARD", identity.DisplayName);
        Assert.Equal(new Profession(60, "Infirmier"), identity.Profession);
        Assert.Null(identity.Organization);
        Assert.Null(identity.CardNumber);
        Assert.Equal(CertificateCategory.Card, identity.Category);
    }

    [Fact]
    public void A_software_certificate_of_a_person_has_its_profession_as_title_and_no_card()
    {
        TestName subject = new TestName().Add(C, "FR").Add(Title, "Médecin").Add(Utf8, (CN, "899900063480"), (SN, "LIBRE"), (GN, "MAX"));

        CertificateIdentity identity = Read(subject, s_testSoftware, s_doctor, s_specialities);

        Assert.Equal("MAX LIBRE", identity.DisplayName);
        Assert.Equal(new NationalId("899900063480", NationalIdKind.Rpps, "99900063480", true), identity.NationalId);
        Assert.Equal("Médecin", identity.ProfessionText);
        Assert.Equal(10, identity.Profession?.Code);
        Assert.Null(identity.Card);
        Assert.Equal(CertificateCategory.Software, identity.Category);
        Assert.True(identity.IsTest);
    }

    [Fact]
    public void A_structure_certificate_names_the_structure_and_no_person()
    {
        TestName subject = new TestName().Add(C, "FR").Add(ST, "Rhône (69)").Add(O, "CENTRE DE SANTE RPPS12718").Add(OU, "10B0127189")
            .Add(CN, "Certificat Wizard DMP 2019-R2");

        CertificateIdentity identity = Read(subject, s_testSoftware);

        Assert.Equal("Certificat Wizard DMP 2019-R2", identity.DisplayName);
        Assert.Null(identity.NationalId);
        Assert.Equal(new NationalId("10B0127189", NationalIdKind.StructureFiness, "0B0127189", true), identity.StructureId);
        Assert.Equal("CENTRE DE SANTE RPPS12718", identity.Organization);
        Assert.Null(identity.Profession);
        Assert.Null(identity.ProfessionText);
        Assert.Equal("Certificat Wizard DMP 2019-R2, FINESS 0B0127189", identity.ToString());
    }

    [Fact]
    public void A_structure_may_be_known_by_its_SIRET_number()
    {
        TestName subject = new TestName().Add(C, "FR").Add(ST, "Sarthe (72)").Add(O, "GIE SESAM VITALE").Add(OU, "339172288100052")
            .Add(CN, "serviceps.sesam-vitale.fr");

        CertificateIdentity identity = Read(subject, s_testSoftware);

        Assert.Equal("serviceps.sesam-vitale.fr", identity.DisplayName);
        Assert.Equal(NationalIdKind.StructureSiret, identity.StructureId?.Kind);
        Assert.Equal("39172288100052", identity.StructureId?.Number);
        Assert.Equal("GIE SESAM VITALE", identity.Organization);
    }

    [Fact]
    public void An_old_card_of_an_authorised_structure_names_person_and_structure_but_no_profession()
    {
        TestName subject = new TestName().Add(C, "FR").Add(O, "TEST").Add(L, "Paris (75)").Add(OU, "300000000029751")
            .Add(T61, (CN, "500000000029751/CPAT0001"), (SN, "NOM"), (GN, "PRENOM"));

        CertificateIdentity identity = Read(subject, Private("2.2", 0x02, 0x01, 0x03), s_testCard);

        Assert.Equal("PRENOM NOM", identity.DisplayName);
        Assert.Equal(new NationalId("500000000029751/CPAT0001", NationalIdKind.SiretInternal, "00000000029751/CPAT0001", null), identity.NationalId);
        Assert.Equal(NationalIdKind.StructureSiret, identity.StructureId?.Kind);
        Assert.Equal("00000000029751", identity.StructureId?.Number);
        Assert.Null(identity.ProfessionText);
        Assert.Null(identity.Organization);
        Assert.Equal(CardKind.Cpa, identity.Card);
    }

    [Fact]
    public void A_card_of_an_employee_without_a_name_is_known_by_its_structure_and_internal_number()
    {
        TestName subject = new TestName().Add(C, "FR").Add(ST, "Seine-Maritime (76)").Add(O, "CLINIQUE DES FALAISES").Add(OU, "1760021832")
            .Add(Title, "Carte de service santé ou social").Add(Pseudonym, "EMPLOYE000000018").Add(CN, "3760021832/000000018");

        CertificateIdentity identity = Read(subject, Private("2.2", 0x02, 0x01, 0x02), s_testCard);

        Assert.Equal(new NationalId("3760021832/000000018", NationalIdKind.FinessInternal, "760021832/000000018", null), identity.NationalId);
        Assert.Equal(new NationalId("1760021832", NationalIdKind.StructureFiness, "760021832", identity.StructureId!.HasValidCheckDigit), identity.StructureId);
        Assert.Equal("3760021832/000000018", identity.DisplayName);
        Assert.Equal("CLINIQUE DES FALAISES", identity.Organization);
        Assert.Equal("Carte de service santé ou social", identity.ProfessionText);
        Assert.Equal(CardKind.Cpe, identity.Card);
        Assert.Null(identity.Surname);
    }

    [Fact]
    public void A_plain_mail_certificate_has_a_name_and_addresses_and_nothing_else()
    {
        CertificateIdentity identity = SharedPki.Leaf().Identity;

        Assert.Equal("Camille Exemple", identity.DisplayName);
        Assert.Equal(["camille@ailleurs.example"], identity.EmailAddresses);
        Assert.Null(identity.NationalId);
        Assert.Null(identity.StructureId);
        Assert.Null(identity.Profession);
        Assert.Null(identity.Card);
        Assert.Equal(CertificateCategory.Unknown, identity.Category);
    }

    [Fact]
    public void A_common_name_that_looks_like_an_identifier_is_none_outside_the_health_PKI() =>
        Assert.Null(Read(new TestName().Add(CN, "899900063480")).NationalId);

    [Fact]
    public void Damaged_private_extensions_count_as_absent()
    {
        TestName subject = new TestName().Add(C, "FR").Add(Title, "Médecin").Add(Utf8, (CN, "899900063480"), (SN, "LIBRE"), (GN, "MAX"));

        CertificateIdentity identity = Read(
            subject, Private("2.2", 0x02, 0x09, 0x00), Private("2.3", 0xFF), Private("2.5", 0x04, 0x02, 0x80, 0x80), Private("2.7", 0x0C, 0x01, 0x41),
            SharedPki.Extension("1.2.250.1.71.4.2.5", [0x30, 0x03, 0x0C, 0x05, 0x41]));

        Assert.Equal("MAX LIBRE", identity.DisplayName);
        Assert.Null(identity.Card);
        Assert.Null(identity.CardNumber);
        Assert.Equal(CertificateCategory.Unknown, identity.Category);
        Assert.Null(identity.Profession);
        Assert.Empty(identity.Specialities);
    }

    [Fact]
    public void A_profession_code_outside_the_nomenclature_is_its_digits() => Assert.Equal("77", Profession.FromCode(77).Name);

    [Fact]
    public void A_multivalued_relative_name_is_written_with_plus_signs_in_issued_order()
    {
        DistinguishedName name = new(new TestName().Add(C, "FR", UniversalTagNumber.PrintableString).Add(Title, "Médecin")
            .Add(Utf8, (CN, "899900063480"), (SN, "LIBRE, DIT+\"X\""), (GN, " MAX")).Encode());

        Assert.Equal("CN=899900063480+SN=LIBRE\\, DIT\\+\\\"X\\\"+GN=\\ MAX,title=Médecin,C=FR", name.ToString());
        Assert.Equal(UniversalTagNumber.PrintableString, name.RelativeNames[0][0].StringType);
        Assert.Equal(3, name.RelativeNames[2].Count);
    }

    [Fact]
    public void The_test_PKI_issues_cards_that_read_back()
    {
        TestPerson person = new("99700075122", "ARBOGEL", "INÈS") { Specialities = ["SM26"] };
        using TestCard card = SharedPki.Authorities.IssueCard(person, SharedPki.Options);

        foreach (Certificate certificate in new[] { card.Signature.Certificate, card.Authentication.Certificate })
        {
            CertificateIdentity identity = certificate.Identity;
            Assert.Equal("899700075122", identity.NationalId?.Value);
            Assert.True(identity.NationalId?.HasValidCheckDigit);
            Assert.Equal("INÈS ARBOGEL", identity.DisplayName);
            Assert.Equal("Médecin", identity.ProfessionText);
            Assert.Equal(card.CardNumber, identity.CardNumber);
            Assert.Equal(CardKind.Cps, identity.Card);
            Assert.True(identity.IsTest);
            Assert.Empty(identity.EmailAddresses);
        }
    }

    private static CertificateIdentity Read(TestName subject, params CertificateExtension[] extensions) =>
        SharedPki.Authorities.FortPersonnes.Issue(subject.Encode(), extensions, SharedPki.Options).Certificate.Identity;

    private static CertificateExtension Private(string arc, params byte[] value) => SharedPki.Extension("1.2.250.1.71.1." + arc, value);
}
