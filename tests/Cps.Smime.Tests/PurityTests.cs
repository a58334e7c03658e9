using Cps.Smime.Certificates;
using Cps.Smime.MailTesting;
using Cps.Smime.Mime;

namespace Cps.Smime.Tests;

/// <summary>Reading asks nobody anything, but for the one question whose answer can make a message valid.</summary>
public sealed class PurityTests
{
    [Fact]
    public async Task HostileMessagesMakeNobodyAskTheDirectory()
    {
        const int Seed = 20260311;
        KnownCorrespondents directory = Given.Directory();
        Random random = new(Seed);
        byte[] detached = await Eml.DetachedAsync(Eml.Letter, Given.DoctorKey);
        byte[] strangers = await Eml.DetachedAsync(Eml.Letter, Given.Strangers.IssueCard(Given.Doctor).Signature.ToSoftwareKey());
        byte[] authentication = await Eml.DetachedAsync(Eml.Letter, Given.DoctorCard.Authentication.ToSoftwareKey());
        byte[] mail = await Eml.DetachedAsync(Eml.Letter, Given.MailUserKey);
        byte[] two = MadeSignedData.Encode(null, [Given.DoctorCard.Signature.Certificate, Given.MailUser.Certificate], MadeSignedData.SignerInfoOf(detached), MadeSignedData.SignerInfoOf(mail));
        string[] entities =
        [
            Eml.Letter,
            Eml.MultipartSigned(Eml.Letter + "x", detached),
            Eml.MultipartSigned(Eml.Letter, strangers),
            Eml.MultipartSigned(Eml.Letter, authentication),
            Eml.MultipartSigned(Eml.Letter, mail),
            Eml.MultipartSigned(Eml.Letter, two),
            Eml.Mixed(Eml.MultipartSigned(Eml.Letter, detached)),
            Eml.MultipartSigned(Eml.Letter, await Eml.OpaqueAsync(Eml.Letter, Given.DoctorKey)),
            Eml.Pkcs7Mime(await Eml.EnvelopeAsync(Eml.Letter, Given.ColleagueConfidentiality.Certificate)),
            Eml.Pkcs7Mime(MadeSignedData.Encode(Eml.Bytes(Eml.Letter), [Given.DoctorCard.Signature.Certificate])),
        ];
        for (int i = 0; i < 500; i++)
        {
            byte[] message = Eml.Message(i % 7 == 0 ? "a@b.example, c@d.example" : Given.Doctor.EmailAddress, entities[i % entities.Length]);
            if (i >= entities.Length && i % entities.Length != 4)
            {
                // Within the signed text or the base64, so that the message stays a message of its kind most of the time.
                int at = random.Next(message.Length / 2, message.Length);
                message[at] = (byte)random.Next(256);
            }

            try
            {
                MessageReport report = await Given.ReportAsync(message, directory);
                Assert.True(report.Verdict != Verdict.Valid, $"seed {Seed}, message {i}");
            }
            catch (CpsException)
            {
                // Not a message.
            }
        }

        Assert.Empty(directory.Questions);
    }

    [Fact]
    public async Task OneGoodSignatureByACardIsOneQuestion()
    {
        KnownCorrespondents directory = Given.Directory();

        Given.Verdict(Verdict.Valid, [], await Given.ReportAsync(Eml.Message(Given.Doctor.EmailAddress, await Eml.SignAsync(Eml.Letter, Given.DoctorKey)), directory));

        Assert.Equal([Given.Address(Given.Doctor)], directory.Questions);
    }

    [Fact]
    public async Task ReadingLeavesNoFile()
    {
        string[] before = SpoolFiles();
        Letter letter = Given.Letter(LetterAttachment.FromBytes("grand.bin", new byte[6 * 1024 * 1024]));
        byte[] message = await Given.SealAsync(letter);
        using (OpenedMessage opened = await new SecureMessageReader().OpenAsync(new MemoryStream(message), [Given.ColleagueKey]))
        {
            Assert.Equal(6 * 1024 * 1024, opened.Parts[1].ReadAllBytes().Length);
        }

        Assert.Equal(before, SpoolFiles());
    }

    // Spool files have 24 hexadecimal digits behind the prefix.
    private static string[] SpoolFiles() => Directory.GetFiles(Path.GetTempPath(), "cps-smime-" + new string('?', 24));
}
