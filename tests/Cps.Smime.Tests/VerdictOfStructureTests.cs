using Cps.Smime.Certificates;
using Cps.Smime.Envelopes;
using Cps.Smime.MailTesting;
using Cps.Smime.Mime;

namespace Cps.Smime.Tests;

/// <summary>A signature counts when it covers the whole content, and only then ("Johnny, you are fired!", attacks M1 to M4, C1 to C3).</summary>
public sealed class VerdictOfStructureTests
{
    private const string Html = "Content-Type: text/html\r\n\r\n<p>Virez 1000 euros</p><div style=\"display:none\">\r\n";

    private static readonly Lazy<Task<string>> s_signed = new(() => Eml.SignAsync(Eml.Letter, Given.MailUserKey));

    [Fact]
    public async Task APlainMessageIsNotSigned() => Given.Verdict(Verdict.NotSigned, [VerdictReason.NoSigner], await ReportAsync(Eml.Letter));

    [Theory]
    [InlineData(ContentEncryption.Aes256Gcm, "authEnveloped-data")]
    [InlineData(ContentEncryption.Aes256Cbc, "enveloped-data")]
    public async Task AnEnvelopeAloneIsNotASignature(ContentEncryption encryption, string type)
    {
        MessageReport report = await ReportAsync(Eml.Pkcs7Mime(await EnvelopeAsync(Eml.Letter, encryption), type));

        Given.Verdict(Verdict.NotSigned, [VerdictReason.NoSigner], report);
        Assert.Equal(encryption == ContentEncryption.Aes256Gcm, report.EnvelopeIsAuthenticated);
    }

    [Fact]
    public async Task ASignatureWithoutSignersIsNobodysSignature()
    {
        byte[] opaque = MadeSignedData.Encode(Eml.Bytes(Eml.Letter), [Given.MailUser.Certificate]);
        byte[] detached = MadeSignedData.Encode(null, [Given.MailUser.Certificate]);

        Given.Verdict(Verdict.NotSigned, [VerdictReason.NoSigner], await ReportAsync(Eml.Pkcs7Mime(opaque)));
        Given.Verdict(Verdict.NotSigned, [VerdictReason.NoSigner], await ReportAsync(Eml.MultipartSigned(Eml.Letter, detached)));
    }

    [Theory]
    [InlineData("M1: before the signed part")]
    [InlineData("M2: hiding the signed part")]
    [InlineData("M3: beside a part that is referred to")]
    [InlineData("M4: beside a signed attachment")]
    [InlineData("opaque signature in a multipart")]
    [InlineData("signed message attached")]
    [InlineData("signature part alone")]
    [InlineData("octet-stream with the name smime.p7m")]
    [InlineData("encrypted part in a multipart")]
    [InlineData("signed part three levels down")]
    public async Task AWrappedSignatureIsPartial(string attack)
    {
        string signed = await s_signed.Value;
        string opaque = Eml.Pkcs7Mime(await Eml.OpaqueAsync(Eml.Letter, Given.MailUserKey));
        string entity = attack switch
        {
            "M1: before the signed part" => Eml.Mixed("Content-Type: text/plain\r\n\r\nVirez 1000 euros.\r\n", signed),
            "M2: hiding the signed part" => Eml.Mixed(Html, signed),
            "M3: beside a part that is referred to" => Eml.Mixed("Content-Type: text/html\r\n\r\n<img src=\"cid:signe\">\r\n", "Content-ID: <signe>\r\n" + signed)
                .Replace("multipart/mixed", "multipart/related", StringComparison.Ordinal),
            "M4: beside a signed attachment" => Eml.Mixed("Content-Type: text/plain\r\n\r\nx\r\n", "Content-Disposition: attachment; filename=a.eml\r\n" + signed),
            "opaque signature in a multipart" => Eml.Mixed(opaque, Html),
            "signed message attached" => Eml.Mixed(Html, "Content-Type: message/rfc822\r\n\r\n" + Eml.Text(Eml.Message(Given.MailUserAddress, signed))),
            "signature part alone" => Eml.Mixed(Eml.Letter, $"Content-Type: application/pkcs7-signature\r\nContent-Transfer-Encoding: base64\r\n\r\n{Eml.Base64(await Eml.DetachedAsync(Eml.Letter, Given.MailUserKey))}"),
            "octet-stream with the name smime.p7m" => Eml.Mixed(Html, opaque.Replace("pkcs7-mime; smime-type=signed-data", "octet-stream", StringComparison.Ordinal)),
            "encrypted part in a multipart" => Eml.Mixed("Content-Type: text/html\r\n\r\n<img src=\"http://127.0.0.1/\r\n", Eml.Pkcs7Mime(await EnvelopeAsync(Eml.Letter)), "Content-Type: text/html\r\n\r\n\">\r\n"),
            _ => Eml.Mixed(Eml.Mixed(Eml.Mixed(signed).Replace("mixte", "m1", StringComparison.Ordinal)).Replace("mixte", "m2", StringComparison.Ordinal), Html),
        };

        Given.Verdict(Verdict.PartiallySigned, [VerdictReason.OnlyAPartIsSigned], await ReportAsync(entity));
        Given.Verdict(Verdict.PartiallySigned, [VerdictReason.OnlyAPartIsSigned], await ReportAsync(Eml.Pkcs7Mime(await EnvelopeAsync(entity), "authEnveloped-data")));
    }

    [Fact]
    public async Task AnEncryptedPartBesideOthersIsNotOpenedAtAll()
    {
        string entity = Eml.Mixed("Content-Type: text/html\r\n\r\n<img src=\"http://127.0.0.1/\r\n", Eml.Pkcs7Mime(await EnvelopeAsync(Eml.Letter)));
        using OpenedLetter letter = await Given.Mailbox().OpenAsync(new MemoryStream(Eml.Message(Given.MailUserAddress, entity)), [Given.ColleagueKey]);

        Assert.Empty(letter.Report.Layers);
        Assert.DoesNotContain(letter.Parts, p => Eml.Text(p.ReadAllBytes()).Contains("patient", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ASignatureAroundTheEnvelopeDoesNotShowThatItsSignerKnewTheContent() => Given.Verdict(
        Verdict.PartiallySigned, [VerdictReason.SignatureIsOutsideTheEnvelope],
        await ReportAsync(await Eml.SignAsync(Eml.Pkcs7Mime(await EnvelopeAsync(Eml.Letter)), Given.MailUserKey)));

    [Fact]
    public async Task ATripleWrapIsJudgedByItsInnerSignature()
    {
        string inner = await s_signed.Value;
        string wrapped = await Eml.SignAsync(Eml.Pkcs7Mime(await EnvelopeAsync(inner)), Given.DoctorKey);

        MessageReport report = await ReportAsync(wrapped);

        Given.Verdict(Verdict.Valid, [], report);
        Assert.Equal([LayerKind.MultipartSigned, LayerKind.AuthEnveloped, LayerKind.MultipartSigned], report.Layers.Select(l => l.Kind));
    }

    [Fact]
    public async Task ADetachedSignatureThatBringsContentOfItsOwnIsAConflict()
    {
        byte[] same = await Eml.OpaqueAsync(Eml.Letter, Given.MailUserKey);

        Given.Verdict(Verdict.Contradictory, [VerdictReason.ConflictingContent], await ReportAsync(Eml.MultipartSigned(Eml.Letter, same)));
        Given.Verdict(Verdict.Contradictory, [VerdictReason.ConflictingContent], await ReportAsync(Eml.MultipartSigned(Html, same)));
    }

    [Fact]
    public async Task MoreThanTwoPartsAreAConflict()
    {
        byte[] signature = await Eml.DetachedAsync(Eml.Letter, Given.MailUserKey);
        string third = "--sig-limite\r\nContent-Type: text/plain\r\n\r\nVirez 1000 euros\r\n";

        Given.Verdict(Verdict.Contradictory, [VerdictReason.ConflictingContent], await ReportAsync(Eml.MultipartSigned(Eml.Letter, signature, third)));
        Given.Verdict(Verdict.Contradictory, [VerdictReason.ConflictingContent],
            await ReportAsync("Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\"; boundary=\"b\"\r\n\r\n--b\r\n" + Eml.Letter + "\r\n--b--\r\n"));
    }

    [Fact]
    public async Task APartBesideASignedPartUnderTheNameOfASignatureIsAConflict()
    {
        string entity = "Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\"; boundary=\"dehors\"\r\n\r\n--dehors\r\n"
            + await s_signed.Value + "\r\n--dehors\r\n" + Html + "\r\n--dehors--\r\n";

        Given.Verdict(Verdict.Contradictory, [VerdictReason.ConflictingContent], await ReportAsync(entity));
    }

    [Fact]
    public async Task SeveralSignersContradictEachOtherEvenWhenAllAreRight()
    {
        byte[] first = await Eml.DetachedAsync(Eml.Letter, Given.MailUserKey);
        byte[] second = await Eml.DetachedAsync(Eml.Letter, Given.DoctorKey);
        byte[] other = await Eml.DetachedAsync(Eml.Letter + "!", Given.DoctorKey);
        Certificate[] certificates = [Given.MailUser.Certificate, .. Given.MailUser.Intermediates, Given.DoctorCard.Signature.Certificate];
        KnownCorrespondents directory = Given.Directory();
        foreach (byte[][] signers in new byte[][][] { [first, second], [second, first], [first, other], [first, first] })
        {
            byte[] both = MadeSignedData.Encode(null, certificates, [.. signers.Select(MadeSignedData.SignerInfoOf)]);

            Given.Verdict(Verdict.Contradictory, [VerdictReason.SeveralSigners], await ReportAsync(Eml.MultipartSigned(Eml.Letter, both), directory));
        }

        Assert.Empty(directory.Questions);
    }

    [Fact]
    public async Task TenThousandSignersAreRefused()
    {
        byte[] one = MadeSignedData.SignerInfoOf(await Eml.DetachedAsync(Eml.Letter, Given.MailUserKey));
        byte[] many = MadeSignedData.Encode(null, [Given.MailUser.Certificate], [.. Enumerable.Repeat(one, 10_000)]);

        CpsException e = await Assert.ThrowsAnyAsync<CpsException>(() => ReportAsync(Eml.MultipartSigned(Eml.Letter, many)));

        Assert.Equal(CpsErrorCode.LimitExceeded, e.Code);
    }

    [Fact]
    public async Task OnlyWhatIsInsideTheSignatureIsShown()
    {
        string entity = (await s_signed.Value)
            .Replace("\r\n\r\n--sig-limite\r\nContent-Type: text", "\r\n\r\nPREAMBULE\r\n--sig-limite\r\nContent-Type: text", StringComparison.Ordinal) + "EPILOGUE\r\n";
        using OpenedLetter letter = await Given.Mailbox().OpenAsync(new MemoryStream(Eml.Message(Given.MailUserAddress, entity)), []);

        Given.Verdict(Verdict.Valid, [], letter.Report);
        Assert.Equal(Eml.LetterText, Eml.Text(Assert.Single(letter.Parts).ReadAllBytes()));
    }

    private static Task<MessageReport> ReportAsync(string entity, ICertificateDirectory? directory = null) =>
        Given.ReportAsync(Eml.Message(Given.MailUserAddress, entity), directory);

    private static Task<byte[]> EnvelopeAsync(string content, ContentEncryption encryption = ContentEncryption.Aes256Gcm) =>
        Eml.EnvelopeAsync(content, Given.ColleagueConfidentiality.Certificate, encryption);
}
