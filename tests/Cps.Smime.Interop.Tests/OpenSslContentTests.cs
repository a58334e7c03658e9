using System.Security.Cryptography;
using Cps.Smime.Certificates;
using Cps.Smime.Envelopes;
using Cps.Smime.TestPki;

namespace Cps.Smime.Interop.Tests;

/// <summary>
/// OpenSSL and the contents beside plain envelopes: several signers, certificates only, RSASSA-PSS of any salt, CompressedData, DigestedData,
/// EncryptedData, old ciphers. OpenSSL 3.0 signs no CMS with Ed25519 and knows no ChaCha20-Poly1305 in CMS: BouncyCastle judges those.
/// </summary>
public sealed class OpenSslContentTests : IDisposable
{
    private static readonly TestCredential s_second = InteropPki.Authorities.IssueCard(TestPerson.Generate(21)).Signature;

    private readonly TempFolder _folder = new();
    private readonly string _openssl = ForeignSoftware.Require("openssl", "openssl");
    private readonly byte[] _content = RandomNumberGenerator.GetBytes(150_001);

    public OpenSslContentTests()
    {
        InteropPki.WriteFiles(_folder);
        _folder.Write("second.pem", s_second.ExportPem());
        _folder.Write("content.bin", _content);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task OpenSslVerifiesTwoSignersMadeHere()
    {
        using SoftwareKey second = s_second.ToSoftwareKey();
        _folder.Write("message.der", await SignedDataWriter.SignDetachedAsync(new MemoryStream(_content), [InteropPki.SignerKey, second], cancellationToken: TestContext.Current.CancellationToken));

        OpenSsl("cms", "-verify", "-binary", "-purpose", "any", "-inform", "DER", "-in", "message.der", "-content", "content.bin", "-CAfile", "anchors.pem", "-signer", "signers.pem", "-out", "verified.bin");

        Assert.Equal(_content, File.ReadAllBytes(_folder.File("verified.bin")));
        Assert.Equal(2, Certificate.ReadAll(File.ReadAllBytes(_folder.File("signers.pem"))).Count);
    }

    [Fact]
    public async Task ASignatureThatOpenSslSignedAgainHasTwoIntactSigners()
    {
        OpenSsl("cms", "-sign", "-binary", "-nodetach", "-outform", "DER", "-in", "content.bin", "-out", "one.der", "-signer", "signer.pem");
        OpenSsl("cms", "-resign", "-binary", "-inform", "DER", "-outform", "DER", "-in", "one.der", "-out", "two.der", "-signer", "second.pem");
        using SignedData signed = await ReadSignedAsync("two.der");

        IReadOnlyList<SignerReport> reports = signed.Verify();

        Assert.Equal(2, reports.Count);
        Assert.All(reports, r => Assert.Equal([], r.Problems));
    }

    [Fact]
    public void OpenSslTakesTheCertificatesOutOfACertificatesOnlyMessage()
    {
        _folder.Write("certificates.p7c", SignedDataWriter.WriteCertificates([InteropPki.Signer.Certificate, s_second.Certificate]));

        OpenSsl("pkcs7", "-inform", "DER", "-in", "certificates.p7c", "-print_certs", "-out", "certificates.pem");

        Assert.Equal(
            new[] { InteropPki.Signer.Certificate, s_second.Certificate }.Select(c => c.Sha256Thumbprint).Order(),
            Certificate.ReadAll(File.ReadAllBytes(_folder.File("certificates.pem"))).Select(c => c.Sha256Thumbprint).Order());
    }

    [Theory]
    [InlineData("sha256", "sha256", "0", "RSA-PSS-SHA256-MGF1-SHA256-SALT0")]
    [InlineData("sha256", "sha256", "20", "RSA-PSS-SHA256-MGF1-SHA256-SALT20")]
    [InlineData("sha256", "sha256", "-1", "RSA-PSS-SHA256")]
    [InlineData("sha384", "sha1", "48", "RSA-PSS-SHA384-MGF1-SHA1-SALT48")]
    [InlineData("sha512", "sha256", "max", "RSA-PSS-SHA512-MGF1-SHA256-SALT190")]
    public async Task APssSignatureOfAnySaltAndMaskVerifies(string digest, string maskDigest, string salt, string expected)
    {
        OpenSsl("cms", "-sign", "-binary", "-nodetach", "-outform", "DER", "-in", "content.bin", "-out", "message.der", "-signer", "signer.pem", "-md", digest,
            "-keyopt", "rsa_padding_mode:pss", "-keyopt", "rsa_pss_saltlen:" + salt, "-keyopt", "rsa_mgf1_md:" + maskDigest);
        using SignedData signed = await ReadSignedAsync("message.der");

        SignerReport report = Assert.Single(signed.Verify());

        Assert.Equal([], report.Problems);
        Assert.Equal(expected, report.Algorithm!.ToString());
    }

    [Theory]
    [InlineData("sha1", "SHA1")]
    [InlineData("sha256", "SHA256")]
    [InlineData("sha512", "SHA512")]
    public async Task DigestedDataByOpenSslIsIntact(string digest, string expected)
    {
        OpenSsl("cms", "-digest_create", "-binary", "-md", digest, "-outform", "DER", "-in", "content.bin", "-out", "message.der");
        using CmsReader reader = await CmsReader.OpenAsync(new MemoryStream(File.ReadAllBytes(_folder.File("message.der"))), cancellationToken: TestContext.Current.CancellationToken);
        using DigestedData digested = await reader.ReadDigestedAsync(TestContext.Current.CancellationToken);

        Assert.True(digested.IsIntact);
        Assert.Equal(expected, digested.Digest.Name);
        Assert.Equal(_content, await BytesAsync(digested.Content));
    }

    [Theory]
    [InlineData("-aes256", 32, LegacyAlgorithms.None)]
    [InlineData("-aes128", 16, LegacyAlgorithms.None)]
    [InlineData("-des3", 24, LegacyAlgorithms.TripleDesCbc)]
    public async Task EncryptedDataByOpenSslIsOpenedWithItsKey(string cipher, int keyLength, LegacyAlgorithms legacy)
    {
        byte[] key = RandomNumberGenerator.GetBytes(keyLength);
        OpenSsl("cms", "-EncryptedData_encrypt", "-binary", cipher, "-secretkey", Convert.ToHexString(key), "-outform", "DER", "-in", "content.bin", "-out", "message.der");
        using CmsReader reader = await CmsReader.OpenAsync(new MemoryStream(File.ReadAllBytes(_folder.File("message.der"))), null, legacy, TestContext.Current.CancellationToken);
        EncryptedDataReader encrypted = await reader.ReadEncryptedAsync(TestContext.Current.CancellationToken);

        using ContentSpool content = await encrypted.DecryptAsync(key, TestContext.Current.CancellationToken);

        Assert.Equal(_content, await BytesAsync(content));
    }

    [Theory]
    [InlineData("-des3", LegacyAlgorithms.TripleDesCbc, ContentEncryption.TripleDesCbc)]
    [InlineData("-des", LegacyAlgorithms.DesCbc, ContentEncryption.DesCbc)]
    [InlineData("-rc2-cbc", LegacyAlgorithms.Rc2Cbc, ContentEncryption.Rc2Cbc128)]
    [InlineData("-rc2-64-cbc", LegacyAlgorithms.Rc2Cbc, ContentEncryption.Rc2Cbc64)]
    [InlineData("-rc2-40-cbc", LegacyAlgorithms.Rc2Cbc, ContentEncryption.Rc2Cbc40)]
    public async Task AnOldEnvelopeByOpenSslIsOpenedWhereItIsAllowed(string cipher, LegacyAlgorithms legacy, ContentEncryption expected)
    {
        OpenSsl("cms", "-encrypt", "-binary", "-provider", "legacy", "-provider", "default", cipher, "-outform", "DER", "-in", "content.bin", "-out", "message.der", "-recip", "recipient.pem");
        byte[] message = File.ReadAllBytes(_folder.File("message.der"));
        using CmsReader strict = await CmsReader.OpenAsync(new MemoryStream(message), cancellationToken: TestContext.Current.CancellationToken);
        EnvelopeReader refused = await strict.ReadEnvelopeAsync(TestContext.Current.CancellationToken);
        Assert.Equal(CpsErrorCode.Refused, (await Assert.ThrowsAsync<EnvelopeException>(() => refused.DecryptAsync([InteropPki.RecipientKey]))).Code);

        using CmsReader reader = await CmsReader.OpenAsync(new MemoryStream(message), null, legacy, TestContext.Current.CancellationToken);
        EnvelopeReader envelope = await reader.ReadEnvelopeAsync(TestContext.Current.CancellationToken);
        using MemoryStream opened = new();
        DecryptionReport report = await envelope.DecryptAsync([InteropPki.RecipientKey], opened, TestContext.Current.CancellationToken);

        Assert.Equal(_content, opened.ToArray());
        Assert.Equal(expected, report.ContentEncryption);
        Assert.Single(report.LegacyWeaknesses);
    }

    private static async Task<byte[]> BytesAsync(ContentSpool spool)
    {
        using MemoryStream bytes = new();
        await spool.CopyToAsync(bytes);
        return bytes.ToArray();
    }

    private async Task<SignedData> ReadSignedAsync(string file)
    {
        using CmsReader reader = await CmsReader.OpenAsync(new MemoryStream(File.ReadAllBytes(_folder.File(file))), cancellationToken: TestContext.Current.CancellationToken);
        SignedDataReader signed = await reader.ReadSignedAsync(TestContext.Current.CancellationToken);
        return await signed.ReadAsync(TestContext.Current.CancellationToken);
    }

    private void OpenSsl(params string[] arguments) => ForeignSoftware.Run(_openssl, arguments, _folder.Path).Succeeded();
}
