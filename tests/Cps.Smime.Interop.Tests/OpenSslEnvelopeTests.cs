using Cps.Smime.Certificates;
using Cps.Smime.Envelopes;

namespace Cps.Smime.Interop.Tests;

/// <summary>OpenSSL opens what is enveloped here, and the other way round, byte for byte.</summary>
public sealed class OpenSslEnvelopeTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly string _openssl = ForeignSoftware.Require("openssl", "openssl");

    public OpenSslEnvelopeTests() => InteropPki.WriteFiles(_folder);

    public static TheoryData<ContentEncryption, bool, int> Ours()
    {
        TheoryData<ContentEncryption, bool, int> rows = [];
        foreach (ContentEncryption encryption in Enum.GetValues<ContentEncryption>().Where(e => e <= ContentEncryption.Aes192Cbc))
        {
            foreach (int length in new[] { 0, 1, 15, 16, 17, 65_535, 65_536, 65_537, 1_000_003 })
            {
                rows.Add(encryption, length % 2 == 0, length);
            }
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Ours))]
    public async Task OpenSslOpensWhatIsEnvelopedHere(ContentEncryption encryption, bool oaep, int length)
    {
        byte[] content = Content(length);
        KeyTransportAlgorithm transport = oaep ? KeyTransportAlgorithm.RsaOaepSha256 : KeyTransportAlgorithm.RsaPkcs1;
        using MemoryStream message = new();
        await using (EnvelopeStream envelope = await EnvelopeStream.CreateAsync(
            message, [new Recipient(InteropPki.OtherRecipient.Certificate, transport), new Recipient(InteropPki.Recipient.Certificate, transport)], encryption, TestContext.Current.CancellationToken))
        {
            await envelope.WriteAsync(content, TestContext.Current.CancellationToken);
            await envelope.CompleteAsync(TestContext.Current.CancellationToken);
        }

        _folder.Write("message.der", message.ToArray());
        OpenSsl("cms", "-decrypt", "-binary", "-inform", "DER", "-in", "message.der", "-recip", "recipient.pem", "-inkey", "recipient.pem", "-out", "content.bin");

        Assert.Equal(content, File.ReadAllBytes(_folder.File("content.bin")));
    }

    [Theory]
    [InlineData("-aes-128-cbc", ContentEncryption.Aes128Cbc, "")]
    [InlineData("-aes-192-cbc", ContentEncryption.Aes192Cbc, "")]
    [InlineData("-aes-256-cbc", ContentEncryption.Aes256Cbc, "")]
    [InlineData("-aes-256-cbc", ContentEncryption.Aes256Cbc, "-stream")]
    [InlineData("-aes-256-cbc", ContentEncryption.Aes256Cbc, "-keyid")]
    [InlineData("-aes-256-cbc", ContentEncryption.Aes256Cbc, "-keyopt rsa_padding_mode:oaep")]
    [InlineData("-aes-256-cbc", ContentEncryption.Aes256Cbc, "-keyopt rsa_padding_mode:oaep -keyopt rsa_oaep_md:sha256")]
    [InlineData("-aes-128-gcm", ContentEncryption.Aes128Gcm, "")]
    [InlineData("-aes-192-gcm", ContentEncryption.Aes192Gcm, "")]
    [InlineData("-aes-256-gcm", ContentEncryption.Aes256Gcm, "")]
    [InlineData("-aes-256-gcm", ContentEncryption.Aes256Gcm, "-stream")]
    public async Task WhatOpenSslEnvelopesOpensHere(string cipher, ContentEncryption expected, string options)
    {
        foreach (int length in new[] { 1, 16, 100_000, 1_000_003 })
        {
            byte[] content = Content(length);
            _folder.Write("content.bin", content);
            string[] keyOptions = options.StartsWith("-keyopt", StringComparison.Ordinal) ? options.Split(' ') : [];
            string[] others = options.Length > 0 && keyOptions.Length == 0 ? [options] : [];
            OpenSsl(["cms", "-encrypt", "-binary", cipher, "-outform", "DER", "-in", "content.bin", "-out", "message.der", .. others, "-recip", "recipient.pem", .. keyOptions, "-recip", "other.pem"]);

            await using FileStream input = File.OpenRead(_folder.File("message.der"));
            using CmsReader reader = await CmsReader.OpenAsync(input, cancellationToken: TestContext.Current.CancellationToken);
            EnvelopeReader envelope = await reader.ReadEnvelopeAsync(TestContext.Current.CancellationToken);
            using MemoryStream opened = new();
            DecryptionReport report = await envelope.DecryptAsync([InteropPki.SignerKey, InteropPki.RecipientKey], opened, TestContext.Current.CancellationToken);

            Assert.Equal(content, opened.ToArray());
            Assert.Equal(2, envelope.Recipients.Count);
            Assert.Equal(InteropPki.Recipient.Certificate, report.Recipient);
            Assert.Equal(expected, report.ContentEncryption);
            Assert.Equal(expected is ContentEncryption.Aes128Gcm or ContentEncryption.Aes192Gcm or ContentEncryption.Aes256Gcm, report.IsAuthenticated);
        }
    }

    public void Dispose() => _folder.Dispose();

    private static byte[] Content(int length)
    {
        byte[] content = new byte[length];
        new Random(length).NextBytes(content);
        return content;
    }

    private void OpenSsl(params string[] arguments) => ForeignSoftware.Run(_openssl, arguments, _folder.Path).Succeeded();
}
