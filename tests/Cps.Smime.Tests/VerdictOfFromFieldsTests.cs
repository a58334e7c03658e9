using Cps.Smime.Certificates;
using Cps.Smime.MailTesting;

namespace Cps.Smime.Tests;

/// <summary>
/// What a From field may look like ("Johnny, you are fired!", attacks I1 to I3): the signature is always right and always by
/// secretariat@clinique.example, so everything hangs on what the field says.
/// </summary>
public sealed class VerdictOfFromFieldsTests
{
    private static readonly Lazy<Task<string>> s_signed = new(() => Eml.SignAsync(Eml.Letter, Given.MailUserKey));

    [Theory]
    [InlineData("secretariat@clinique.example")]
    [InlineData("<secretariat@clinique.example>")]
    [InlineData("Le secretariat <secretariat@clinique.example>")]
    [InlineData("secretariat@CLINIQUE.example")]
    [InlineData("Dr. Secretariat <secretariat@clinique.example>")]
    [InlineData("Secr\u00C3\u00A9tariat <secretariat@clinique.example>")]
    [InlineData("Secretariat (accueil) du Dr. D'Arc-Dupont, <secretariat@clinique.example>")]
    [InlineData("Secretariat\r\n <secretariat@clinique.example>")]
    [InlineData("\"Secretariat, Clinique\" <secretariat@clinique.example>")]
    [InlineData("Secretariat [clinique] <secretariat@clinique.example>")]
    [InlineData("secretariat@clinique.example (Le secretariat)")]
    [InlineData("\"direction@clinique.example\" <secretariat@clinique.example>")]
    [InlineData("=?utf-8?Q?Secr=C3=A9tariat?= <secretariat@clinique.example>")]
    public async Task TheOneMailboxOfTheSignerIsValid(string from)
    {
        MessageReport report = await Given.ReportAsync(Eml.Message(from, await s_signed.Value));

        Given.Verdict(Verdict.Valid, [], report);
        Assert.Equal("secretariat@clinique.example", report.From);
    }

    [Theory]
    [InlineData("direction@clinique.example")]
    [InlineData("Secretariat@clinique.example")]
    [InlineData("secretariat@clinique.example.evil.example")]
    [InlineData("\"secretariat@clinique.example\" <direction@clinique.example>")]
    [InlineData("secretariat@clinique.example <direction@clinique.example>")]
    [InlineData("(secretariat@clinique.example) direction@clinique.example")]
    [InlineData("=?utf-8?Q?secretariat=40clinique=2Eexample?= <direction@clinique.example>")]
    [InlineData("=?utf-8?Q?secretariat@clinique.example=00?= <direction@clinique.example>")]
    public async Task AnotherAddressIsAMismatchWhateverTheDisplayNameSays(string from)
    {
        MessageReport report = await Given.ReportAsync(Eml.Message(from, await s_signed.Value));

        Given.Verdict(Verdict.SenderMismatch, [VerdictReason.OtherAddress], report);
        Assert.DoesNotContain("valable", report.ToSentence(TextLanguage.French), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Le secretariat")]
    [InlineData("<>")]
    [InlineData("secretariat@clinique.example, direction@clinique.example")]
    [InlineData("secretariat@clinique.example, secretariat@clinique.example")]
    [InlineData("Clinique: secretariat@clinique.example;")]
    [InlineData("\"Dr Dupont <dupont@hopital.example>\": secretariat@clinique.example;")]
    [InlineData("Clinique: a@b.example; secretariat@clinique.example")]
    [InlineData("Clinique:; secretariat@clinique.example")]
    [InlineData("secretariat@clinique.example.")]
    [InlineData("<secretariat@clinique.example.>")]
    [InlineData("secretariat@clinique.example .")]
    [InlineData("secretariat@clinique.example(x).")]
    [InlineData("secretariat @clinique.example")]
    [InlineData("<@evil.example:secretariat@clinique.example>")]
    [InlineData("\"secretariat\\@autre\"@clinique.example")]
    [InlineData("\"secretariat@clinique.example\"@evil.example")]
    [InlineData("secretariat@clinique.example\0")]
    [InlineData("secretariat@clinique.example\0.evil.example")]
    [InlineData("secretariat\0@clinique.example")]
    [InlineData("secretariat@[192.0.2.1]")]
    public async Task WhatIsNotExactlyOneMailboxContradictsItself(string from) => Given.Verdict(
        Verdict.Contradictory, [VerdictReason.NotOneSender], await Given.ReportAsync(Eml.Message(from, await s_signed.Value)));

    [Theory]
    [InlineData("secretariat@clin\u00EFque.example")]
    [InlineData("secret\u00E0riat@clinique.example")]
    [InlineData("secretariat@clinique.example\u00AD")]
    [InlineData("=?utf-8?Q?secretariat=40clinique.example?=")]
    [InlineData("=?utf-8?Q?secretariat?=@clinique.example")]
    [InlineData("secretariat@clinique.example evil@evil.example")]
    [InlineData("secretariat@clinique.example <evil@evil.example")]
    [InlineData("@evil.example:secretariat@clinique.example")]
    [InlineData("secretariat@clinique.example;evil@evil.example")]
    [InlineData("secretariat@clinique.example\r\n evil@evil.example")]
    [InlineData("sec(x)retariat@clinique.example")]
    public async Task WhatProgramsReadInDifferentWaysIsNeverValid(string from) =>
        Assert.NotEqual(Verdict.Valid, (await Given.ReportAsync(Eml.Message(from, await s_signed.Value))).Verdict);

    [Theory]
    [InlineData("From: direction@clinique.example\r\n")]
    [InlineData("From: secretariat@clinique.example\r\n")]
    [InlineData("FROM: direction@clinique.example\r\n")]
    [InlineData("from : direction@clinique.example\r\n")]
    [InlineData("From:\r\n")]
    public async Task TwoFromFieldsContradictEachOther(string second)
    {
        Given.Verdict(Verdict.Contradictory, [VerdictReason.NotOneSender], await Given.ReportAsync(Eml.Message(Given.MailUserAddress, await s_signed.Value, second)));
        Given.Verdict(Verdict.Contradictory, [VerdictReason.NotOneSender], await Given.ReportAsync([.. Eml.Bytes(second), .. Eml.Message(Given.MailUserAddress, await s_signed.Value)]));
    }

    [Fact]
    public async Task NoFromFieldIsNoSender()
    {
        byte[] message = Eml.Bytes("To: x@y.example\r\nMIME-Version: 1.0\r\n" + await s_signed.Value);

        MessageReport report = await Given.ReportAsync(message);

        Given.Verdict(Verdict.Contradictory, [VerdictReason.NotOneSender], report);
        Assert.Null(report.From);
    }

    [Theory]
    [InlineData("Sender: direction@clinique.example\r\n")]
    [InlineData("Sender: secretariat@clinique.example\r\nSender: secretariat@clinique.example\r\n")]
    [InlineData("Sender: secretariat@clinique.example, direction@clinique.example\r\n")]
    [InlineData("Sender:\r\n")]
    public async Task ASenderFieldThatSaysSomethingElseContradictsTheFromField(string sender) => Given.Verdict(
        Verdict.Contradictory, [VerdictReason.SenderFieldDiffers], await Given.ReportAsync(Eml.Message(Given.MailUserAddress, await s_signed.Value, sender)));

    [Theory]
    [InlineData("Sender: secretariat@clinique.example\r\n")]
    [InlineData("Reply-To: ailleurs@clinique.example\r\n")]
    [InlineData("Resent-From: ailleurs@clinique.example\r\n")]
    [InlineData("X-From: ailleurs@clinique.example\r\n")]
    public async Task OtherFieldsThatNameSomebodyChangeNothing(string field) =>
        Given.Verdict(Verdict.Valid, [], await Given.ReportAsync(Eml.Message(Given.MailUserAddress, await s_signed.Value, field)));
}
