using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Cps.Smime.Certificates.Tests.Paths;

/// <summary>Valid paths, and every way in which a path is not valid.</summary>
public sealed class CertificatePathValidatorTests
{
    private static readonly TestAuthorities s_pki = SharedPki.Authorities;
    private static readonly CertificatePathValidator s_validator = new(s_pki.Anchors);

    [Fact]
    public void A_card_has_a_path_to_its_root_with_the_chain_that_the_caller_holds()
    {
        using TestCard card = s_pki.IssueCard(TestPerson.Generate(1), SharedPki.Options);

        CertificatePath path = Validate(card.Signature.Certificate, PathPurpose.MailSignature);

        Assert.Empty(path.Problems);
        Assert.True(path.IsValid);
        Assert.Equal([card.Signature.Certificate, s_pki.FortPersonnes.Certificate, s_pki.FortRoot.Certificate], path.Certificates);
        Assert.Equal(SharedPki.Now, path.ValidationTime);
    }

    [Fact]
    public void Authorities_that_a_message_brings_complete_a_path_to_a_bare_root()
    {
        CertificatePathValidator bare = new(new TrustAnchors([s_pki.MailRoot.Certificate]));
        Certificate leaf = SharedPki.Leaf();

        Assert.True(bare.Validate(leaf, [s_pki.Mail.Certificate], SharedPki.Now, PathPurpose.MailSignature).IsValid);
        CertificatePath without = bare.Validate(leaf, [], SharedPki.Now, PathPurpose.MailSignature);
        Assert.Equal([PathProblem.NoAnchor], without.Problems);
        Assert.Equal([leaf], without.Certificates);
    }

    [Fact]
    public void A_path_that_stops_before_an_anchor_shows_how_far_it_went()
    {
        Certificate leaf = SharedPki.Leaf();
        CertificatePath path = new CertificatePathValidator(new TrustAnchors([s_pki.FortRoot.Certificate]))
            .Validate(leaf, [s_pki.Mail.Certificate, s_pki.MailRoot.Certificate], SharedPki.Now, PathPurpose.MailSignature);

        Assert.Equal([PathProblem.NoAnchor], path.Problems);
        Assert.Equal([leaf, s_pki.Mail.Certificate, s_pki.MailRoot.Certificate], path.Certificates);
    }

    [Fact]
    public void An_anchor_is_its_own_path() => Assert.True(Validate(s_pki.FortRoot.Certificate, PathPurpose.Any).IsValid);

    [Theory]
    [InlineData(-1, PathProblem.NotYetValid)]
    [InlineData(0, null)]
    [InlineData(1, null)]
    public void Validity_begins_with_its_first_second(int seconds, PathProblem? problem)
    {
        Certificate leaf = SharedPki.Leaf();
        Assert.Equal(Problems(problem), s_validator.Validate(leaf, [], leaf.NotBefore.AddSeconds(seconds), PathPurpose.MailSignature).Problems);
    }

    [Theory]
    [InlineData(-1, null)]
    [InlineData(0, null)]
    [InlineData(1, PathProblem.Expired)]
    public void Validity_ends_with_its_last_second(int seconds, PathProblem? problem)
    {
        Certificate leaf = SharedPki.Leaf();
        Assert.Equal(Problems(problem), s_validator.Validate(leaf, [], leaf.NotAfter.AddSeconds(seconds), PathPurpose.MailSignature).Problems);
    }

    [Fact]
    public void An_expired_authority_ends_what_it_issued()
    {
        TestAuthority root = SharedPki.Root();
        TestAuthority sub = root.CreateSubordinate(SharedPki.Name("TEST SOUS"), SharedPki.Options with { NotAfter = SharedPki.Now.AddDays(-1) });
        CertificatePath path = Under(root, Issue(sub), sub.Certificate);
        Assert.Equal([PathProblem.Expired, PathProblem.NoAnchor], path.Problems);
        Assert.Equal(sub.Certificate, path.Certificates[1]);
    }

    [Fact]
    public void An_expired_root_ends_what_it_issued()
    {
        TestAuthority root = SharedPki.Root(options: new TestCertificateOptions { NotAfter = SharedPki.Now.AddDays(-1) });
        Assert.Equal([PathProblem.Expired], Under(root, Issue(root)).Problems);
    }

    [Fact]
    public void An_altered_certificate_has_a_bad_signature()
    {
        byte[] der = SharedPki.Leaf().Encoded.ToArray();
        der[der.AsSpan().LastIndexOf("camille@"u8)] = (byte)'K';
        CertificatePath path = Validate(Certificate.FromDer(der), PathPurpose.MailSignature);
        Assert.Equal([PathProblem.BadSignature, PathProblem.NoAnchor], path.Problems);
    }

    [Fact]
    public void A_look_alike_of_an_authority_with_another_key_issues_nothing_that_is_trusted()
    {
        using RSA other = RSA.Create(2048);
        TestAuthority fake = SharedPki.Root("TEST AC RACINE", new TestCertificateOptions { Key = other });
        TestAuthority real = SharedPki.Root("TEST AC RACINE");

        Assert.Equal([PathProblem.NoAnchor], Under(real, Issue(fake), fake.Certificate).Problems);
        Assert.True(Under(real, Issue(real), fake.Certificate).IsValid);
    }

    [Fact]
    public void A_look_alike_without_key_identifiers_is_told_by_its_signature()
    {
        using RSA other = RSA.Create(2048);
        TestCertificateOptions bare = new() { OmittedExtensions = ["2.5.29.14", "2.5.29.35"] };
        TestAuthority fake = SharedPki.Root("TEST AC RACINE", bare with { Key = other });
        TestAuthority real = SharedPki.Root("TEST AC RACINE", bare);
        Certificate leaf = fake.Issue(SharedPki.Name("X"), [], SharedPki.Options with { OmittedExtensions = bare.OmittedExtensions }).Certificate;

        Assert.Equal([PathProblem.BadSignature], Under(real, leaf, fake.Certificate).Problems);
    }

    [Fact]
    public void A_self_signed_leaf_is_nobodys()
    {
        TestAuthority self = SharedPki.Root("Camille Exemple");
        Assert.Equal([PathProblem.NoAnchor], s_validator.Validate(self.Certificate, [self.Certificate], SharedPki.Now, PathPurpose.Any).Problems);
    }

    [Fact]
    public void An_end_entity_issues_nothing()
    {
        TestAuthority root = SharedPki.Root();
        TestAuthority person = root.CreateSubordinate(SharedPki.Name("PERSONNE"), SharedPki.Options with
        {
            OmittedExtensions = ["2.5.29.19"],
            KeyUsage = KeyUsages.DigitalSignature | KeyUsages.KeyCertSign,
        });
        Assert.Equal([PathProblem.NotAnAuthority, PathProblem.NoAnchor], Under(root, Issue(person), person.Certificate).Problems);
    }

    [Fact]
    public void An_authority_without_keyCertSign_issues_nothing()
    {
        TestAuthority root = SharedPki.Root();
        TestAuthority sub = root.CreateSubordinate(SharedPki.Name("SOUS"), SharedPki.Options with { KeyUsage = KeyUsages.CrlSign });
        Assert.Equal([PathProblem.NotAnAuthority, PathProblem.NoAnchor], Under(root, Issue(sub), sub.Certificate).Problems);
    }

    [Fact]
    public void The_path_length_of_an_authority_is_kept()
    {
        TestAuthority root = SharedPki.Root();
        TestAuthority one = root.CreateSubordinate(SharedPki.Name("UN"), SharedPki.Options with { PathLength = 0 });
        TestAuthority two = one.CreateSubordinate(SharedPki.Name("DEUX"), SharedPki.Options);
        TestAuthority wide = root.CreateSubordinate(SharedPki.Name("LARGE"), SharedPki.Options with { PathLength = 1 });
        TestAuthority below = wide.CreateSubordinate(SharedPki.Name("DESSOUS"), SharedPki.Options);

        Assert.True(Under(root, Issue(one), one.Certificate).IsValid);
        Assert.Equal([PathProblem.PathTooLong, PathProblem.NoAnchor], Under(root, Issue(two), one.Certificate, two.Certificate).Problems);
        Assert.True(Under(root, Issue(below), wide.Certificate, below.Certificate).IsValid);
    }

    [Fact]
    public void A_negative_path_length_allows_nothing()
    {
        TestAuthority root = SharedPki.Root();
        TestAuthority sub = root.CreateSubordinate(SharedPki.Name("SOUS"), SharedPki.Options with
        {
            Extensions = [SharedPki.Extension("2.5.29.19", [0x30, 0x06, 0x01, 0x01, 0xFF, 0x02, 0x01, 0xFF], critical: true)],
        });
        Assert.Equal([PathProblem.PathTooLong, PathProblem.NoAnchor], Under(root, Issue(sub), sub.Certificate).Problems);
    }

    [Fact]
    public void An_unknown_critical_extension_is_refused_in_the_leaf_and_above_it_and_an_uncritical_one_is_not()
    {
        CertificateExtension unknown = SharedPki.Extension("1.2.3.4", [5, 0], critical: true);
        Assert.Equal([PathProblem.UnknownCriticalExtension], Validate(SharedPki.Leaf(SharedPki.Options with { Extensions = [unknown] }), PathPurpose.MailSignature).Problems);
        Assert.True(Validate(SharedPki.Leaf(SharedPki.Options with { Extensions = [unknown with { IsCritical = false }] }), PathPurpose.MailSignature).IsValid);

        TestAuthority root = SharedPki.Root();
        TestAuthority sub = root.CreateSubordinate(SharedPki.Name("SOUS"), SharedPki.Options with { Extensions = [unknown] });
        Assert.Equal([PathProblem.UnknownCriticalExtension, PathProblem.NoAnchor], Under(root, Issue(sub), sub.Certificate).Problems);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Name_constraints_are_refused_because_they_are_not_checked(bool critical)
    {
        byte[] permitted = SharedPki.Der(w =>
        {
            using (w.PushSequence())
            using (w.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
            using (w.PushSequence())
            {
                w.WriteCharacterString(UniversalTagNumber.IA5String, "ailleurs.example", new Asn1Tag(TagClass.ContextSpecific, 1));
            }
        });
        TestAuthority root = SharedPki.Root();
        TestAuthority sub = root.CreateSubordinate(SharedPki.Name("SOUS"), SharedPki.Options with { Extensions = [SharedPki.Extension("2.5.29.30", permitted, critical)] });
        Assert.Equal([PathProblem.UnknownCriticalExtension, PathProblem.NoAnchor], Under(root, Issue(sub), sub.Certificate).Problems);
    }

    [Fact]
    public void A_SHA1_signature_or_a_key_of_1024_bits_is_weak()
    {
        Assert.Equal([PathProblem.WeakOrUnknownAlgorithm, PathProblem.NoAnchor],
            Validate(SharedPki.Leaf(SharedPki.Options with { Digest = HashAlgorithmName.SHA1 }), PathPurpose.MailSignature).Problems);
        using RSA small = RSA.Create(1024);
        Assert.Equal([PathProblem.WeakOrUnknownAlgorithm], Validate(SharedPki.Leaf(new TestCertificateOptions { Key = small }), PathPurpose.MailSignature).Problems);
        TestAuthority root = SharedPki.Root(options: new TestCertificateOptions { Key = small });
        Assert.Equal([PathProblem.WeakOrUnknownAlgorithm], Under(root, Issue(root)).Problems);
    }

    [Fact]
    public void A_whole_chain_of_GIP_CPS_is_weak_even_under_its_own_root()
    {
        using TestCard card = s_pki.IssueCard(TestPerson.Generate(1), TestCertificateOptions.GipCps with { Key = SharedPki.Key, KeySize = null });
        CertificatePath path = Under(s_pki.GipCpsRoot, card.Signature.Certificate, s_pki.GipCpsClasse1.Certificate);
        Assert.Contains(PathProblem.WeakOrUnknownAlgorithm, path.Problems);
        Assert.False(path.IsValid);
    }

    [Theory]
    [InlineData(KeyUsages.NonRepudiation, "1.3.6.1.5.5.7.3.4", true)]
    [InlineData(KeyUsages.DigitalSignature, "1.3.6.1.5.5.7.3.4", true)]
    [InlineData(KeyUsages.DigitalSignature | KeyUsages.NonRepudiation, "1.3.6.1.5.5.7.3.4", true)]
    [InlineData(null, "1.3.6.1.5.5.7.3.4", true)]
    [InlineData(KeyUsages.NonRepudiation, null, true)]
    [InlineData(KeyUsages.NonRepudiation, "2.5.29.37.0", true)]
    [InlineData(KeyUsages.KeyEncipherment, "1.3.6.1.5.5.7.3.4", false)]
    [InlineData(KeyUsages.KeyCertSign, "1.3.6.1.5.5.7.3.4", false)]
    [InlineData(KeyUsages.NonRepudiation, "1.3.6.1.5.5.7.3.2", false)]
    public void Signing_mail_needs_either_signature_bit_and_mail_protection(KeyUsages? usage, string? extended, bool valid)
    {
        TestCertificateOptions options = SharedPki.Options with { KeyUsage = usage, OmitKeyUsage = usage is null, ExtendedKeyUsages = extended is null ? [] : [extended] };
        CertificatePath path = Validate(SharedPki.Leaf(options), PathPurpose.MailSignature);
        Assert.Equal(valid ? [] : [PathProblem.WrongUsage], path.Problems);
        Assert.True(Validate(SharedPki.Leaf(options), PathPurpose.Any).IsValid);
    }

    [Fact]
    public void Every_problem_of_leaf_and_path_is_told()
    {
        Certificate leaf = SharedPki.Leaf(TestCertificateOptions.ExpiredAt(SharedPki.Now) with { Key = SharedPki.Key, KeyUsage = KeyUsages.KeyCertSign });
        CertificatePath path = new CertificatePathValidator(TrustAnchors.None).Validate(leaf, [], SharedPki.Now, PathPurpose.MailSignature);
        Assert.Equal([PathProblem.Expired, PathProblem.WrongUsage, PathProblem.NoAnchor], path.Problems);
    }

    [Fact]
    public void A_renewed_authority_with_the_same_key_takes_the_place_of_the_expired_one()
    {
        TestAuthority root = SharedPki.Root();
        TestAuthority expired = root.CreateSubordinate(SharedPki.Name("SOUS"), SharedPki.Options with { NotAfter = SharedPki.Now.AddDays(-1) });
        TestAuthority renewed = root.CreateSubordinate(SharedPki.Name("SOUS"), SharedPki.Options);
        Assert.True(Under(root, Issue(expired), expired.Certificate, renewed.Certificate).IsValid);
        Assert.True(Under(root, Issue(expired), renewed.Certificate, expired.Certificate).IsValid);
    }

    private static PathProblem[] Problems(PathProblem? problem) => problem is { } one ? [one] : [];

    private static CertificatePath Validate(Certificate leaf, PathPurpose purpose) => s_validator.Validate(leaf, [], SharedPki.Now, purpose);

    private static Certificate Issue(TestAuthority issuer) => issuer.Issue(SharedPki.Name("X"), [], SharedPki.Options).Certificate;

    private static CertificatePath Under(TestAuthority root, Certificate leaf, params Certificate[] given) =>
        new CertificatePathValidator(new TrustAnchors([root.Certificate])).Validate(leaf, given, SharedPki.Now, PathPurpose.MailSignature);
}
