using Cps.Smime.Certificates;
using Cps.Smime.MailTesting;
using Cps.Smime.TestPki;

namespace Cps.Smime.Tests;

/// <summary>Whose signature counts for whose address (RFC 8550 section 3; docs/decisions/verdict.md).</summary>
public sealed class VerdictOfSendersTests
{
    [Fact]
    public async Task AMailCertificateThatNamesTheSenderIsValidWithoutAnyDirectory()
    {
        MessageReport report = await Given.ReportAsync(await SignedByMailUserAsync(Given.MailUserAddress));

        Given.Verdict(Verdict.Valid, [], report);
        Assert.Equal(AddressMatch.Certificate, Assert.Single(report.Signers).AddressMatch);
    }

    [Fact]
    public async Task ACardIsValidWhenTheDirectoryPublishesAConfidentialityCertificateOfTheSamePersonForTheAddress()
    {
        KnownCorrespondents directory = Given.Directory();

        MessageReport report = await Given.ReportAsync(await SignedByDoctorAsync(), directory);

        Given.Verdict(Verdict.Valid, [], report);
        Assert.Equal(AddressMatch.Directory, Assert.Single(report.Signers).AddressMatch);
        Assert.Equal([Given.Address(Given.Doctor)], directory.Questions);
    }

    [Fact]
    public async Task ACardIsValidWhenTheDirectoryPublishesThatVeryCertificateInAnEntryOfTheAddress()
    {
        KnownCorrespondents directory = new KnownCorrespondents().Publish(
            Given.Doctor.EmailAddress, new DirectoryEntry("cn=x", [Given.DoctorCard.Signature.Certificate]) { Addresses = [Given.Doctor.EmailAddress] });

        Given.Verdict(Verdict.Valid, [], await Given.ReportAsync(await SignedByDoctorAsync(), directory));
    }

    [Fact]
    public async Task ACardIsValidWhenTheCallerSaysWhoseSignatureIsExpected()
    {
        KnownCorrespondents directory = Given.Directory();

        MessageReport report = await Given.ReportAsync(await SignedByDoctorAsync(), directory, new OpenOptions { ExpectedNationalId = Given.Doctor.NationalId });

        Given.Verdict(Verdict.Valid, [], report);
        Assert.Equal(AddressMatch.Caller, Assert.Single(report.Signers).AddressMatch);
        Assert.Empty(directory.Questions);
    }

    [Fact]
    public async Task ACardWithoutDirectoryIsOfAKnownPersonButOfAnUnconfirmedSender()
    {
        MessageReport report = await Given.ReportAsync(await SignedByDoctorAsync());

        Given.Verdict(Verdict.SenderUnconfirmed, [VerdictReason.AddressNotBound], report);
        Assert.True(report.Signers[0].IsIntact);
        Assert.True(report.Signers[0].IsTrusted);
        Assert.Equal(Given.Doctor.NationalId, report.Signers[0].Identity!.NationalId!.Value);
    }

    [Fact]
    public async Task ADirectoryThatKnowsNothingOfTheAddressConfirmsNothing() =>
        Given.Verdict(Verdict.SenderUnconfirmed, [VerdictReason.AddressNotBound], await Given.ReportAsync(await SignedByDoctorAsync(), new KnownCorrespondents()));

    [Fact]
    public async Task ADirectoryThatFailsConfirmsNothingAndTheReportSaysWhy()
    {
        KnownCorrespondents directory = new() { Failure = new CpsException(CpsErrorCode.DirectoryUnavailable, "down") };

        Given.Verdict(Verdict.SenderUnconfirmed, [VerdictReason.AddressNotBound, VerdictReason.DirectoryFailed], await Given.ReportAsync(await SignedByDoctorAsync(), directory));
    }

    [Fact]
    public async Task ACertificateOfAnotherAddressIsAMismatch() => Given.Verdict(
        Verdict.SenderMismatch, [VerdictReason.OtherAddress], await Given.ReportAsync(await SignedByMailUserAsync("direction@clinique.example"), Given.Directory()));

    [Fact]
    public async Task ADirectoryThatGivesTheAddressToAnotherPersonIsAMismatch()
    {
        KnownCorrespondents directory = new KnownCorrespondents().Publish(
            Given.Doctor.EmailAddress, Given.Authorities.IssueConfidentiality(Given.Pharmacist, Given.Doctor.EmailAddress).Certificate);

        Given.Verdict(Verdict.SenderMismatch, [VerdictReason.OtherAddress], await Given.ReportAsync(await SignedByDoctorAsync(), directory));
    }

    [Fact]
    public async Task AnAddressThatAPracticeSharesIsEachMembersOwn()
    {
        KnownCorrespondents directory = new KnownCorrespondents().Publish(
            Given.Doctor.EmailAddress,
            Given.Authorities.IssueConfidentiality(Given.Pharmacist, Given.Doctor.EmailAddress).Certificate,
            Given.DoctorConfidentiality.Certificate);

        Given.Verdict(Verdict.Valid, [], await Given.ReportAsync(await SignedByDoctorAsync(), directory));
    }

    [Fact]
    public async Task AnotherPersonThanTheCallerExpectsIsAMismatch() => Given.Verdict(
        Verdict.SenderMismatch, [VerdictReason.OtherAddress],
        await Given.ReportAsync(await SignedByDoctorAsync(), Given.Directory(), new OpenOptions { ExpectedNationalId = Given.Pharmacist.NationalId }));

    [Fact]
    public async Task TheCallerCannotMakeACertificateOfAnotherAddressValid()
    {
        TestCredential signer = Given.Authorities.FortPersonnes.Issue(
            Given.DoctorCard.Signature.Certificate.Subject.Encoded, Given.ProfileOf(Given.DoctorCard.Signature.Certificate), new TestCertificateOptions
            {
                Extensions = Given.MailUser.Certificate.Extensions.Where(e => e.Oid == "2.5.29.17").ToList(),
            });
        byte[] message = Eml.Message(Given.Doctor.EmailAddress, await Eml.SignAsync(Eml.Letter, signer.ToSoftwareKey()));

        Given.Verdict(Verdict.SenderMismatch, [VerdictReason.OtherAddress],
            await Given.ReportAsync(message, null, new OpenOptions { ExpectedNationalId = Given.Doctor.NationalId }));
    }

    [Fact]
    public async Task AnExpectedPersonIsNotShownByACertificateThatNamesOnlyAnAddress() => Given.Verdict(
        Verdict.SenderMismatch, [VerdictReason.OtherAddress],
        await Given.ReportAsync(await SignedByMailUserAsync(Given.MailUserAddress), null, new OpenOptions { ExpectedNationalId = Given.Doctor.NationalId }));

    [Fact]
    public async Task ADirectoryCertificateThatNobodyVouchesForBindsNothing()
    {
        KnownCorrespondents directory = new KnownCorrespondents().Publish(
            Given.Doctor.EmailAddress, Given.Strangers.IssueConfidentiality(Given.Doctor, Given.Doctor.EmailAddress).Certificate);

        Given.Verdict(Verdict.SenderUnconfirmed, [VerdictReason.AddressNotBound], await Given.ReportAsync(await SignedByDoctorAsync(), directory));
    }

    [Fact]
    public async Task ADirectoryEntryBindsNoCertificateThatNamesAnotherAddress()
    {
        Certificate elsewhere = Given.Authorities.IssueConfidentiality(Given.Doctor, "ailleurs@cabinet.example").Certificate;
        KnownCorrespondents directory = new KnownCorrespondents().Publish(
            Given.Doctor.EmailAddress, new DirectoryEntry("cn=x", [elsewhere]) { Addresses = [Given.Doctor.EmailAddress] });

        Given.Verdict(Verdict.SenderUnconfirmed, [VerdictReason.AddressNotBound], await Given.ReportAsync(await SignedByDoctorAsync(), directory));
    }

    private static async Task<byte[]> SignedByDoctorAsync() => Eml.Message(Given.Doctor.EmailAddress, await Eml.SignAsync(Eml.Letter, Given.DoctorKey));

    private static async Task<byte[]> SignedByMailUserAsync(string from) => Eml.Message(from, await Eml.SignAsync(Eml.Letter, Given.MailUserKey));
}
