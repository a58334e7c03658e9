using System.Security.Cryptography.X509Certificates;
using System.Text;
using MimeKit;
using MimeKit.Cryptography;

namespace Cps.Smime.Interop.Tests;

/// <summary>MimeKit with BouncyCastle, as most .NET programs that speak S/MIME use it: its messages open here, and interoperable ones open there.</summary>
public sealed class MimeKitMailTests : IDisposable
{
    // MimeKit does not sign with a card's certificate, whose only key usage is nonRepudiation; it verifies what such a card signed.
    private static readonly Lazy<TestPki.TestCredential> s_mailSigner = new(() =>
        InteropPki.Authorities.IssueMail("Signataire", "signataire@cabinet.example", TestPki.MailUsage.Sign));

    private readonly TemporarySecureMimeContext _context = new() { CheckCertificateRevocation = false };

    public MimeKitMailTests()
    {
        foreach (TestPki.TestCredential credential in new[] { InteropPki.Signer, InteropPki.Recipient })
        {
            using MemoryStream pfx = new(credential.ExportPkcs12("secret"));
            _context.Import(pfx, "secret");
        }

        foreach (Certificates.Certificate authority in InteropPki.Authorities.All)
        {
            using X509Certificate2 certificate = authority.ToX509();
            _context.Import(certificate);
        }
    }

    [Fact]
    public async Task AMultipartSignedByMimeKitIsASignatureByItsSigner()
    {
        MimeMessage message = Message(await MultipartSigned.CreateAsync(_context, Signer(), Body()));

        await AssertSignedAsync(message);
    }

    [Fact]
    public async Task AnOpaqueSignatureByMimeKitIsASignatureByItsSigner() => await AssertSignedAsync(Message(await ApplicationPkcs7Mime.SignAsync(_context, Signer(), Body())));

    [Fact]
    public async Task AMessageSignedAndEncryptedByMimeKitOpens() =>
        await AssertSignedAsync(Message(await ApplicationPkcs7Mime.SignAndEncryptAsync(_context, Signer(), Recipients(), Body())));

    /// <summary>What MimeKit writes for a recipient of whom it knows nothing.</summary>
    [Fact]
    public async Task TripleDesIsRefusedByName()
    {
        CmsRecipientCollection recipients = Recipients();
        recipients.First().EncryptionAlgorithms = [EncryptionAlgorithm.TripleDes];
        using MemoryStream stream = new();
        await Message(await ApplicationPkcs7Mime.SignAndEncryptAsync(_context, Signer(), recipients, Body())).WriteToAsync(stream);
        stream.Position = 0;

        Certificates.CpsException e = await Assert.ThrowsAnyAsync<Certificates.CpsException>(() =>
            new SecureMailbox(new SecureMailboxOptions { Anchors = InteropPki.Authorities.Anchors }).OpenAsync(stream, [InteropPki.RecipientKey]));

        Assert.Equal(Certificates.CpsErrorCode.Refused, e.Code);
    }

    [Fact]
    public async Task AMessageSignedAndEncryptedByMimeKitWithOaepOpens()
    {
        CmsRecipientCollection recipients = Recipients();
        recipients.First().RsaEncryptionPadding = RsaEncryptionPadding.OaepSha256;

        await AssertSignedAsync(Message(await ApplicationPkcs7Mime.SignAndEncryptAsync(_context, Signer(), recipients, Body())));
    }

    [Fact]
    public async Task AnInteroperableMessageSealedHereIsDecryptedAndVerifiedByMimeKit()
    {
        byte[] attachment = [.. Enumerable.Range(0, 50_000).Select(i => (byte)(i * 31))];
        using MemoryStream input = new(await InteropMail.SealAsync(SealingPolicy.Interoperable, attachment));
        MimeMessage message = await MimeMessage.LoadAsync(input);

        ApplicationPkcs7Mime envelope = Assert.IsType<ApplicationPkcs7Mime>(message.Body);
        Assert.Equal(SecureMimeType.EnvelopedData, envelope.SecureMimeType);
        MultipartSigned signed = Assert.IsType<MultipartSigned>(await envelope.DecryptAsync(_context));
        DigitalSignatureCollection signatures = await signed.VerifyAsync(_context);
        IDigitalSignature signature = Assert.Single(signatures);
        Assert.True(signature.Verify(verifySignatureOnly: true));
        Multipart mixed = Assert.IsType<Multipart>(signed[0]);
        Assert.Equal(InteropMail.LetterText, Assert.IsType<TextPart>(mixed[0]).Text.ReplaceLineEndings("\r\n"));
        MimePart part = Assert.IsType<MimePart>(mixed[1]);
        using MemoryStream decoded = new();
        await part.Content!.DecodeToAsync(decoded);
        Assert.Equal("résultat.hpm", part.FileName);
        Assert.Equal(attachment, decoded.ToArray());
    }

    /// <summary>AuthEnvelopedData is not implemented in BouncyCastle 2.7.0, so MimeKit cannot open what the modern policy writes.</summary>
    [Fact]
    public async Task AModernMessageSealedHereIsNotSupportedByMimeKit()
    {
        using MemoryStream input = new(await InteropMail.SealAsync(SealingPolicy.Modern, [1]));
        MimeMessage message = await MimeMessage.LoadAsync(input);

        ApplicationPkcs7Mime envelope = Assert.IsType<ApplicationPkcs7Mime>(message.Body);

        Assert.Equal(SecureMimeType.AuthEnvelopedData, envelope.SecureMimeType);
        await Assert.ThrowsAnyAsync<Exception>(() => envelope.DecryptAsync(_context));
    }

    public void Dispose() => _context.Dispose();

    private static Multipart Body() => new("mixed")
    {
        new TextPart("plain") { Text = "Cher confrère" },
        new MimePart("application", "octet-stream") { Content = new MimeContent(new MemoryStream([1, 13, 10, 13, 255])), FileName = "a.bin" },
    };

    private static MimeMessage Message(MimeEntity body)
    {
        MimeMessage message = new() { Body = body, Subject = "x" };
        message.From.Add(new MailboxAddress("Dr X", "signataire@cabinet.example"));
        return message;
    }

    private static CmsSigner Signer() => new(new MemoryStream(s_mailSigner.Value.ExportPkcs12("secret")), "secret") { DigestAlgorithm = DigestAlgorithm.Sha256 };

    private static CmsRecipientCollection Recipients()
    {
        using MemoryStream certificate = new(InteropPki.Recipient.Certificate.Encoded.ToArray());
        return [new CmsRecipient(certificate) { EncryptionAlgorithms = [EncryptionAlgorithm.Aes256] }];
    }

    private static async Task AssertSignedAsync(MimeMessage message)
    {
        using MemoryStream stream = new();
        await message.WriteToAsync(stream);
        stream.Position = 0;
        using OpenedLetter letter = await new SecureMailbox(new SecureMailboxOptions { Anchors = InteropPki.Authorities.Anchors }).OpenAsync(stream, [InteropPki.RecipientKey]);

        Assert.Equal((Verdict.Valid, ""), (letter.Report.Verdict, string.Join(", ", letter.Report.Reasons)));
        Assert.Equal("Cher confrère", Encoding.UTF8.GetString(letter.Parts[0].ReadAllBytes()));
        Assert.Equal([1, 13, 10, 13, 255], letter.Parts[1].ReadAllBytes());
    }
}
