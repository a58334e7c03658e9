using System.Security.Cryptography;
using Cps.Smime.Certificates;
using Cps.Smime.Envelopes;
using Cps.Smime.TestPki;

namespace Cps.Smime.Interop.Tests;

/// <summary>OpenSSL opens what is sealed here for elliptic curve keys, shared keys, passwords and OAEP, and the other way round.</summary>
public sealed class OpenSslRecipientTests : IDisposable
{
    private const string SharedKey = "000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F";
    private const string SharedKeyId = "C0FFEE";

    private static readonly Lazy<Dictionary<string, (SoftwareKey Key, string Pem)>> s_keys = new(() => new(StringComparer.Ordinal)
    {
        ["P-256"] = Make(1001, ECCurve.NamedCurves.nistP256),
        ["P-384"] = Make(1002, ECCurve.NamedCurves.nistP384),
        ["P-521"] = Make(1003, ECCurve.NamedCurves.nistP521),
    });

    private readonly TempFolder _folder = new();
    private readonly string _openssl = ForeignSoftware.Require("openssl", "openssl");
    private readonly byte[] _content = RandomNumberGenerator.GetBytes(70_001);

    public OpenSslRecipientTests() => InteropPki.WriteFiles(_folder);

    public static TheoryData<string, ContentEncryption, string, bool> Ours()
    {
        TheoryData<string, ContentEncryption, string, bool> rows = [];
        foreach (string curve in new[] { "P-256", "P-384", "P-521" })
        {
            foreach (ContentEncryption encryption in Enum.GetValues<ContentEncryption>().Where(e => e <= ContentEncryption.Aes192Cbc))
            {
                rows.Add(curve, encryption, "", true);
                rows.Add(curve, encryption, "SHA256", false);
            }

            rows.Add(curve, ContentEncryption.Aes256Cbc, "SHA384", false);
            rows.Add(curve, ContentEncryption.Aes256Cbc, "SHA512", true);
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Ours))]
    public async Task OpenSslOpensAKeyAgreementMadeHere(string curve, ContentEncryption encryption, string digest, bool byKeyIdentifier)
    {
        (SoftwareKey key, string pem) = s_keys.Value[curve];
        _folder.Write("ec.pem", pem);
        KeyAgreementRecipient recipient = new(key.Certificate)
        {
            Algorithm = digest.Length > 0 ? new KeyAgreementAlgorithm(false, new HashAlgorithmName(digest)) : null,
            ByKeyIdentifier = byKeyIdentifier,
            UserKeyingMaterial = digest.Length > 0 ? new byte[] { 1, 2, 3, 4, 5 } : default,
        };

        await SealAsync(encryption, recipient, new Recipient(InteropPki.Recipient.Certificate, KeyTransportAlgorithm.RsaPkcs1));

        OpenSslOpens("-recip", "ec.pem", "-inkey", "ec.pem");
        OpenSslOpens("-recip", "recipient.pem", "-inkey", "recipient.pem");
    }

    [Theory]
    [InlineData("P-256", "-aes-128-cbc", "", "SHA1")]
    [InlineData("P-256", "-aes-256-cbc", "-keyopt ecdh_kdf_md:sha256", "SHA256")]
    [InlineData("P-256", "-aes-256-gcm", "-keyopt ecdh_kdf_md:sha256", "SHA256")]
    [InlineData("P-256", "-aes-192-cbc", "-keyopt ecdh_kdf_md:sha512", "SHA512")]
    [InlineData("P-256", "-aes-256-cbc", "-keyopt ecdh_kdf_md:sha256 -keyopt ecdh_cofactor_mode:1", "SHA256")]
    [InlineData("P-256", "-aes-256-cbc", "-keyopt ecdh_cofactor_mode:1", "SHA1")]
    [InlineData("P-256", "-aes-256-cbc", "-keyopt ecdh_kdf_md:sha256 -aes128-wrap", "SHA256")]
    [InlineData("P-256", "-aes-128-cbc", "-keyopt ecdh_kdf_md:sha256 -aes256-wrap", "SHA256")]
    [InlineData("P-256", "-aes-256-cbc", "-keyid", "SHA1")]
    [InlineData("P-256", "-aes-256-cbc", "-stream", "SHA1")]
    [InlineData("P-384", "-aes-256-cbc", "-keyopt ecdh_kdf_md:sha384", "SHA384")]
    [InlineData("P-384", "-aes-256-gcm", "-keyopt ecdh_kdf_md:sha384 -keyopt ecdh_cofactor_mode:1", "SHA384")]
    [InlineData("P-521", "-aes-256-cbc", "-keyopt ecdh_kdf_md:sha512", "SHA512")]
    [InlineData("P-521", "-aes-192-gcm", "-keyopt ecdh_kdf_md:sha256", "SHA256")]
    public async Task AKeyAgreementByOpenSslOpensHere(string curve, string cipher, string options, string digest)
    {
        (SoftwareKey key, string pem) = s_keys.Value[curve];
        _folder.Write("ec.pem", pem);
        List<string> others = [.. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        bool keyOptions = others.Contains("-keyopt");
        OpenSslSeals(keyOptions ? [cipher, "-recip", "ec.pem", .. others, "-recip", "other.pem"] : [cipher, .. others, "-recip", "ec.pem", "-recip", "other.pem"]);

        DecryptionReport report = await OpenAsync(InteropPki.SignerKey, key);

        Assert.Equal(key.Certificate, report.Recipient);
        Assert.Equal(new KeyAgreementAlgorithm(false, new HashAlgorithmName(digest)), report.KeyAgreement);
    }

    [Theory]
    [InlineData(ContentEncryption.Aes256Cbc, 32)]
    [InlineData(ContentEncryption.Aes256Gcm, 32)]
    [InlineData(ContentEncryption.Aes192Cbc, 24)]
    [InlineData(ContentEncryption.Aes128Cbc, 16)]
    [InlineData(ContentEncryption.Aes128Gcm, 32)]
    public async Task OpenSslOpensAMessageForASharedKey(ContentEncryption encryption, int length)
    {
        using KeyEncryptionKey key = Shared(length);

        await SealAsync(encryption, new KeyEncryptionKeyRecipient(key));

        OpenSslOpens("-secretkey", SharedKey[..(2 * length)], "-secretkeyid", SharedKeyId);
    }

    [Theory]
    [InlineData("-aes-256-cbc", 32)]
    [InlineData("-aes-128-gcm", 24)]
    [InlineData("-aes-256-cbc", 16)]
    public async Task AMessageForASharedKeyByOpenSslOpensHere(string cipher, int length)
    {
        using KeyEncryptionKey key = Shared(length);
        OpenSslSeals(cipher, "-secretkey", SharedKey[..(2 * length)], "-secretkeyid", SharedKeyId, "-recip", "other.pem");

        Assert.Equal(RecipientKind.KeyEncryptionKey, (await OpenAsync(InteropPki.SignerKey, key)).Kind);
    }

    [Theory]
    [InlineData(ContentEncryption.Aes256Cbc)]
    [InlineData(ContentEncryption.Aes192Cbc)]
    [InlineData(ContentEncryption.Aes128Cbc)]
    [InlineData(ContentEncryption.Aes256Gcm)]
    public async Task OpenSslOpensAMessageForAPassword(ContentEncryption encryption)
    {
        using Password password = new("été 2026");

        await SealAsync(encryption, new PasswordRecipient(password), new KeyAgreementRecipient(s_keys.Value["P-256"].Key.Certificate));

        OpenSslOpens("-pwri_password", "été 2026");
    }

    [Theory]
    [InlineData("-aes-256-cbc")]
    [InlineData("-aes-192-cbc")]
    [InlineData("-aes-128-cbc")]
    public async Task AMessageForAPasswordByOpenSslOpensHere(string cipher)
    {
        using Password password = new("été 2026");
        OpenSslSeals(cipher, "-pwri_password", "été 2026", "-recip", "other.pem");

        Assert.Equal(RecipientKind.Password, (await OpenAsync(password)).Kind);
    }

    [Theory]
    [InlineData("SHA256", false)]
    [InlineData("SHA256", true)]
    [InlineData("SHA384", false)]
    [InlineData("SHA512", true)]
    public async Task OpenSslOpensOaepWithEachDigestThatIsWritten(string digest, bool byKeyIdentifier)
    {
        await SealAsync(ContentEncryption.Aes256Gcm, new Recipient(InteropPki.Recipient.Certificate, KeyTransportAlgorithm.Oaep(new HashAlgorithmName(digest)))
        {
            ByKeyIdentifier = byKeyIdentifier,
        });

        OpenSslOpens("-recip", "recipient.pem", "-inkey", "recipient.pem");
    }

    [Theory]
    [InlineData("-keyopt rsa_oaep_md:sha384", "RSA-OAEP-SHA384")]
    [InlineData("-keyopt rsa_oaep_md:sha512", "RSA-OAEP-SHA512")]
    [InlineData("-keyopt rsa_oaep_md:sha1 -keyopt rsa_mgf1_md:sha256", "RSA-OAEP-SHA1-MGF1-SHA256")]
    [InlineData("-keyopt rsa_oaep_md:sha256 -keyopt rsa_mgf1_md:sha1", "RSA-OAEP-SHA256-MGF1-SHA1")]
    [InlineData("-keyopt rsa_oaep_md:sha512 -keyopt rsa_mgf1_md:sha256", "RSA-OAEP-SHA512-MGF1-SHA256")]
    [InlineData("-keyopt rsa_oaep_md:sha256 -keyopt rsa_oaep_label:6361626E6574", "RSA-OAEP-SHA256-label")]
    [InlineData("-keyopt rsa_oaep_md:sha1 -keyopt rsa_mgf1_md:sha512 -keyopt rsa_oaep_label:00", "RSA-OAEP-SHA1-MGF1-SHA512-label")]
    public async Task OaepByOpenSslWithTwoDigestsOrALabelOpensHere(string options, string expected)
    {
        OpenSslSeals(["-aes-256-cbc", "-recip", "recipient.pem", "-keyopt", "rsa_padding_mode:oaep", .. options.Split(' ')]);

        Assert.Equal(expected, (await OpenAsync(InteropPki.RecipientKey)).KeyTransport!.ToString());
    }

    public void Dispose() => _folder.Dispose();

    private static (SoftwareKey Key, string Pem) Make(int person, ECCurve curve)
    {
        using ECDsa key = ECDsa.Create(curve);
        Certificate certificate = InteropPki.Authorities.IssueConfidentiality(
            TestPerson.Generate(person), "courbe@cabinet.example", key.ExportSubjectPublicKeyInfo(), KeyUsages.KeyAgreement);
        return (new SoftwareKey(certificate, key), key.ExportPkcs8PrivateKeyPem() + "\n" + certificate.ToPem() + "\n");
    }

    private static KeyEncryptionKey Shared(int length) => new(Convert.FromHexString(SharedKeyId), Convert.FromHexString(SharedKey).AsSpan(0, length));

    private async Task SealAsync(ContentEncryption encryption, params EnvelopeRecipient[] recipients)
    {
        using MemoryStream message = new();
        await using EnvelopeStream envelope = await EnvelopeStream.CreateAsync(message, recipients, encryption, TestContext.Current.CancellationToken);
        await envelope.WriteAsync(_content, TestContext.Current.CancellationToken);
        await envelope.CompleteAsync(TestContext.Current.CancellationToken);
        _folder.Write("message.der", message.ToArray());
    }

    private async Task<DecryptionReport> OpenAsync(params IRecipientKey[] keys)
    {
        await using FileStream input = File.OpenRead(_folder.File("message.der"));
        using CmsReader reader = await CmsReader.OpenAsync(input, cancellationToken: TestContext.Current.CancellationToken);
        EnvelopeReader envelope = await reader.ReadEnvelopeAsync(TestContext.Current.CancellationToken);
        using MemoryStream opened = new();
        DecryptionReport report = await envelope.DecryptAsync(keys, opened, TestContext.Current.CancellationToken);
        Assert.Equal(_content, opened.ToArray());
        return report;
    }

    private void OpenSslOpens(params string[] arguments)
    {
        OpenSsl(["cms", "-decrypt", "-binary", "-inform", "DER", "-in", "message.der", "-out", "content.bin", .. arguments]);
        Assert.Equal(_content, File.ReadAllBytes(_folder.File("content.bin")));
    }

    private void OpenSslSeals(params string[] arguments)
    {
        _folder.Write("content.bin", _content);
        OpenSsl(["cms", "-encrypt", "-binary", "-outform", "DER", "-in", "content.bin", "-out", "message.der", .. arguments]);
    }

    private void OpenSsl(IEnumerable<string> arguments) => ForeignSoftware.Run(_openssl, arguments, _folder.Path).Succeeded();
}
