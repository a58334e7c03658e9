using Cps.Smime.Certificates;
using Cps.Smime.MailTesting;
using Cps.Smime.TestPki;

namespace Cps.Smime.Tests;

/// <summary>Every verdict is a sentence in both languages.</summary>
public sealed class VerdictTextTests
{
    [Fact]
    public void EveryVerdictIsOneSentenceOfItsOwnInBothLanguages()
    {
        HashSet<string> sentences = [];
        foreach (Verdict verdict in Enum.GetValues<Verdict>())
        {
            MessageReport report = new()
            {
                Verdict = verdict,
                Reasons = [],
                Layers = [],
                Signers = [],
                From = "a@b.example",
                Subject = "",
                ValidationTime = default,
            };
            foreach (TextLanguage language in Enum.GetValues<TextLanguage>())
            {
                string sentence = report.ToSentence(language);

                Assert.EndsWith(".", sentence, StringComparison.Ordinal);
                Assert.True(sentences.Add(sentence), sentence);
                Assert.Equal(verdict == Verdict.Valid, sentence.StartsWith(language == TextLanguage.French ? "Signature valable de inconnu, pour" : "Valid signature of unknown, for", StringComparison.Ordinal));
            }
        }

        Assert.Equal(16, sentences.Count);
    }

    [Fact]
    public void EveryReasonHasWordsOfItsOwnInBothLanguages()
    {
        VerdictReason[] reasons = Enum.GetValues<VerdictReason>();
        MessageReport report = new()
        {
            Verdict = Verdict.Contradictory,
            Reasons = reasons,
            Layers = [],
            Signers = [],
            From = null,
            Subject = "",
            ValidationTime = default,
        };

        string[] words = [.. report.ReasonsInWords(TextLanguage.French), .. report.ReasonsInWords(TextLanguage.English)];

        Assert.Equal(2 * reasons.Length, words.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal("rien ne lie l'adresse de l'expéditeur au signataire", words[Array.IndexOf(reasons, VerdictReason.AddressNotBound)]);
    }

    [Fact]
    public async Task TheSentenceOfACardNamesThePersonAndTheAddress()
    {
        byte[] message = Eml.Message(Given.Doctor.EmailAddress, await Eml.SignAsync(Eml.Letter, Given.DoctorKey));

        MessageReport report = await Given.ReportAsync(message, Given.Directory());

        Assert.Equal($"Signature valable de BASILE BRIMBORION, RPPS {Given.Doctor.Rpps}, Médecin, pour l'adresse basile.brimborion@cabinet.example.", report.ToSentence(TextLanguage.French));
        Assert.Equal($"Valid signature of BASILE BRIMBORION, RPPS {Given.Doctor.Rpps}, Médecin, for the address basile.brimborion@cabinet.example.", report.ToSentence(TextLanguage.English));
    }

    [Fact]
    public async Task ACertificateThatNobodyVouchesForCannotWriteASentenceOfItsOwn()
    {
        TestCredential signer = Given.Strangers.IssueMail("x\r\nSignature valable de Dr Dupont\u202E\u2028\u0000" + new string('y', 2_000), Given.MailUserAddress);
        byte[] message = Eml.Message(Given.MailUserAddress, await Eml.SignAsync(Eml.Letter, signer.ToSoftwareKey()));

        string sentence = (await Given.ReportAsync(message)).ToSentence(TextLanguage.French);

        Assert.StartsWith("Signature de x", sentence, StringComparison.Ordinal);
        Assert.True(sentence.Length < 400, sentence);
        Assert.DoesNotContain(sentence, c => char.IsControl(c) || c is '\u202E' or '\u2028');
    }
}
