using System.Security.Cryptography;
using Cps.Smime.Certificates;
using Cps.Smime.TestPki;

namespace Cps.Smime.Envelopes.Tests;

/// <summary>Old mail is read where a call allows it, says what was weak, and is refused before any key otherwise. DigestedData and EncryptedData too.</summary>
public sealed class LegacyMessageTests
{
    private const string SampleContent = "This is some sample content.";

    // RFC 4134 section 7: the content key of both examples.
    private static readonly byte[] s_exampleKey = Convert.FromHexString("737c791f25ead0e04629254352f7dc6291e5cb26917ada32");

    private readonly CountingKey _key = new(People.RecipientKey);

    [Theory]
    [InlineData(LegacyAlgorithms.TripleDesCbc, CmsOids.TripleDesCbc, 24, ContentEncryption.TripleDesCbc, LegacyWeakness.TripleDes)]
    [InlineData(LegacyAlgorithms.DesCbc, CmsOids.DesCbc, 8, ContentEncryption.DesCbc, LegacyWeakness.Des)]
    public async Task AnOldCipherIsReadWhereItIsAllowedAndOnlyThere(LegacyAlgorithms allowed, string oid, int keyLength, ContentEncryption expected, LegacyWeakness weakness)
    {
        foreach (int length in new[] { 0, 1, 7, 8, 9, 65_536, 100_001 })
        {
            byte[] content = Messages.Content(length);
            byte[] message = Encode(oid, content, keyLength);
            Outcome outcome = await OpenAsync(message, allowed);
            Assert.Equal(content, outcome.Content);
            Assert.Equal((expected, false), (outcome.Report!.ContentEncryption, outcome.Report.IsAuthenticated));
            Assert.Equal([weakness], outcome.Report.LegacyWeaknesses);
        }

        _key.Reset();
        foreach (LegacyAlgorithms others in new[] { LegacyAlgorithms.None, LegacyAlgorithms.All & ~allowed })
        {
            Assert.Equal(CpsErrorCode.Refused, (await OpenAsync(Encode(oid, [1], keyLength), others)).Code);
        }

        Assert.Equal(0, _key.Count);
    }

    [Theory]
    [InlineData(CmsOids.TripleDesCbc, 24)]
    [InlineData(CmsOids.DesCbc, 8)]
    public async Task AWeakKeyOrAKeyOfAnotherLengthLooksLikeAnyWrongKey(string oid, int keyLength)
    {
        byte[] good = RandomNumberGenerator.GetBytes(keyLength);
        HashSet<string> seen = [];
        foreach (byte[] key in new[] { new byte[keyLength], [.. Enumerable.Repeat((byte)1, keyLength)], RandomNumberGenerator.GetBytes(keyLength), RandomNumberGenerator.GetBytes(16), [] })
        {
            // A wrong key makes good padding by chance once in 256 times.
            Outcome outcome;
            do
            {
                byte[] message = Encode(oid, Messages.Content(1000), keyLength, good, key);
                outcome = await OpenAsync(message, LegacyAlgorithms.All);
            }
            while (outcome.Error is null);
            seen.Add(outcome.Observable);
        }

        Assert.StartsWith("EnvelopeException|DecryptionFailed|", Assert.Single(seen), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { 0x30, 0x00 }, CpsErrorCode.Malformed)]
    [InlineData(new byte[] { 0x30, 0x0D, 2, 1, 58, 4, 8, 1, 2, 3, 4, 5, 6, 7, 8 }, null)]
    [InlineData(new byte[] { 0x30, 0x0D, 2, 1, 59, 4, 8, 1, 2, 3, 4, 5, 6, 7, 8 }, CpsErrorCode.Refused)]
    [InlineData(new byte[] { 0x30, 0x0C, 2, 1, 58, 4, 7, 1, 2, 3, 4, 5, 6, 7 }, CpsErrorCode.Refused)]
    [InlineData(new byte[] { 4, 8, 1, 2, 3, 4, 5, 6, 7, 8 }, CpsErrorCode.Malformed)]
    public async Task TheParametersOfRc2DecideBeforeAnyKey(byte[] parameters, CpsErrorCode? expected)
    {
        MadeEnvelope made = MadeEnvelope.Cbc([1, 2, 3]) with { Algorithm = CmsOids.Rc2Cbc, Parameters = parameters };
        Outcome outcome = await OpenAsync(made.Encode(), LegacyAlgorithms.All);

        Assert.Equal(expected ?? CpsErrorCode.DecryptionFailed, outcome.Code);
        Assert.Equal(expected is null ? 1 : 0, _key.Count);
    }

    [Theory]
    [InlineData("5.1.bin", LegacyAlgorithms.TripleDesCbc, LegacyWeakness.TripleDes)]
    [InlineData("5.2.bin", LegacyAlgorithms.Rc2Cbc, LegacyWeakness.Rc2ShortKey)]
    public async Task TheEnvelopesOfRfc4134AreOpened(string file, LegacyAlgorithms allowed, LegacyWeakness weakness)
    {
        string folder = SharedFiles.Require("corpora", "rfc4134");
        Certificate certificate = Certificate.FromDer(File.ReadAllBytes(Path.Combine(folder, "BobRSASignByCarl.cer")));
        using SoftwareKey bob = SoftwareKey.FromPkcs8(certificate, File.ReadAllBytes(Path.Combine(folder, "BobPrivRSAEncrypt.pri")));
        using CmsReader reader = await CmsReader.OpenAsync(File.OpenRead(Path.Combine(folder, file)), null, allowed);
        EnvelopeReader envelope = await reader.ReadEnvelopeAsync();
        using MemoryStream content = new();

        DecryptionReport report = await envelope.DecryptAsync([bob], content);

        Assert.Equal(SampleContent, System.Text.Encoding.ASCII.GetString(content.ToArray()));
        Assert.Equal([weakness, LegacyWeakness.ShortRsaKey], report.LegacyWeaknesses);
    }

    [Theory]
    [InlineData("7.1.bin")]
    [InlineData("7.2.bin")]
    public async Task TheEncryptedDataOfRfc4134IsOpenedWithItsKey(string file)
    {
        byte[] message = File.ReadAllBytes(SharedFiles.Require("corpora", "rfc4134", file));

        EncryptedDataReader refused = await EncryptedAsync(message, LegacyAlgorithms.None);
        Assert.Equal(CpsErrorCode.Refused, (await Assert.ThrowsAsync<EnvelopeException>(() => refused.DecryptAsync(s_exampleKey))).Code);

        LegacyAlgorithms allowed = LegacyAlgorithms.TripleDesCbc | LegacyAlgorithms.Rc2Cbc;
        EncryptedDataReader encrypted = await EncryptedAsync(message, allowed);
        using ContentSpool content = await encrypted.DecryptAsync(s_exampleKey);
        Assert.Equal(SampleContent, System.Text.Encoding.ASCII.GetString(await Messages.BytesOfAsync(content)));
        await Assert.ThrowsAsync<InvalidOperationException>(() => encrypted.DecryptAsync(s_exampleKey));

        EncryptedDataReader shortKey = await EncryptedAsync(message, allowed);
        Assert.Equal(CpsErrorCode.KeyUnusable, (await Assert.ThrowsAsync<EnvelopeException>(() => shortKey.DecryptAsync(s_exampleKey.AsMemory(1)))).Code);
    }

    [Fact]
    public async Task TheDigestedDataOfRfc4134IsIntactUntilItIsAltered()
    {
        byte[] message = File.ReadAllBytes(SharedFiles.Require("corpora", "rfc4134", "6.0.bin"));
        using (DigestedData digested = await DigestedAsync(message))
        {
            Assert.True(digested.IsIntact);
            Assert.Equal((HashAlgorithmName.SHA1, CmsOids.Data), (digested.Digest, digested.ContentTypeOid));
            Assert.Equal(SampleContent, System.Text.Encoding.ASCII.GetString(await Messages.BytesOfAsync(digested.Content)));
        }

        message[^1] ^= 1;
        using DigestedData altered = await DigestedAsync(message);
        Assert.False(altered.IsIntact);
    }

    [Fact]
    public async Task AnMd5SignatureIsUnknownUnlessAllowedAndThenWeak()
    {
        MadeSignature made = new()
        {
            DigestAlgorithms = [AlgorithmIdentifier.WithNull(CmsOids.Md5)],
            Signer = new MadeSigner { Digest = AlgorithmIdentifier.WithNull(CmsOids.Md5), SignedWith = HashAlgorithmName.MD5 },
        };

        Assert.Equal([SignatureProblem.AlgorithmUnknown], await made.ProblemsAsync());
        SignerReport report = await VerifyAsync(made.Encode(), LegacyAlgorithms.Md5Signatures);
        Assert.Equal([SignatureProblem.AlgorithmWeak], report.Problems);
        Assert.Equal([LegacyWeakness.Md5], report.LegacyWeaknesses);
        SignerReport forged = await VerifyAsync((made with { Signer = made.Signer with { Sign = _ => new byte[256] } }).Encode(), LegacyAlgorithms.Md5Signatures);
        Assert.Equal([SignatureProblem.AlgorithmWeak, SignatureProblem.SignatureWrong], forged.Problems);
    }

    [Fact]
    public async Task AShortRsaKeyIsNotedInTheReportOfItsSignature()
    {
        TestCredential small = People.Authorities.IssueMail("Petite clef", "p@cabinet.example", options: new TestCertificateOptions { KeySize = 1024 });
        SignerReport report = await VerifyAsync(new MadeSignature { Signer = new MadeSigner { Credential = small }, Certificates = [small.Certificate] }.Encode(), LegacyAlgorithms.None);

        Assert.Equal([], report.Problems);
        Assert.Equal([LegacyWeakness.ShortRsaKey], report.LegacyWeaknesses);
        Assert.Empty((await VerifyAsync(new MadeSignature().Encode(), LegacyAlgorithms.All)).LegacyWeaknesses);
    }

    [Fact]
    public async Task AReceiptRequestAndTheKeyForTheAnswerAreSignedAlongAndShown()
    {
        byte[] request = [0x30, 0x04, 0x04, 0x02, 0x01, 0x02];
        SigningOptions options = new() { MoreAttributes = [new SignedAttribute(CmsOids.ReceiptRequestAttribute, request)], AnswerTo = People.Recipient.Certificate };

        using SignedData signed = await Messages.ReadSignedAsync(await Messages.SignAsync([1, 2, 3], options));
        SignerReport report = Assert.Single(signed.Verify());

        Assert.Equal([], report.Problems);
        Assert.Equal(request, report.Signer.SignedAttributes!.ReceiptRequest!.Value.ToArray());
        Assert.Equal(0xA0, report.Signer.SignedAttributes.EncryptionKeyPreference!.Value.Span[0]);
        Assert.Contains(People.Recipient.Certificate, signed.Certificates);
        SigningOptions twice = new() { MoreAttributes = [new SignedAttribute(CmsOids.MessageDigestAttribute, request)] };
        await Assert.ThrowsAsync<ArgumentException>(() => Messages.SignAsync([1], twice));
    }

    private static byte[] Encode(string oid, byte[] content, int keyLength, byte[]? contentKey = null, byte[]? sentKey = null)
    {
        byte[] key = contentKey ?? RandomNumberGenerator.GetBytes(keyLength);
        using SymmetricAlgorithm cipher = oid == CmsOids.DesCbc ? DES.Create() : TripleDES.Create();
        cipher.Key = key;
        byte[] iv = RandomNumberGenerator.GetBytes(8);
        return (MadeEnvelope.Cbc([]) with
        {
            Algorithm = oid,
            Parameters = MadeEnvelope.OctetString(iv),
            Recipients = [MadeRecipient.KeyTransport(People.Recipient.Certificate, sentKey ?? key)],
            Ciphertext = cipher.EncryptCbc(content, iv),
        }).Encode();
    }

    private async Task<Outcome> OpenAsync(byte[] message, LegacyAlgorithms allowed)
    {
        using MemoryStream content = new();
        try
        {
            using CmsReader reader = await CmsReader.OpenAsync(new MemoryStream(message), null, allowed);
            EnvelopeReader envelope = await reader.ReadEnvelopeAsync();
            DecryptionReport report = await envelope.DecryptAsync([_key], content);
            return new Outcome(content.ToArray(), report, null);
        }
        catch (CpsException e)
        {
            return new Outcome(content.ToArray(), null, e);
        }
    }

    private static async Task<SignerReport> VerifyAsync(byte[] message, LegacyAlgorithms allowed)
    {
        using CmsReader reader = await CmsReader.OpenAsync(new MemoryStream(message), null, allowed);
        SignedDataReader begun = await reader.ReadSignedAsync();
        using SignedData signed = await begun.ReadAsync();
        return Assert.Single(signed.Verify());
    }

    private static async Task<EncryptedDataReader> EncryptedAsync(byte[] message, LegacyAlgorithms allowed) =>
        await (await CmsReader.OpenAsync(new TrickleStream(message, 3), null, allowed)).ReadEncryptedAsync();

    private static async Task<DigestedData> DigestedAsync(byte[] message)
    {
        using CmsReader reader = await CmsReader.OpenAsync(new TrickleStream(message, 3));
        return await reader.ReadDigestedAsync();
    }
}
