using System.Security.Cryptography;
using System.Text;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes.Tests;

/// <summary>Messages that others made to test their readers, each with what this one makes of it.</summary>
public sealed class CorpusTests
{
    // The examples of RFC 4134: DSA, SHA-1 and Triple-DES, all recognised and none taken for good. The three .eml are MIME.
    private const string Rfc4134 = """
        3.1.bin  | Data
        3.2.bin  | Data
        4.1.bin  | SignedData opaque 1 certificates; AlgorithmUnknown+NoSignedAttributes
        4.10.bin | SignedData opaque 1 certificates; AlgorithmUnknown
        4.11.bin | SignedData detached 2 certificates
        4.2.bin  | SignedData opaque 1 certificates; AlgorithmWeak+NoSignedAttributes
        4.3.bin  | SignedData detached 1 certificates; AlgorithmUnknown+NoSignedAttributes
        4.4.bin  | SignedData opaque 3 certificates; AlgorithmUnknown
        4.5.bin  | SignedData opaque 2 certificates; AlgorithmWeak+NoSignedAttributes
        4.6.bin  | SignedData opaque 2 certificates; AlgorithmUnknown+NoSignedAttributes; AlgorithmUnknown+NoSignedAttributes
        4.7.bin  | SignedData opaque 1 certificates; AlgorithmUnknown+NoSignedAttributes
        4.8.eml  | Malformed
        4.9.eml  | Malformed
        5.1.bin  | EnvelopedData KeyTransport DES-EDE3-CBC
        5.2.bin  | EnvelopedData KeyTransport+KeyEncryptionKey RC2-CBC
        5.3.eml  | Malformed
        6.0.bin  | DigestedData
        7.1.bin  | EncryptedData
        7.2.bin  | EncryptedData
        """;

    // Test files of RustCrypto, CMS of AWS KMS, SCEP and Apple MDM among them; the last carries its content as a bare SEQUENCE of PKCS#7.
    private const string RustCrypto = """
        1.3.6.1.4.1.22554.5.6.1_ML-KEM-512-ipd_kemri_auth.der                    | AuthEnvelopedData Other AES-256-GCM
        1.3.6.1.4.1.22554.5.6.1_ML-KEM-512-ipd_kemri_id-alg-hkdf-with-sha256.der | EnvelopedData Other AES-256-CBC
        1.3.6.1.4.1.22554.5.6.1_ML-KEM-512-ipd_kemri_ukm.der                     | EnvelopedData Other AES-256-CBC
        apple_mdm_signature_der.bin                                              | Malformed
        certData.bin                                                             | Data
        cms_ber.bin                                                              | SignedData opaque 1 certificates; intact
        cms_der.bin                                                              | SignedData opaque 1 certificates; intact
        compressed_data.bin                                                      | CompressedData
        digested_data.bin                                                        | DigestedData
        encrypted_data.bin                                                       | EncryptedData
        enveloped_data_kari.bin                                                  | EnvelopedData KeyAgreement AES-256-CBC
        enveloped_data_kekri.bin                                                 | EnvelopedData KeyEncryptionKey AES-128-CBC
        enveloped_data_ktri.bin                                                  | EnvelopedData KeyTransport AES-256-CBC
        enveloped_data_multi.bin                                                 | EnvelopedData KeyTransport+KeyAgreement+KeyEncryptionKey+Password AES-256-CBC
        enveloped_data_pwri.bin                                                  | EnvelopedData Password AES-128-CBC
        keyEncryptedData.bin                                                     | EncryptedData
        kms_ciphertext_for_recipient_1.ber                                       | EnvelopedData KeyTransport AES-256-CBC
        kms_ciphertext_for_recipient_2.ber                                       | EnvelopedData KeyTransport AES-256-CBC
        kms_ciphertext_for_recipient_3.ber                                       | EnvelopedData KeyTransport AES-256-CBC
        kms_ciphertext_for_recipient_4.ber                                       | EnvelopedData KeyTransport AES-256-CBC
        pkits.p7b                                                                | SignedData detached 2 certificates
        pkits_ee.p7b                                                             | SignedData detached 1 certificates
        scep_der.bin                                                             | SignedData opaque 1 certificates; intact
        sd.cms                                                                   | SignedData opaque 1 certificates; intact
        """;

    // Test files of OpenSSL. The bad signing time is an unsigned attribute, and those are not looked at.
    private const string OpenSsl = """
        25-test_pkcs7_data/malformed.pkcs7           | Malformed
        80-test_cms_data/bad_signtime_attr.cms       | SignedData opaque 1 certificates; intact
        80-test_cms_data/ciphertext_from_1_1_1.cms   | Malformed
        80-test_cms_data/ct_multiple_attr.cms        | SignedData opaque 1 certificates; SignedAttributesMalformed
        80-test_cms_data/dh-malformed.der            | EnvelopedData KeyAgreement AES-256-CBC
        80-test_cms_data/ecdh-malformed.der          | EnvelopedData KeyAgreement AES-256-CBC
        80-test_cms_data/no_ct_attr.cms              | SignedData opaque 1 certificates; SignedAttributesMalformed
        80-test_cms_data/no_md_attr.cms              | SignedData opaque 1 certificates; SignedAttributesMalformed
        80-test_cms_data/pkcs7-md4.pem               | SignedData opaque 1 certificates; AlgorithmUnknown
        80-test_cms_data/rsa-malformed.der           | EnvelopedData KeyTransport AES-128-CBC
        80-test_cmsapi_data/encDataWithTooLongIV.pem | AuthEnvelopedData KeyTransport AES-128-GCM
        80-test_cmsapi_data/encryptedData.der        | EncryptedData
        bad-cms.der                                  | Malformed
        """;

    // Test files of Mbed TLS: PKCS#7 without signed attributes. What its parser must reject as badly encoded is malformed here too.
    private const string MbedTls = """
        pkcs7_data_3_signed.der                                   | SignedData detached 0 certificates; CertificateMissing+NoSignedAttributes; CertificateMissing+NoSignedAttributes; CertificateMissing+NoSignedAttributes
        pkcs7_data_cert_encrypted.der                             | EnvelopedData KeyTransport AES-256-CBC
        pkcs7_data_cert_signed_md5.der                            | SignedData detached 1 certificates; AlgorithmUnknown+NoSignedAttributes
        pkcs7_data_cert_signed_ripemd160.der                      | SignedData detached 1 certificates; AlgorithmUnknown+NoSignedAttributes
        pkcs7_data_cert_signed_sha1.der                           | SignedData detached 1 certificates; AlgorithmWeak+NoSignedAttributes
        pkcs7_data_cert_signed_sha256.der                         | SignedData detached 1 certificates; NoSignedAttributes
        pkcs7_data_cert_signed_sha512.der                         | SignedData detached 1 certificates; NoSignedAttributes
        pkcs7_data_cert_signed_v2.der                             | SignedData detached 1 certificates; NoSignedAttributes
        pkcs7_data_cert_signeddata_sha256.der                     | Malformed
        pkcs7_data_multiple_certs_signed.der                      | SignedData detached 2 certificates; NoSignedAttributes; NoSignedAttributes
        pkcs7_data_multiple_signed.der                            | SignedData detached 0 certificates; CertificateMissing+NoSignedAttributes; CertificateMissing+NoSignedAttributes
        pkcs7_data_no_signers.der                                 | SignedData detached 0 certificates
        pkcs7_data_rsa_expired.der                                | SignedData detached 1 certificates; NoSignedAttributes
        pkcs7_data_signed_badcert.der                             | SignedData detached 0 certificates; CertificateMissing+NoSignedAttributes
        pkcs7_data_signed_badsigner.der                           | Malformed
        pkcs7_data_signed_badsigner1_badsize.der                  | Malformed
        pkcs7_data_signed_badsigner1_badtag.der                   | Malformed
        pkcs7_data_signed_badsigner1_fuzzbad.der                  | Malformed
        pkcs7_data_signed_badsigner2_badsize.der                  | Malformed
        pkcs7_data_signed_badsigner2_badtag.der                   | Malformed
        pkcs7_data_signed_badsigner2_fuzzbad.der                  | Malformed
        pkcs7_data_with_signature.der                             | SignedData opaque 0 certificates; CertificateMissing+NoSignedAttributes
        pkcs7_data_without_cert_signed.der                        | SignedData detached 0 certificates; CertificateMissing+NoSignedAttributes
        pkcs7_signerInfo_1_serial_invalid_tag_after_long_name.der | Malformed
        pkcs7_signerInfo_2_invalid_tag.der                        | Malformed
        pkcs7_signerInfo_issuer_invalid_size.der                  | Malformed
        pkcs7_signerInfo_serial_invalid_size.der                  | Malformed
        pkcs7_zerolendata_detached.der                            | SignedData detached 0 certificates; CertificateMissing+NoSignedAttributes
        """;

    [Theory]
    [InlineData("rfc4134", Rfc4134)]
    [InlineData("rustcrypto-cms", RustCrypto)]
    [InlineData("openssl-tests", OpenSsl)]
    [InlineData("mbedtls-pkcs7", MbedTls)]
    public async Task EachMessageIsReadAsExpected(string folder, string expected)
    {
        string root = SharedFiles.Require("corpora", folder);
        foreach (string line in expected.Split('\n'))
        {
            string[] row = line.Split('|', StringSplitOptions.TrimEntries);
            Assert.Equal((row[0], row[1]), (row[0], await VerdictAsync(Read(Path.Combine(root, row[0])))));
        }
    }

    // The nonce is longer than the buffer that OpenSSL once copied it into (CVE-2025-15467).
    [Fact]
    public async Task ATooLongNonceIsRefusedWithoutAnyKey()
    {
        byte[] message = Read(SharedFiles.Require("corpora", "openssl-tests", "80-test_cmsapi_data", "encDataWithTooLongIV.pem"));

        Assert.Equal(CpsErrorCode.Refused, (await Outcome.OfOpeningAsync(message)).Code);
    }

    private static byte[] Read(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        string text = Encoding.Latin1.GetString(file);
        return PemEncoding.TryFind(text, out PemFields pem) ? Convert.FromBase64String(text[pem.Base64Data]) : file;
    }

    private static async Task<string> VerdictAsync(byte[] message)
    {
        try
        {
            using CmsReader reader = await CmsReader.OpenAsync(new TrickleStream(message, 7));
            switch (reader.ContentType)
            {
                case CmsContentType.SignedData:
                    SignedDataReader begun = await reader.ReadSignedAsync();
                    using (SignedData signed = await begun.ReadAsync())
                    {
                        string head = $"SignedData {(signed.IsDetached ? "detached" : "opaque")} {signed.Certificates.Count} certificates";
                        IEnumerable<SignerReport> reports = signed.IsDetached ? signed.VerifyDetached() : signed.Verify();
                        return string.Join("; ", [head, .. reports.Select(r => r.IsIntact ? "intact" : string.Join('+', r.Problems))]);
                    }

                case CmsContentType.EnvelopedData or CmsContentType.AuthEnvelopedData:
                    EnvelopeReader envelope = await reader.ReadEnvelopeAsync();
                    return $"{reader.ContentType} {string.Join('+', envelope.Recipients.Select(r => r.Kind))} {envelope.ContentEncryptionName}";
                default:
                    return reader.ContentType.ToString();
            }
        }
        catch (EnvelopeException e)
        {
            return e.Code.ToString();
        }
    }
}
