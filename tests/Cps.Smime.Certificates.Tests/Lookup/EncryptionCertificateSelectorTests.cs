using System.Security.Cryptography;

namespace Cps.Smime.Certificates.Tests.Lookup;

/// <summary>Which certificate a letter is encrypted to, of those that a directory gives.</summary>
public sealed class EncryptionCertificateSelectorTests
{
    private const string Camille = "camille@ailleurs.example";
    private const string EmailProtection = "1.3.6.1.5.5.7.3.4", ClientAuth = "1.3.6.1.5.5.7.3.2", AnyUsage = "2.5.29.37.0";

    private static readonly EmailAddress s_camille = EmailAddress.Parse(Camille);
    private static readonly TestAuthorities s_pki = SharedPki.Authorities;
    private static readonly EncryptionCertificateSelector s_selector = new(s_pki.Anchors);

    /// <summary>Every key usage with every extended key usage, and whether mail may be encrypted to it.</summary>
    public static TheoryData<KeyUsages?, string?, bool> Usages
    {
        get
        {
            TheoryData<KeyUsages?, string?, bool> rows = [];
            foreach ((KeyUsages? usage, bool encrypts) in new (KeyUsages?, bool)[]
            {
                (null, true), (KeyUsages.KeyEncipherment, true), (KeyUsages.DataEncipherment, true), (KeyUsages.DigitalSignature | KeyUsages.KeyEncipherment, true),
                (KeyUsages.NonRepudiation, false), (KeyUsages.DigitalSignature | KeyUsages.NonRepudiation, false), (KeyUsages.KeyCertSign | KeyUsages.CrlSign, false),
                (KeyUsages.KeyAgreement, false),
            })
            {
                foreach ((string? extended, bool mail) in new (string?, bool)[] { (null, true), (EmailProtection, true), (AnyUsage, true), (ClientAuth, false) })
                {
                    rows.Add(usage, extended, encrypts && mail);
                }
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Usages))]
    public void Key_usage_and_extended_key_usage_must_both_allow_encrypting_mail(KeyUsages? usage, string? extended, bool usable)
    {
        Certificate certificate = SharedPki.Leaf(SharedPki.Options with { KeyUsage = usage, OmitKeyUsage = usage is null, ExtendedKeyUsages = extended is null ? [] : [extended] });
        AssertChoice(certificate, usable ? null : CertificateRejection.WrongUsage);
    }

    [Fact]
    public void The_certificates_of_a_card_are_never_encrypted_to()
    {
        TestPerson person = TestPerson.Generate(1);
        using TestCard card = s_pki.IssueCard(person, SharedPki.Options);
        using TestCredential confidentiality = s_pki.IssueConfidentiality(person, Camille, SharedPki.Options);

        CertificateChoice choice = Select([card.Signature.Certificate, card.Authentication.Certificate, confidentiality.Certificate], bound: Camille);

        Assert.Equal(confidentiality.Certificate, choice.Certificate);
        Assert.Equal(2, choice.Rejected.Count);
        Assert.All(choice.Rejected, r => Assert.Equal([CertificateRejection.WrongUsage], r.Reasons));
    }

    [Theory]
    [InlineData("dominique@ailleurs.example")]
    [InlineData("camille@ailleurs.example.attaquant.example")]
    [InlineData("camille@ailleurs.example\0")]
    public void A_certificate_of_another_address_is_not_taken_even_from_an_entry_that_names_the_right_one(string other) =>
        AssertChoice(SharedPki.Leaf(SharedPki.Options with { EmailAddresses = [other] }), CertificateRejection.OtherAddress, bound: Camille);

    [Fact]
    public void One_of_several_addresses_is_enough_and_case_does_not_count() =>
        AssertChoice(SharedPki.Leaf(SharedPki.Options with { EmailAddresses = ["autre@ailleurs.example", "Camille@AILLEURS.example"] }), null);

    [Fact]
    public void A_certificate_without_address_is_taken_when_its_entry_names_the_address()
    {
        Certificate structure = s_pki.IssueOrganisation(new TestOrganisation("10B0127189", "CENTRE DE SANTE"), null, OrganisationUsage.Confidentiality, SharedPki.Options).Certificate;
        AssertChoice(structure, CertificateRejection.NoAddress);
        AssertChoice(structure, CertificateRejection.NoAddress, bound: "autre@ailleurs.example");
        AssertChoice(structure, null, bound: Camille);
    }

    [Fact]
    public void The_same_certificate_in_two_entries_counts_when_either_binds_it()
    {
        Certificate structure = s_pki.IssueOrganisation(new TestOrganisation("10B0127189", "CENTRE DE SANTE"), null, OrganisationUsage.Confidentiality, SharedPki.Options).Certificate;
        DirectoryEntry unbound = new("uid=1", [structure]);
        DirectoryEntry bound = new("uid=2", [structure]) { Addresses = [Camille] };
        foreach (DirectoryEntry[] entries in new[] { new[] { unbound, bound }, [bound, unbound] })
        {
            CertificateChoice choice = s_selector.Select(s_camille, new DirectoryAnswer("test", entries), SharedPki.Now);
            Assert.Equal(structure, choice.Certificate);
            Assert.Equal(bound, choice.Entry);
            Assert.Empty(choice.Rejected);
        }
    }

    [Fact]
    public void An_expired_certificate_and_one_not_yet_valid_are_not_taken()
    {
        AssertChoice(SharedPki.Leaf(TestCertificateOptions.ExpiredAt(SharedPki.Now) with { Key = SharedPki.Key }), CertificateRejection.OutsideValidity);
        AssertChoice(SharedPki.Leaf(SharedPki.Options with { NotBefore = SharedPki.Now.AddSeconds(1) }), CertificateRejection.OutsideValidity);
    }

    [Fact]
    public void A_certificate_of_an_unknown_authority_is_not_taken_even_when_its_authority_is_in_the_directory()
    {
        TestAuthority stranger = SharedPki.Root("TEST AC COURRIEL");
        Certificate certificate = stranger.Issue(SharedPki.Name("Camille"), SharedPki.Leaf().Extensions.Where(e => e.Oid is not ("2.5.29.14" or "2.5.29.35")), SharedPki.Options).Certificate;
        CertificateChoice choice = Select([certificate, stranger.Certificate]);
        Assert.Null(choice.Certificate);
        Assert.Equal(certificate, Assert.Single(choice.Rejected).Certificate);
        Assert.Equal([CertificateRejection.Untrusted], choice.Rejected[0].Reasons);
    }

    [Fact]
    public void An_authority_that_the_directory_gives_completes_a_path_to_an_anchor()
    {
        EncryptionCertificateSelector rootsOnly = new(new TrustAnchors(s_pki.Anchors.Anchors));
        Certificate certificate = SharedPki.Leaf();
        Assert.Null(rootsOnly.Select(s_camille, Answer([certificate]), SharedPki.Now).Certificate);
        Assert.Equal(certificate, rootsOnly.Select(s_camille, Answer([certificate, s_pki.Mail.Certificate]), SharedPki.Now).Certificate);
    }

    [Fact]
    public void A_small_or_foreign_key_is_not_written_to()
    {
        using RSA small = RSA.Create(1024);
        AssertChoice(SharedPki.Leaf(new TestCertificateOptions { Key = small }), CertificateRejection.UnusableKey);

        using ECDsa curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Certificate elliptic = SharedPki.Leaf(SharedPki.Options with { SubjectPublicKeyInfo = curve.ExportSubjectPublicKeyInfo(), KeyUsage = KeyUsages.KeyAgreement });
        AssertChoice(elliptic, CertificateRejection.UnusableKey);
    }

    [Fact]
    public void An_old_certificate_is_rejected_for_every_reason_it_has()
    {
        using RSA small = RSA.Create(1024);
        Certificate old = SharedPki.Leaf(TestCertificateOptions.ExpiredAt(SharedPki.Now) with { Key = small, KeyUsage = KeyUsages.NonRepudiation, EmailAddresses = ["autre@ailleurs.example"] });
        CertificateChoice choice = Select([old]);
        Assert.Equal(
            [CertificateRejection.OtherAddress, CertificateRejection.UnusableKey, CertificateRejection.OutsideValidity, CertificateRejection.WrongUsage],
            Assert.Single(choice.Rejected).Reasons);
    }

    [Fact]
    public void The_newest_of_several_is_taken_whatever_their_order()
    {
        Certificate[] certificates = [.. new[] { -300, -20, -100 }.Select(days => SharedPki.Leaf(SharedPki.Options with { NotBefore = SharedPki.Now.AddDays(days) }))];
        for (int rotation = 0; rotation < 3; rotation++)
        {
            CertificateChoice choice = Select([.. certificates[rotation..], .. certificates[..rotation]]);
            Assert.Equal(certificates[1], choice.Certificate);
            Assert.Equal([certificates[2], certificates[0]], choice.OtherUsable);
        }
    }

    [Fact]
    public void Among_equals_the_choice_does_not_depend_on_the_order()
    {
        Certificate[] certificates = [.. Enumerable.Range(0, 4).Select(_ => SharedPki.Leaf())];
        Certificate[] chosen = [.. Enumerable.Range(0, 4).Select(i => Select([.. certificates[i..], .. certificates[..i]]).Certificate!)];
        Assert.Single(chosen.Distinct());
    }

    [Fact]
    public void A_certificate_that_names_the_address_itself_comes_before_a_newer_one_that_names_none()
    {
        Certificate own = SharedPki.Leaf(SharedPki.Options with { NotBefore = SharedPki.Now.AddDays(-300) });
        Certificate newer = SharedPki.Leaf(SharedPki.Options with { NotBefore = SharedPki.Now.AddDays(-1), EmailAddresses = [] });
        CertificateChoice choice = Select([newer, own], bound: Camille);
        Assert.Equal(own, choice.Certificate);
        Assert.Equal([newer], choice.OtherUsable);
    }

    [Fact]
    public void An_unknown_address_has_no_certificate()
    {
        CertificateChoice choice = s_selector.Select(s_camille, new DirectoryAnswer("test", []), SharedPki.Now);
        Assert.Null(choice.Certificate);
        Assert.Null(choice.Entry);
        Assert.Empty(choice.Rejected);
        Assert.Empty(choice.OtherUsable);
    }

    [Fact]
    public void A_hostile_directory_makes_no_more_work_than_256_certificates()
    {
        List<DirectoryEntry> entries = [];
        Certificate leaf = SharedPki.Leaf(SharedPki.Options with { EmailAddresses = ["autre@ailleurs.example"] });
        for (int i = 0; i < 300; i++)
        {
            byte[] der = leaf.Encoded.ToArray();
            System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(der.AsSpan(der.Length - 4), i);
            entries.Add(new DirectoryEntry($"uid={i}", [Certificate.FromDer(der)]));
        }

        Assert.Equal(256, s_selector.Select(s_camille, new DirectoryAnswer("test", entries), SharedPki.Now).Rejected.Count);
    }

    private static DirectoryAnswer Answer(Certificate[] certificates, string? bound = null) =>
        new("test", [new DirectoryEntry("uid=camille", certificates) { Addresses = bound is null ? [] : [bound] }]);

    private static CertificateChoice Select(Certificate[] certificates, string? bound = null) => s_selector.Select(s_camille, Answer(certificates, bound), SharedPki.Now);

    private static void AssertChoice(Certificate certificate, CertificateRejection? reason, string? bound = null)
    {
        CertificateChoice choice = Select([certificate], bound);
        if (reason is { } expected)
        {
            Assert.Null(choice.Certificate);
            Assert.Equal([expected], Assert.Single(choice.Rejected).Reasons);
        }
        else
        {
            Assert.Equal(certificate, choice.Certificate);
            Assert.Empty(choice.Rejected);
        }
    }
}
