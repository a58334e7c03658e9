namespace Cps.Smime.Certificates.Tests.Paths;

/// <summary>
/// Certificates made to exhaust whoever looks for a path (a message of 28 KB keeps other software busy for ten seconds): the search
/// stops at its budget and says so.
/// </summary>
public sealed class PathWorkTests
{
    private static readonly CertificatePathValidator s_validator = new(new TrustAnchors([SharedPki.Authorities.MailRoot.Certificate]));

    [Fact]
    public void Two_authorities_of_each_name_on_38_levels_end_within_the_budget()
    {
        List<Certificate> given = [];
        TestAuthority above = SharedPki.Root("ETAGE 38");
        given.Add(above.Certificate);
        for (int level = 37; level >= 1; level--)
        {
            byte[] name = SharedPki.Name($"ETAGE {level}");
            TestCertificateOptions options = SharedPki.Options with { PathLength = -1 };
            given.Add(above.CreateSubordinate(name, options).Certificate);
            above = above.CreateSubordinate(name, options);
            given.Add(above.Certificate);
        }

        Certificate leaf = above.Issue(SharedPki.Name("X"), [], SharedPki.Options).Certificate;
        given.Reverse();
        Warm(leaf);

        long before = GC.GetAllocatedBytesForCurrentThread();
        CertificatePath path = s_validator.Validate(leaf, given, SharedPki.Now, PathPurpose.MailSignature);

        Assert.Equal([PathProblem.TooMuchWork], path.Problems);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 50_000_000);
    }

    [Fact]
    public void Sixteen_authorities_that_all_certify_each_other_end_within_the_budget()
    {
        List<Certificate> given = [.. Enumerable.Range(0, 16).Select(_ => SharedPki.Root("MEME NOM").Certificate)];
        Certificate leaf = SharedPki.Root("MEME NOM").Issue(SharedPki.Name("X"), [], SharedPki.Options).Certificate;

        Assert.Equal([PathProblem.TooMuchWork], s_validator.Validate(leaf, given, SharedPki.Now, PathPurpose.MailSignature).Problems);
    }

    [Fact]
    public void What_a_message_brings_cannot_hide_a_path_that_the_caller_holds()
    {
        Certificate leaf = SharedPki.Leaf();
        TestAuthority mail = SharedPki.Authorities.Mail;
        TestAuthority sameName = TestAuthority.CreateRoot(mail.Certificate.Subject.Encoded, options: SharedPki.Options with
        {
            OmittedExtensions = ["2.5.29.14", "2.5.29.35"],
            NotBefore = SharedPki.Now.AddYears(-1),
        });
        List<Certificate> flood = [.. Enumerable.Range(0, 16).Select(_ => sameName.Certificate)];

        Assert.True(new CertificatePathValidator(SharedPki.Authorities.Anchors).Validate(leaf, flood, SharedPki.Now, PathPurpose.MailSignature).IsValid);
    }

    [Fact]
    public void A_path_of_eight_certificates_is_found_and_one_of_nine_is_too_much()
    {
        Assert.True(OfLength(8).IsValid);
        CertificatePath tooLong = OfLength(9);
        Assert.Equal([PathProblem.TooMuchWork], tooLong.Problems);
        Assert.Equal(8, tooLong.Certificates.Count);
    }

    [Fact]
    public void Only_the_first_sixteen_certificates_of_a_message_are_looked_at()
    {
        Certificate[] strangers = [.. Enumerable.Range(0, 16).Select(i => SharedPki.Root($"ETRANGER {i}").Certificate)];
        Certificate leaf = SharedPki.Leaf();
        Certificate needed = SharedPki.Authorities.Mail.Certificate;

        Assert.True(s_validator.Validate(leaf, [.. strangers[..15], needed], SharedPki.Now, PathPurpose.MailSignature).IsValid);
        Assert.Equal([PathProblem.NoAnchor], s_validator.Validate(leaf, [.. strangers, needed], SharedPki.Now, PathPurpose.MailSignature).Problems);
    }

    private static CertificatePath OfLength(int certificates)
    {
        TestAuthority root = SharedPki.Root();
        TestAuthority last = root;
        List<Certificate> given = [];
        for (int i = 0; i < certificates - 2; i++)
        {
            last = last.CreateSubordinate(SharedPki.Name($"N{i}"), SharedPki.Options with { PathLength = -1 });
            given.Add(last.Certificate);
        }

        Certificate leaf = last.Issue(SharedPki.Name("X"), [], SharedPki.Options).Certificate;
        return new CertificatePathValidator(new TrustAnchors([root.Certificate])).Validate(leaf, given, SharedPki.Now, PathPurpose.MailSignature);
    }

    private static void Warm(Certificate leaf) => s_validator.Validate(leaf, [], SharedPki.Now, PathPurpose.MailSignature);
}
