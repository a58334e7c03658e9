using Cps.Smime.Certificates;
using Cps.Smime.Envelopes;
using Cps.Smime.MailTesting;
using Cps.Smime.TestPki;

namespace Cps.Smime.Tests;

/// <summary>Whose certificates are believed, and at what time.</summary>
public sealed class VerdictOfCertificatesTests
{
    private static readonly DateTimeOffset s_now = TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task ACertificateOfAnAuthorityThatIsNotTrustedIsUntrusted()
    {
        Given.Verdict(Verdict.Untrusted, [VerdictReason.NoTrustedAuthority], await SignedByAsync(Given.Strangers.IssueMail("Secrétariat", Given.MailUserAddress)));
    }

    [Fact]
    public async Task ASelfSignedLookAlikeWithTheSameNameAddressAndSerialNumberIsUntrusted()
    {
        Certificate real = Given.MailUser.Certificate;
        TestAuthority lookAlike = TestAuthority.CreateRoot(real.Issuer.Encoded);
        TestCredential signer = lookAlike.Issue(real.Subject.Encoded, Given.ProfileOf(real), new TestCertificateOptions { SerialNumber = real.SerialNumber });
        TestAuthority self = TestAuthority.CreateRoot(real.Subject.Encoded, null, new TestCertificateOptions
        {
            SerialNumber = real.SerialNumber,
            EmailAddresses = [Given.MailUserAddress],
        });

        // The same name and number, so that the wrong path is the one of the look-alike's own authority, brought along or not.
        Given.Verdict(Verdict.Untrusted, [VerdictReason.NoTrustedAuthority], await SignedByAsync(signer));
        Given.Verdict(Verdict.Untrusted, [VerdictReason.NoTrustedAuthority],
            await SignedByAsync(new SoftwareKey(signer.Certificate, signer.PrivateKey, [lookAlike.Certificate])));
        Assert.Equal(Verdict.Untrusted, (await SignedByAsync(new SoftwareKey(self.Certificate, self.PrivateKey))).Verdict);
    }

    [Fact]
    public async Task TheCardsAuthenticationCertificateDoesNotSignMail()
    {
        using SoftwareKey key = Given.DoctorCard.Authentication.ToSoftwareKey();
        byte[] message = Eml.Message(Given.Doctor.EmailAddress, await Eml.SignAsync(Eml.Letter, key));

        Given.Verdict(Verdict.Untrusted, [VerdictReason.CertificateNotForSigning], await Given.ReportAsync(message, Given.Directory()));
    }

    [Theory]
    [InlineData(KeyUsages.DigitalSignature, true)]
    [InlineData(KeyUsages.NonRepudiation, true)]
    [InlineData(KeyUsages.DigitalSignature | KeyUsages.NonRepudiation, true)]
    [InlineData(KeyUsages.KeyEncipherment, false)]
    [InlineData(KeyUsages.DataEncipherment | KeyUsages.KeyAgreement, false)]
    public async Task EitherSigningUsageWillDoAndNoOther(KeyUsages usage, bool signs)
    {
        MessageReport report = await SignedByAsync(Given.Authorities.IssueMail("x", Given.MailUserAddress, MailUsage.Sign, new TestCertificateOptions { KeyUsage = usage }));

        Given.Verdict(signs ? Verdict.Valid : Verdict.Untrusted, signs ? [] : [VerdictReason.CertificateNotForSigning], report);
    }

    [Fact]
    public async Task AnExtendedUsageForSomethingElseIsNotForMail() => Given.Verdict(
        Verdict.Untrusted, [VerdictReason.CertificateNotForSigning],
        await SignedByAsync(Given.Authorities.IssueMail("x", Given.MailUserAddress, MailUsage.Sign, new TestCertificateOptions { ExtendedKeyUsages = ["1.3.6.1.5.5.7.3.2"] })));

    [Fact]
    public async Task ACertificateWithAnUnknownCriticalExtensionBreaksTheRules() => Given.Verdict(
        Verdict.Untrusted, [VerdictReason.CertificateBreaksRules],
        await SignedByAsync(Given.Authorities.IssueMail("x", Given.MailUserAddress, MailUsage.Sign, new TestCertificateOptions
        {
            Extensions = [new CertificateExtension("1.2.3.4.5", true, new byte[] { 5, 0 })],
        })));

    [Fact]
    public async Task ACertificateThatIsNotValidYetIsUntrusted() => Given.Verdict(
        Verdict.Untrusted, [VerdictReason.CertificateOutsideValidity],
        await SignedByAsync(Given.Authorities.IssueMail("x", Given.MailUserAddress, MailUsage.Sign, new TestCertificateOptions { NotBefore = s_now.AddDays(2) })));

    [Fact]
    public async Task AnOldLetterIsJudgedByWhenItWasReceived()
    {
        byte[] message = await MessageByAsync(Given.Authorities.IssueMail("x", Given.MailUserAddress, MailUsage.Sign, TestCertificateOptions.ExpiredAt(s_now)).ToSoftwareKey());

        MessageReport then = await Given.ReportAsync(message, null, new OpenOptions { ReceivedAt = s_now.AddYears(-2) });
        MessageReport now = await Given.ReportAsync(message);

        Given.Verdict(Verdict.Valid, [], then);
        Assert.Equal(s_now.AddYears(-2), then.ValidationTime);
        Given.Verdict(Verdict.Untrusted, [VerdictReason.CertificateOutsideValidity], now);
    }

    /// <summary>Back-dating: what the signer claims as its time, and what the Date field says, change nothing.</summary>
    [Fact]
    public async Task NeitherTheClaimedSigningTimeNorTheDateFieldMovesTheTimeOfJudgement()
    {
        TestCredential expired = Given.Authorities.IssueMail("x", Given.MailUserAddress, MailUsage.Sign, TestCertificateOptions.ExpiredAt(s_now));
        TestCredential future = Given.Authorities.IssueMail("x", Given.MailUserAddress, MailUsage.Sign, new TestCertificateOptions { NotBefore = s_now.AddYears(1) });
        TestCredential current = Given.Authorities.IssueMail("x", Given.MailUserAddress, MailUsage.Sign);
        int cells = 0;
        foreach (TestCredential credential in new[] { expired, future, current })
        {
            foreach (int signingYears in new[] { -2, 0, 2 })
            {
                foreach (int dateYears in new[] { -2, 0, 2 })
                {
                    DateTimeOffset claimed = s_now.AddYears(signingYears);
                    string entity = await Eml.SignAsync(Eml.Letter, credential.ToSoftwareKey(), new SigningOptions { Time = new FixedTime(claimed) });
                    string date = $"Date: {s_now.AddYears(dateYears):r}\r\n";

                    MessageReport report = await Given.ReportAsync(Eml.Message(Given.MailUserAddress, entity, date));

                    bool valid = ReferenceEquals(credential, current);
                    Given.Verdict(valid ? Verdict.Valid : Verdict.Untrusted, valid ? [] : [VerdictReason.CertificateOutsideValidity], report);
                    Assert.Equal(claimed.ToUnixTimeSeconds(), report.Signers[0].ClaimedTime!.Value.ToUnixTimeSeconds());
                    cells++;
                }
            }
        }

        Assert.Equal(27, cells);
    }

    private static Task<MessageReport> SignedByAsync(TestCredential signer) => SignedByAsync(signer.ToSoftwareKey());

    private static async Task<MessageReport> SignedByAsync(SoftwareKey key) => await Given.ReportAsync(await MessageByAsync(key), Given.Directory());

    private static async Task<byte[]> MessageByAsync(SoftwareKey key) => Eml.Message(Given.MailUserAddress, await Eml.SignAsync(Eml.Letter, key));

    private sealed class FixedTime(DateTimeOffset time) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => time;
    }
}
