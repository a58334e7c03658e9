using System.Security.Cryptography;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes.Tests;

/// <summary>Recipient infos, keys and wraps that others published.</summary>
public sealed class CorpusRecipientTests
{
    // RFC 3394 sections 4.1, 4.2, 4.3 and 4.6.
    [Theory]
    [InlineData("000102030405060708090A0B0C0D0E0F", "00112233445566778899AABBCCDDEEFF", "1FA68B0A8112B447AEF34BD8FB5A7B829D3E862371D2CFE5")]
    [InlineData("000102030405060708090A0B0C0D0E0F1011121314151617", "00112233445566778899AABBCCDDEEFF", "96778B25AE6CA435F92B5B97C050AED2468AB8A17AD84E5D")]
    [InlineData("000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F", "00112233445566778899AABBCCDDEEFF", "64E8C3F9CE0F5BA263E9777905818A2A93C8191E7D6E8AE7")]
    [InlineData("000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F", "00112233445566778899AABBCCDDEEFF000102030405060708090A0B0C0D0E0F", "28C9F404C4B810F4CBCCB35CFB87F8263F5786E2D80ED326CBC7F0E71A99F43BFB988B9B7A02DD21")]
    public void TheExamplesOfRfc3394Wrap(string keyEncryptionKey, string key, string wrapped)
    {
        Assert.Equal(wrapped, Convert.ToHexString(AesKeyWrap.Wrap(Convert.FromHexString(keyEncryptionKey), Convert.FromHexString(key))));
        Assert.True(AesKeyWrap.TryUnwrap(Convert.FromHexString(keyEncryptionKey), Convert.FromHexString(wrapped), out byte[] unwrapped));
        Assert.Equal(key, Convert.ToHexString(unwrapped));
    }

    [Theory]
    [InlineData("enveloped_data_ktri.bin", "RSA-PKCS1")]
    [InlineData("enveloped_data_kari.bin", "ECDH-X963-SHA1, AES-256 wrap")]
    [InlineData("enveloped_data_kekri.bin", "AES-128 wrap")]
    [InlineData("enveloped_data_pwri.bin", "PBKDF2-SHA1, AES-128")]
    [InlineData("enveloped_data_multi.bin", "RSA-PKCS1|ECDH-X963-SHA1, AES-256 wrap|AES-128 wrap|PBKDF2-SHA1, AES-256")]
    [InlineData("kms_ciphertext_for_recipient_1.ber", "RSA-OAEP-SHA256")]
    [InlineData("kms_ciphertext_for_recipient_4.ber", "RSA-OAEP-SHA256")]
    public async Task TheRecipientsOfForeignMessagesAreReadWithTheirAlgorithms(string file, string expected)
    {
        EnvelopeReader envelope = await ReadAsync(SharedFiles.Require("corpora", "rustcrypto-cms", file));

        Assert.Equal(expected, string.Join('|', envelope.Recipients.Select(r => r.KeyEncryption)));
    }

    [Fact]
    public async Task AForeignMessageForAPasswordOpens()
    {
        EnvelopeReader envelope = await ReadAsync(SharedFiles.Require("corpora", "rustcrypto-cms", "enveloped_data_pwri.bin"));
        using Password password = new("password");
        using MemoryStream content = new();

        await envelope.DecryptAsync([password], content, TestContext.Current.CancellationToken);

        Assert.StartsWith("Lorem ipsum dolor sit amet", System.Text.Encoding.ASCII.GetString(content.ToArray()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ecdh-malformed.der")]
    [InlineData("dh-malformed.der")]
    public async Task AnAgreementWithoutItsKeyWrapIsListedAndNotOpened(string file)
    {
        // What made OpenSSL read through a null pointer.
        EnvelopeReader envelope = await ReadAsync(SharedFiles.Require("corpora", "openssl-tests", "80-test_cms_data", file));

        RecipientInfo info = Assert.Single(envelope.Recipients);
        Assert.Equal(RecipientKind.KeyAgreement, info.Kind);
        Assert.Equal(CpsErrorCode.NoKeyForMessage, (await Assert.ThrowsAsync<EnvelopeException>(() => envelope.DecryptAsync([KeyPeople.P256], TestContext.Current.CancellationToken))).Code);
    }

    [Theory]
    [InlineData("7.3-carlos-s-encryption-end-entity-certificate.pem", "7.4-carlos-s-decryption-private-key-material.pem")]
    [InlineData("8.3-dana-s-encryption-end-entity-certificate.pem", "8.4-dana-s-decryption-private-key-material.pem")]
    public async Task AMessageForACorrespondentOfRfc9216OpensWithTheX25519KeyOfTheRfc(string certificateFile, string keyFile)
    {
        Certificate certificate = Assert.Single(Certificate.ReadAll(await File.ReadAllBytesAsync(SharedFiles.Require("corpora", "rfc9216", certificateFile), TestContext.Current.CancellationToken)));
        string pem = await File.ReadAllTextAsync(SharedFiles.Require("corpora", "rfc9216", keyFile), TestContext.Current.CancellationToken);
        PemFields fields = PemEncoding.Find(pem);
        using X25519Key key = X25519Key.FromPkcs8(certificate, Convert.FromBase64String(pem[fields.Base64Data]));

        byte[] message = await RecipientKindsTests.SealAsync([1, 2], ContentEncryption.Aes128Gcm, EnvelopeRecipient.For(certificate, KeyTransportAlgorithm.RsaPkcs1));

        Assert.Equal([1, 2], (await Outcome.OfOpeningAsync(message, key)).Content);
        Assert.Equal(CpsErrorCode.KeyUnreadable, Assert.Throws<CertificateException>(() => X25519Key.FromPkcs8(certificate, new byte[] { 0x30, 0x03, 0x02, 0x01, 0x00 })).Code);
        Assert.Equal(CpsErrorCode.KeyUnusable, Assert.Throws<CertificateException>(() => new X25519Key(KeyPeople.X25519.Certificate, new byte[32])).Code);
    }

    [Theory]
    [InlineData("ML-KEM-512.pem")]
    [InlineData("ML-KEM-768.pem")]
    [InlineData("ML-KEM-1024.pem")]
    public async Task AMessageForAForeignMLKemCertificateNamesIt(string file)
    {
        Certificate certificate = Assert.Single(Certificate.ReadAll(
            await File.ReadAllBytesAsync(SharedFiles.Require("corpora", "bc-pkix", "cert", "mlkem", file), TestContext.Current.CancellationToken)));
        byte[] message = await RecipientKindsTests.SealAsync([1, 2], ContentEncryption.Aes256Gcm, EnvelopeRecipient.For(certificate, KeyTransportAlgorithm.RsaPkcs1));

        using CmsReader reader = await CmsReader.OpenAsync(new MemoryStream(message), cancellationToken: TestContext.Current.CancellationToken);
        KemRecipientInfo info = Assert.IsType<KemRecipientInfo>(Assert.Single((await reader.ReadEnvelopeAsync(TestContext.Current.CancellationToken)).Recipients));
        Assert.Equal(file[..^4], info.KeyEncryption);
        Assert.True(info.Recipient.Matches(certificate));
    }

    private static async Task<EnvelopeReader> ReadAsync(string path)
    {
        CmsReader reader = await CmsReader.OpenAsync(new MemoryStream(await File.ReadAllBytesAsync(path)));
        return await reader.ReadEnvelopeAsync();
    }
}
