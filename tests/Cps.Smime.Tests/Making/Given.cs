using Cps.Smime.Certificates;
using Cps.Smime.MailTesting;
using Cps.Smime.TestPki;

namespace Cps.Smime.Tests;

/// <summary>The people of the stories: one test PKI, a doctor with a card, correspondents with confidentiality certificates, a mail user.</summary>
internal static class Given
{
    private static readonly Lazy<TestAuthorities> s_strangers = new(() => TestAuthorities.Create());

    public static TestAuthorities Authorities { get; } = TestAuthorities.Create();

    /// <summary>An authority of the same names that nobody trusts.</summary>
    public static TestAuthorities Strangers => s_strangers.Value;

    /// <summary>Signs with a card, whose certificate names no address.</summary>
    public static TestPerson Doctor { get; } = TestPerson.Generate(1);

    public static TestCard DoctorCard { get; } = Authorities.IssueCard(Doctor);

    public static SoftwareKey DoctorKey { get; } = DoctorCard.Signature.ToSoftwareKey();

    /// <summary>The doctor's separate certificate for receiving, which names the address.</summary>
    public static TestCredential DoctorConfidentiality { get; } = Authorities.IssueConfidentiality(Doctor, Doctor.EmailAddress);

    public static SoftwareKey DoctorDecryptionKey { get; } = DoctorConfidentiality.ToSoftwareKey();

    public static TestPerson Colleague { get; } = TestPerson.Generate(2);

    public static TestCredential ColleagueConfidentiality { get; } = Authorities.IssueConfidentiality(Colleague, Colleague.EmailAddress);

    public static SoftwareKey ColleagueKey { get; } = ColleagueConfidentiality.ToSoftwareKey();

    public static TestPerson Pharmacist { get; } = TestPerson.Generate(3);

    public static TestCredential PharmacistConfidentiality { get; } = Authorities.IssueConfidentiality(Pharmacist, Pharmacist.EmailAddress);

    public static SoftwareKey PharmacistKey { get; } = PharmacistConfidentiality.ToSoftwareKey();

    /// <summary>Signs with a plain mail certificate, which names the address.</summary>
    public const string MailUserAddress = "secretariat@clinique.example";

    public static TestCredential MailUser { get; } = Authorities.IssueMail("Secrétariat", MailUserAddress);

    public static SoftwareKey MailUserKey { get; } = MailUser.ToSoftwareKey();

    /// <summary>A directory that knows these three practitioners by their confidentiality certificates.</summary>
    public static KnownCorrespondents Directory() => new KnownCorrespondents()
        .Publish(Doctor.EmailAddress, DoctorConfidentiality.Certificate)
        .Publish(Colleague.EmailAddress, ColleagueConfidentiality.Certificate)
        .Publish(Pharmacist.EmailAddress, PharmacistConfidentiality.Certificate);

    public static SecureMailbox Mailbox(ICertificateDirectory? directory = null, SealingPolicy policy = SealingPolicy.Interoperable) =>
        new(new SecureMailboxOptions { Anchors = Authorities.Anchors, Directory = directory, Policy = policy });

    public static EmailAddress Address(TestPerson person) => EmailAddress.Parse(person.EmailAddress);

    /// <summary>The doctor's letter to the colleague.</summary>
    public static Letter Letter(params LetterAttachment[] attachments) => new()
    {
        From = Address(Doctor),
        FromName = "Dr Basile Brimborion",
        To = [Address(Colleague)],
        Subject = "Compte rendu",
        Text = "Cher confrère,\r\nvoici le compte rendu.\r\n",
        Attachments = attachments,
    };

    /// <summary>Seals a letter for all its correspondents.</summary>
    public static async Task<byte[]> SealAsync(Letter letter, SealingPolicy policy = SealingPolicy.Interoperable, Certificate? copyToSelf = null)
    {
        SecureMailbox mailbox = Mailbox(Directory(), policy);
        SealPlan plan = await mailbox.PlanAsync(letter.To.ToArray(), copyToSelf);
        using MemoryStream output = new();
        await mailbox.SealAsync(letter, plan, DoctorKey, output);
        return output.ToArray();
    }

    /// <summary>Opens a message as the colleague and gives the report.</summary>
    public static async Task<MessageReport> ReportAsync(byte[] message, ICertificateDirectory? directory = null, OpenOptions? options = null)
    {
        using OpenedLetter letter = await Mailbox(directory).OpenAsync(new TrickleStream(message, 4096), [ColleagueKey], options);
        return letter.Report;
    }

    /// <summary>The extensions of a certificate without the key identifiers, which every certificate has of its own.</summary>
    public static IEnumerable<CertificateExtension> ProfileOf(Certificate certificate) => certificate.Extensions.Where(e => e.Oid is not ("2.5.29.14" or "2.5.29.35"));

    /// <summary>Asserts the verdict and exactly these reasons, in their order.</summary>
    public static void Verdict(Verdict verdict, VerdictReason[] reasons, MessageReport report)
    {
        Assert.Equal((verdict, string.Join(", ", reasons)), (report.Verdict, string.Join(", ", report.Reasons)));
    }
}
