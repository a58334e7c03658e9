using Cps.Smime.Envelopes;
using Cps.Smime.MailTesting;

namespace Cps.Smime.Tests;

/// <summary>A signature that is not right, whatever is wrong with it.</summary>
public sealed class VerdictOfSignaturesTests
{
    [Fact]
    public async Task AnAlteredContentIsAltered()
    {
        string signed = await Eml.SignAsync(Eml.Letter, Given.MailUserKey);

        Given.Verdict(Verdict.Altered, [VerdictReason.ContentAltered], await ReportAsync(signed.Replace("bien", "mal ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task AnAlteredSignatureIsWrong()
    {
        byte[] signature = await Eml.DetachedAsync(Eml.Letter, Given.MailUserKey);
        signature[^1] ^= 1;

        Given.Verdict(Verdict.Altered, [VerdictReason.SignatureWrong], await ReportAsync(Eml.MultipartSigned(Eml.Letter, signature)));
    }

    [Fact]
    public async Task AContentAndASignatureThatAreBothWrongGiveBothReasons()
    {
        byte[] signature = await Eml.DetachedAsync(Eml.Letter, Given.MailUserKey);
        signature[^1] ^= 1;

        Given.Verdict(Verdict.Altered, [VerdictReason.ContentAltered, VerdictReason.SignatureWrong], await ReportAsync(Eml.MultipartSigned(Eml.Letter + "x", signature)));
    }

    [Theory]
    [InlineData("not base64 at all")]
    [InlineData("AAAA")]
    [InlineData("")]
    [InlineData("MIIB")]
    public async Task ASignatureThatCannotBeReadProvesNothing(string base64) => Given.Verdict(
        Verdict.Altered, [VerdictReason.SignatureUnreadable],
        await ReportAsync(Eml.MultipartSigned(Eml.Letter, []).Replace("base64\r\n\r\n", $"base64\r\n\r\n{base64}", StringComparison.Ordinal)));

    [Fact]
    public async Task ASignatureWithoutSignedAttributesProvesNothingAlthoughItIsRight()
    {
        byte[] content = Eml.Bytes(Eml.Letter);
        byte[] detached = MadeSignedData.SignWithoutAttributes(content, Given.MailUser.Certificate, Given.MailUser.PrivateKey, detached: true);
        byte[] opaque = MadeSignedData.SignWithoutAttributes(content, Given.MailUser.Certificate, Given.MailUser.PrivateKey, detached: false);

        Given.Verdict(Verdict.Altered, [VerdictReason.SignatureWrong], await ReportAsync(Eml.MultipartSigned(Eml.Letter, detached)));
        Given.Verdict(Verdict.Altered, [VerdictReason.SignatureWrong], await ReportAsync(Eml.Pkcs7Mime(opaque)));
    }

    [Fact]
    public async Task SignedAttributesMadeIntoAContentAreNoMessage()
    {
        // ePrint 2023/1801: the signature over the attributes of one message is a right signature, without attributes, over another.
        SignerInfo signer = await MadeSignedData.SignerOfAsync(await Eml.DetachedAsync(Eml.Letter, Given.MailUserKey));
        byte[] forged = MadeSignedData.Encode(
            signer.SignedAttributes!.Encoded.ToArray(), [Given.MailUser.Certificate],
            MadeSignedData.SignerWithoutAttributes(Given.MailUser.Certificate, signer.Signature.ToArray()));

        Given.Verdict(Verdict.Altered, [VerdictReason.SignatureWrong], await ReportAsync(Eml.Pkcs7Mime(forged)));
    }

    [Fact]
    public async Task ASignatureOfAnotherTypeOfContentIsWrong()
    {
        // The content type stands in the signed attributes: as something else than id-data the same signature is not over mail.
        byte[] opaque = await Eml.OpaqueAsync(Eml.Letter, Given.MailUserKey);
        byte[] idData = [0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x01];
        int at = opaque.AsSpan().IndexOf(idData);
        opaque[at + 10] = 5;

        MessageReport report = await ReportAsync(Eml.Pkcs7Mime(opaque));

        Assert.NotEqual(Verdict.Valid, report.Verdict);
        Assert.Equal((Verdict.Contradictory, VerdictReason.ConflictingContent), (report.Verdict, Assert.Single(report.Reasons)));
    }

    [Fact]
    public async Task ASignerWhoseCertificateIsMissingIsNobody()
    {
        byte[] signature = await Eml.DetachedAsync(Eml.Letter, Given.MailUserKey);
        byte[] without = MadeSignedData.Encode(null, Given.MailUser.Intermediates, MadeSignedData.SignerInfoOf(signature));

        Given.Verdict(Verdict.Altered, [VerdictReason.NoSignerCertificate], await ReportAsync(Eml.MultipartSigned(Eml.Letter, without)));
    }

    [Fact]
    public async Task AWeakDigestIsNotTrusted()
    {
        WeakSigner signer = new(Given.MailUserKey, Given.MailUser.PrivateKey);
        byte[] signature = signer.Sign(Eml.Bytes(Eml.Letter));

        Given.Verdict(Verdict.Untrusted, [VerdictReason.WeakAlgorithm], await ReportAsync(Eml.MultipartSigned(Eml.Letter, signature)));
    }

    [Fact]
    public async Task LineEndsThatATransportChangedAreNoAlterationAndTheCanonicalFormIsShown()
    {
        byte[] message = Eml.Message(Given.MailUserAddress, await Eml.SignAsync(Eml.Letter, Given.MailUserKey));
        byte[] unix = Eml.Bytes(Eml.Text(message).ReplaceLineEndings("\n"));
        using OpenedLetter letter = await Given.Mailbox().OpenAsync(new MemoryStream(unix), []);

        Given.Verdict(Verdict.Valid, [], letter.Report);
        Assert.Equal(Eml.LetterText, Eml.Text(Assert.Single(letter.Parts).ReadAllBytes()));
    }

    [Fact]
    public async Task ASignatureOverBareLineFeedsCountsForBareLineFeedsOnly()
    {
        string lines = Eml.Letter.ReplaceLineEndings("\n");
        byte[] signature = await Eml.DetachedAsync(lines, Given.MailUserKey);

        Given.Verdict(Verdict.Valid, [], await ReportAsync(Eml.MultipartSigned(lines, signature)));
        Given.Verdict(Verdict.Altered, [VerdictReason.ContentAltered], await ReportAsync(Eml.MultipartSigned(Eml.Letter, signature)));
    }

    private static Task<MessageReport> ReportAsync(string entity) => Given.ReportAsync(Eml.Message(Given.MailUserAddress, entity));
}
