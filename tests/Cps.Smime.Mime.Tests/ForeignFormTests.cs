using System.Text;
using Cps.Smime.Certificates;
using Cps.Smime.Envelopes;
using Cps.Smime.MailTesting;

namespace Cps.Smime.Mime.Tests;

/// <summary>The ways in which products have written S/MIME's types and encodings.</summary>
public sealed class ForeignFormTests
{
    public static TheoryData<string, string> Forms() => new()
    {
        { "Content-Type: application/pkcs7-mime; smime-type=signed-data; name=\"smime.p7m\"\r\nContent-Transfer-Encoding: base64", "76" },
        { "Content-Type: application/x-pkcs7-mime; smime-type=signed-data\r\nContent-Transfer-Encoding: base64", "76" },
        { "Content-Type: application/pkcs7-mime\r\nContent-Transfer-Encoding: base64", "76" },
        { "CONTENT-TYPE: APPLICATION/PKCS7-MIME; SMIME-TYPE=SIGNED-DATA\r\nCONTENT-TRANSFER-ENCODING: BASE64", "76" },
        { "content-type:application/pkcs7-mime\r\ncontent-transfer-encoding:base64", "76" },
        { "Content-Type: application/pkcs7-mime; smime-type=enveloped-data\r\nContent-Transfer-Encoding: base64", "76" },
        { "Content-Type: application/octet-stream; name=\"smime.p7m\"\r\nContent-Transfer-Encoding: base64", "76" },
        { "Content-Type: application/octet-stream; name=\"SMIME.P7M\"\r\nContent-Transfer-Encoding: base64", "76" },
        { "Content-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=smime.p7m\r\nContent-Transfer-Encoding: base64", "76" },
        { "Content-Type: application/pkcs7; name=smime.p7m\r\nContent-Transfer-Encoding: base64", "76" },
        { "Content-Type: application/pkcs7-mime;\r\n\tsmime-type=signed-data;\r\n\tname*=utf-8''sm%C3%AFme.p7m\r\nContent-Transfer-Encoding: base64", "76" },
        { "Content-Type: application/pkcs7-mime\r\nContent-Transfer-Encoding: base64", "1" },
        { "Content-Type: application/pkcs7-mime\r\nContent-Transfer-Encoding: base64", "7 trailing" },
        { "Content-Type: application/pkcs7-mime\r\nContent-Transfer-Encoding: base64", "1000" },
        { "Content-Type: application/pkcs7-mime\r\nContent-Transfer-Encoding: base64", "lf" },
        { "Content-Type: application/pkcs7-mime\r\nContent-Transfer-Encoding: quoted-printable", "qp" },
        { "Content-Type: application/pkcs7-mime\r\nContent-Transfer-Encoding: binary", "binary" },
        { "Content-Type: application/pkcs7-mime\r\nContent-Transfer-Encoding: 8bit", "binary" },
        { "Content-Type: application/pkcs7-mime", "binary" },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task AnOpaqueSignatureIsReadInEveryForm(string fields, string form)
    {
        byte[] cms = await Eml.OpaqueAsync(Eml.Letter, MailPeople.Signer);
        byte[] head = Eml.Bytes($"From: signataire@cabinet.example\r\nMIME-Version: 1.0\r\n{fields}\r\n\r\n");

        using OpenedMessage message = await OpenAsync([.. head, .. Encode(cms, form)]);

        Assert.Equal(LayerKind.OpaqueSigned, Assert.Single(message.Layers).Kind);
        Assert.True(Assert.Single(message.ContentSignature!.Signers).IsIntact);
        Assert.Equal(Eml.LetterText, Eml.Text(Assert.Single(message.Parts).ReadAllBytes()));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task AnEnvelopeIsReadInEveryForm(string fields, string form)
    {
        byte[] cms = await Eml.EnvelopeAsync(Eml.Letter, MailPeople.Recipient.Certificate);
        byte[] head = Eml.Bytes($"From: signataire@cabinet.example\r\nMIME-Version: 1.0\r\n{fields}\r\n\r\n");

        using OpenedMessage message = await OpenAsync([.. head, .. Encode(cms, form)]);

        Assert.Equal(LayerKind.AuthEnveloped, Assert.Single(message.Layers).Kind);
        Assert.Equal(Eml.LetterText, Eml.Text(Assert.Single(message.Parts).ReadAllBytes()));
    }

    [Theory]
    [InlineData("multipart/signed; protocol=\"application/pkcs7-signature\"; micalg=sha-256;", "application/pkcs7-signature; name=\"smime.p7s\"")]
    [InlineData("multipart/signed; protocol=\"application/x-pkcs7-signature\"; micalg=sha1;", "application/x-pkcs7-signature")]
    [InlineData("MULTIPART/SIGNED; PROTOCOL=\"APPLICATION/PKCS7-SIGNATURE\";", "APPLICATION/PKCS7-SIGNATURE")]
    [InlineData("multipart/signed;", "application/pkcs7-signature")]
    [InlineData("multipart/signed;", "application/octet-stream; name=smime.p7s")]
    [InlineData("multipart/signed; micalg=\"nonsense\"; protocol=application/pkcs7-signature;", "application/pkcs7-signature")]
    public async Task ADetachedSignatureIsReadInEveryForm(string type, string signatureType)
    {
        string entity = (await Eml.SignAsync(Eml.Letter, MailPeople.Signer))
            .Replace("multipart/signed; protocol=\"application/pkcs7-signature\"; micalg=sha-256;", type, StringComparison.Ordinal)
            .Replace("application/pkcs7-signature; name=\"smime.p7s\"", signatureType, StringComparison.Ordinal);

        using OpenedMessage message = await OpenAsync(Eml.Message("signataire@cabinet.example", entity));

        Assert.True(Assert.Single(message.ContentSignature!.Signers).IsIntact);
    }

    [Fact]
    public async Task SignaturesOfOtherProtocolsAreNotOurs()
    {
        string entity = (await Eml.SignAsync(Eml.Letter, MailPeople.Signer)).Replace("protocol=\"application/pkcs7-signature\"", "protocol=\"application/pgp-signature\"", StringComparison.Ordinal);

        using OpenedMessage message = await OpenAsync(Eml.Message("signataire@cabinet.example", entity));

        Assert.Empty(message.Layers);
    }

    [Theory]
    [InlineData("x-uuencode")]
    [InlineData("nonsense")]
    public async Task AnUnknownTransferEncodingIsUnsupported(string encoding)
    {
        byte[] message = Eml.Bytes($"From: a@b.example\r\nContent-Type: application/pkcs7-mime\r\nContent-Transfer-Encoding: {encoding}\r\n\r\nx");

        Assert.Equal(CpsErrorCode.Unsupported, (await Assert.ThrowsAnyAsync<CpsException>(() => OpenAsync(message))).Code);
    }

    [Fact]
    public async Task AMailboxFilesFirstLineIsPassedOver()
    {
        byte[] message = [.. Eml.Bytes("From someone Thu Jan  1 00:00:00 1970\n"), .. Eml.Message("signataire@cabinet.example", await Eml.SignAsync(Eml.Letter, MailPeople.Signer))];

        using OpenedMessage opened = await OpenAsync(message);

        Assert.True(Assert.Single(opened.ContentSignature!.Signers).IsIntact);
        Assert.Equal("signataire@cabinet.example", opened.From.Single?.ToString());
    }

    [Fact]
    public async Task AnInternationalDomainIsOneAddressInBothForms()
    {
        foreach (string from in new[] { "x@h\u00F4pital.example", "x@xn--hpital-ixa.example" })
        {
            using OpenedMessage opened = await OpenAsync(Encoding.UTF8.GetBytes($"From: X <{from}>\r\n\r\ntext"));

            Assert.Equal("x@xn--hpital-ixa.example", opened.From.Single?.ToString());
        }
    }

    [Fact]
    public async Task EverythingThatGoesWrongUnderAnUnauthenticatedEnvelopeIsOneError()
    {
        string[] contents = ["Content-Type: multipart/signed; boundary=b\r\n\r\n--b\r\nx", "Content-Type: application/pkcs7-mime\r\n\r\nMIIB", "\u0001\u0002\u0003garbage"];
        HashSet<string> outcomes = [];
        foreach (string content in contents)
        {
            byte[] cms = await Eml.EnvelopeAsync(content, MailPeople.Recipient.Certificate, ContentEncryption.Aes256Cbc);
            outcomes.Add(await ErrorAsync(cms));
        }

        // The last byte of the last block but one: it makes the padding wrong. Behind the ciphertext stand pairs of zeros (indefinite lengths).
        byte[] damaged = await Eml.EnvelopeAsync(Eml.Letter, MailPeople.Recipient.Certificate, ContentEncryption.Aes256Cbc);
        int zeros = damaged.Length - 1 - damaged.AsSpan().LastIndexOfAnyExcept((byte)0);
        damaged[^(zeros / 2 * 2 + 16 + 1)] ^= 1;
        outcomes.Add(await ErrorAsync(damaged));

        Assert.Equal("EnvelopeException|DecryptionFailed|the message cannot be decrypted|It was altered on its way, or was not sealed for this key.||", Assert.Single(outcomes));
    }

    private static async Task<string> ErrorAsync(byte[] cms)
    {
        CpsException e = await Assert.ThrowsAnyAsync<CpsException>(() => OpenAsync(Eml.Message("a@b.example", Eml.Pkcs7Mime(cms, "enveloped-data"))));
        return $"{e.GetType().Name}|{e.Code}|{e.Message}|{e.Advice}|{e.Subject}|{e.InnerException?.GetType().Name}";
    }

    private static Task<OpenedMessage> OpenAsync(byte[] message) => new SecureMessageReader().OpenAsync(new TrickleStream(message, 1_000), [MailPeople.Recipient]);

    private static byte[] Encode(byte[] cms, string form)
    {
        string base64 = Convert.ToBase64String(cms);
        switch (form)
        {
            case "binary":
                return cms;
            case "qp":
                return Eml.Bytes(string.Concat(cms.Select((b, i) => $"={b:X2}" + (i % 20 == 19 ? "=\r\n" : ""))) + "\r\n");
            case "lf":
                return Eml.Bytes(string.Join('\n', base64.Chunk(76).Select(c => new string(c))) + "\n");
            default:
                string end = form.Contains("trailing", StringComparison.Ordinal) ? " \t\r\n" : "\r\n";
                return Eml.Bytes(string.Concat(base64.Chunk(int.Parse(form.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture)).Select(c => new string(c) + end)) + "\r\n\r\n");
        }
    }
}
