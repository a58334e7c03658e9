using System.Text;
using Cps.Smime.Certificates;

namespace Cps.Smime.Interop.Tests;

/// <summary>OpenSSL's mail forms (<c>cms</c> and the older <c>smime</c>) open here, and messages sealed here open there, byte for byte.</summary>
public sealed class OpenSslMailTests : IDisposable
{
    private const string Entity = "Content-Type: text/plain; charset=utf-8\r\n\r\nCher confrère,\r\nle patient va bien.\r\n";
    private const string Body = "Cher confrère,\r\nle patient va bien.\r\n";

    private readonly TempFolder _folder = new();
    private readonly string _openssl = ForeignSoftware.Require("openssl", "openssl");

    public OpenSslMailTests()
    {
        InteropPki.WriteFiles(_folder);
        _folder.Write("entity.txt", Entity);
        _folder.Write("unix.txt", Entity.ReplaceLineEndings("\n"));
        _folder.Write("plain.txt", Body);
    }

    [Theory]
    [InlineData("cms", "entity.txt", "")]
    [InlineData("smime", "entity.txt", "")]
    [InlineData("cms", "unix.txt", "")]
    [InlineData("smime", "unix.txt", "")]
    [InlineData("cms", "entity.txt", "-crlfeol")]
    [InlineData("cms", "entity.txt", "-binary")]
    [InlineData("cms", "plain.txt", "-text")]
    [InlineData("smime", "plain.txt", "-text")]
    [InlineData("cms", "plain.txt", "")]
    [InlineData("cms", "entity.txt", "-nodetach")]
    [InlineData("smime", "entity.txt", "-nodetach")]
    [InlineData("cms", "entity.txt", "-nodetach -binary -stream")]
    [InlineData("cms", "plain.txt", "-nodetach -text")]
    [InlineData("cms", "plain.txt", "-nodetach")]
    [InlineData("cms", "entity.txt", "-md sha512")]
    [InlineData("cms", "entity.txt", "-keyopt rsa_padding_mode:pss -keyopt rsa_pss_saltlen:-1")]
    public async Task ASignedMessageByOpenSslIsASignatureByItsSigner(string program, string file, string options)
    {
        OpenSsl([program, "-sign", "-in", file, "-out", "mail.eml", "-signer", "signer.pem", "-from", "signataire@cabinet.example", .. Split(options)]);

        await AssertSignedAsync(await File.ReadAllBytesAsync(_folder.File("mail.eml")));
    }

    [Theory]
    [InlineData("cms", "", "")]
    [InlineData("cms", "-nodetach", "-aes256")]
    [InlineData("cms", "-nodetach", "-aes-256-gcm")]
    [InlineData("cms", "", "-aes-128-gcm -keyopt rsa_padding_mode:oaep -keyopt rsa_oaep_md:sha256")]
    [InlineData("smime", "", "-aes128")]
    [InlineData("smime", "-nodetach", "-aes256")]
    public async Task SignedThenEncryptedByOpenSslForTwoOpensForEither(string program, string signing, string encrypting)
    {
        string[] encryption = Split(encrypting);
        string[] cipher = [.. encryption.TakeWhile(o => o != "-keyopt")];
        string[] keyOptions = [.. encryption.SkipWhile(o => o != "-keyopt")];
        string[] recipients = keyOptions.Length == 0 ? ["recipient.pem", "other.pem"] : ["-recip", "recipient.pem", .. keyOptions, "-recip", "other.pem", .. keyOptions];
        OpenSsl([program, "-sign", "-in", "entity.txt", "-out", "signed.txt", "-signer", "signer.pem", .. Split(signing)]);
        OpenSsl([program, "-encrypt", "-in", "signed.txt", "-out", "mail.eml", "-from", "signataire@cabinet.example", .. cipher.Length == 0 ? ["-aes256"] : cipher, .. recipients]);
        byte[] message = await File.ReadAllBytesAsync(_folder.File("mail.eml"));

        await AssertSignedAsync(message, InteropPki.RecipientKey);
        await AssertSignedAsync(message, InteropPki.OtherRecipient.ToSoftwareKey());
    }

    [Fact]
    public async Task EncryptedThenSignedByOpenSslIsNotASignatureOfTheContent()
    {
        OpenSsl("cms", "-encrypt", "-aes256", "-in", "entity.txt", "-out", "encrypted.txt", "recipient.pem");
        OpenSsl("cms", "-sign", "-in", "encrypted.txt", "-out", "mail.eml", "-signer", "signer.pem", "-from", "signataire@cabinet.example");

        using OpenedLetter letter = await OpenAsync(await File.ReadAllBytesAsync(_folder.File("mail.eml")), InteropPki.RecipientKey);

        Assert.Equal((Verdict.PartiallySigned, VerdictReason.SignatureIsOutsideTheEnvelope), (letter.Report.Verdict, Assert.Single(letter.Report.Reasons)));
        Assert.Equal(Body, Text(letter));
    }

    [Theory]
    [InlineData("cms", "-aes256", "-text")]
    [InlineData("cms", "-aes128", "")]
    [InlineData("smime", "-aes256", "-text")]
    [InlineData("cms", "-aes-256-gcm", "-text")]
    public async Task EncryptedOnlyByOpenSslOpensAndIsNotSigned(string program, string cipher, string text)
    {
        OpenSsl([program, "-encrypt", cipher, "-in", "plain.txt", "-out", "mail.eml", "-from", "signataire@cabinet.example", .. Split(text), "recipient.pem"]);

        using OpenedLetter letter = await OpenAsync(await File.ReadAllBytesAsync(_folder.File("mail.eml")), InteropPki.RecipientKey);

        Assert.Equal(Verdict.NotSigned, letter.Report.Verdict);
        Assert.Equal(cipher.Contains("gcm", StringComparison.Ordinal), letter.Report.EnvelopeIsAuthenticated);
        Assert.Equal(Body, Text(letter).ReplaceLineEndings("\r\n"));
    }

    [Theory]
    [InlineData(SealingPolicy.Modern)]
    [InlineData(SealingPolicy.Interoperable)]
    public async Task AMessageSealedHereIsDecryptedAndVerifiedByOpenSslToTheByte(SealingPolicy policy)
    {
        byte[] attachment = [.. Enumerable.Range(0, 50_000).Select(i => (byte)(i * 31))];
        _folder.Write("sealed.eml", await InteropMail.SealAsync(policy, attachment));

        OpenSsl("cms", "-decrypt", "-inform", "SMIME", "-in", "sealed.eml", "-recip", "recipient.pem", "-out", "signed.eml");
        OpenSsl("cms", "-verify", "-purpose", "any", "-inform", "SMIME", "-in", "signed.eml", "-CAfile", "anchors.pem", "-out", "content.txt");

        using MemoryStream content = new(await File.ReadAllBytesAsync(_folder.File("content.txt")));
        MimeKit.Multipart mixed = Assert.IsType<MimeKit.Multipart>(await MimeKit.MimeEntity.LoadAsync(content));
        Assert.Equal(InteropMail.LetterText, Assert.IsType<MimeKit.TextPart>(mixed[0]).Text.ReplaceLineEndings("\r\n"));
        using MemoryStream decoded = new();
        await Assert.IsType<MimeKit.MimePart>(mixed[1]).Content!.DecodeToAsync(decoded);
        Assert.Equal(attachment, decoded.ToArray());
    }

    [Fact]
    public async Task OpenSslRefusesAMessageSealedHereForSomebodyElse()
    {
        _folder.Write("sealed.eml", await InteropMail.SealAsync(SealingPolicy.Interoperable, [1]));
        _folder.Write("stranger.pem", InteropPki.Signer.ExportPem());

        Assert.NotEqual(0, ForeignSoftware.Run(_openssl, ["cms", "-decrypt", "-inform", "SMIME", "-in", "sealed.eml", "-recip", "stranger.pem", "-out", "x"], _folder.Path).ExitCode);
    }

    public void Dispose() => _folder.Dispose();

    private static async Task AssertSignedAsync(byte[] message, params IDecryptionKey[] keys)
    {
        using OpenedLetter letter = await OpenAsync(message, keys);
        Assert.Equal((Verdict.Valid, ""), (letter.Report.Verdict, string.Join(", ", letter.Report.Reasons)));
        Assert.Equal(InteropPki.Signer.Certificate, letter.Report.Signers[0].Facts.Certificate);
        Assert.Equal(Body, Text(letter));
    }

    private static Task<OpenedLetter> OpenAsync(byte[] message, params IDecryptionKey[] keys) => new SecureMailbox(new SecureMailboxOptions { Anchors = InteropPki.Authorities.Anchors })
        .OpenAsync(new MemoryStream(message), keys, new OpenOptions { ExpectedNationalId = InteropPki.Signer.Certificate.Identity.NationalId!.Value });

    private static string Text(OpenedLetter letter) => Encoding.UTF8.GetString(Assert.Single(letter.Parts).ReadAllBytes());

    private static string[] Split(string options) => options.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private void OpenSsl(params string[] arguments) => ForeignSoftware.Run(_openssl, arguments, _folder.Path).Succeeded();
}
