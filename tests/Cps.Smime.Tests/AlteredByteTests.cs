using System.Collections.Concurrent;
using System.Text;
using Cps.Smime.Certificates;
using Cps.Smime.MailTesting;
using MessagePart = Cps.Smime.Mime.MessagePart;

namespace Cps.Smime.Tests;

/// <summary>
/// No altered byte of a sealed message ends in a valid verdict over something else than what was sealed: the sender's address and the
/// parts. The Subject, Date and To fields are outside: nothing covers them, and a report says so of the subject.
/// </summary>
public sealed class AlteredByteTests
{
    public static TheoryData<SealingPolicy> Policies() => [.. Enum.GetValues<SealingPolicy>()];

    [Theory]
    [MemberData(nameof(Policies))]
    public async Task NoSingleAlteredByteMakesAnotherContentValid(SealingPolicy policy)
    {
        byte[] message = await SealAsync(policy);
        string sealedContent = await ValidContentAsync(message) ?? throw new InvalidOperationException("The message itself is not valid.");
        ConcurrentDictionary<string, int> outcomes = [];
        await EachAsync(message.Length, async at =>
        {
            byte[] altered = [.. message];
            altered[at] ^= (byte)(1 << (at % 8));
            string outcome = await OutcomeAsync(altered, sealedContent);
            outcomes.AddOrUpdate(outcome, 1, (_, n) => n + 1);
        });

        // Some bytes matter to nobody: the subject, the date, white space, a description field.
        Assert.True(outcomes.GetValueOrDefault("valid, same content") < message.Length / 4, Summary(outcomes));
        Assert.DoesNotContain(outcomes.Keys, k => k.StartsWith("valid, OTHER", StringComparison.Ordinal));
        if (policy == SealingPolicy.Modern)
        {
            // Under an authenticated envelope the content comes out whole or not at all.
            Assert.DoesNotContain(outcomes.Keys, k => k.Contains("altered content", StringComparison.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public async Task AMessageCutAfterAnyLineIsNeverValidOverAnotherContent(SealingPolicy policy)
    {
        byte[] message = await SealAsync(policy);
        string sealedContent = (await ValidContentAsync(message))!;
        int[] lineEnds = [.. Enumerable.Range(0, message.Length).Where(i => message[i] == '\n').SkipLast(1)];
        ConcurrentDictionary<string, int> outcomes = [];
        await EachAsync(lineEnds.Length, async i =>
        {
            string outcome = await OutcomeAsync(message[..(lineEnds[i] + 1)], sealedContent);
            outcomes.AddOrUpdate(outcome, 1, (_, n) => n + 1);
        });

        Assert.DoesNotContain(outcomes.Keys, k => k.StartsWith("valid", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ASignedMessageInTheClearIsValidOnlyOverWhatWasSigned()
    {
        byte[] message = Eml.Message(Given.Doctor.EmailAddress, await Eml.SignAsync(Eml.Letter, Given.DoctorKey));
        string sealedContent = (await ValidContentAsync(message))!;
        ConcurrentDictionary<string, int> outcomes = [];
        await EachAsync(message.Length, async at =>
        {
            foreach (byte[] altered in new byte[][] { [.. message[..at], (byte)(message[at] ^ (1 << (at % 8))), .. message[(at + 1)..]], [.. message[..at], .. message[(at + 1)..]] })
            {
                string outcome = await OutcomeAsync(altered, sealedContent);
                outcomes.AddOrUpdate(outcome, 1, (_, n) => n + 1);
            }
        });

        Assert.True(outcomes.GetValueOrDefault("Altered") > Eml.Letter.Length, Summary(outcomes));
        Assert.DoesNotContain(outcomes.Keys, k => k.StartsWith("valid, OTHER", StringComparison.Ordinal));
    }

    [Fact]
    public async Task TheOuterSubjectIsNotCovered()
    {
        byte[] altered = Eml.Bytes(Eml.Text(await SealAsync(SealingPolicy.Modern)).Replace("Subject: Bonjour", "Subject: Bonsoir", StringComparison.Ordinal));

        MessageReport report = await Given.ReportAsync(altered, Given.Directory());

        Assert.Equal((Verdict.Valid, "Bonsoir"), (report.Verdict, report.Subject));
    }

    private static Task<byte[]> SealAsync(SealingPolicy policy) => Given.SealAsync(
        Given.Letter(LetterAttachment.FromBytes("a.hpm", new byte[] { 0xE9, 0x0D, 0x41, 0x0A, 0x80 })) with { Subject = "Bonjour", FromName = null, Text = "Bonjour" }, policy);

    // What a person would see: a verdict with who wrote what, or an error.
    private static async Task<string> OutcomeAsync(byte[] message, string sealedContent)
    {
        try
        {
            using OpenedLetter letter = await OpenAsync(message);
            string content = Content(letter);
            return letter.Report.Verdict == Verdict.Valid
                ? content == sealedContent ? "valid, same content" : "valid, OTHER: " + content
                : letter.Report.Verdict + (letter.Report.Layers.Count > 0 && Parts(letter) != sealedContent[sealedContent.IndexOf('|', StringComparison.Ordinal)..] ? ", altered content" : "");
        }
        catch (CpsException e)
        {
            return e.Code.ToString();
        }
    }

    private static async Task<string?> ValidContentAsync(byte[] message)
    {
        using OpenedLetter letter = await OpenAsync(message);
        return letter.Report.Verdict == Verdict.Valid ? Content(letter) : null;
    }

    private static Task<OpenedLetter> OpenAsync(byte[] message) => Given.Mailbox(Given.Directory()).OpenAsync(new MemoryStream(message), [Given.ColleagueKey]);

    private static string Content(OpenedLetter letter) => letter.Report.From + Parts(letter);

    private static string Parts(OpenedLetter letter)
    {
        StringBuilder content = new();
        foreach (MessagePart part in letter.Parts)
        {
            content.Append('|').Append(part.MediaType).Append('|').Append(part.FileName).Append('|').Append(Convert.ToHexString(part.ReadAllBytes()));
        }

        return content.ToString();
    }

    private static Task EachAsync(int count, Func<int, Task> test) =>
        Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (i, _) => await test(i));

    private static string Summary(ConcurrentDictionary<string, int> outcomes) => string.Join("; ", outcomes.Select(o => $"{o.Key}: {o.Value}"));
}
