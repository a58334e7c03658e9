using Cps.Smime.Certificates;
using CsCheck;

namespace Cps.Smime.Envelopes.Tests;

/// <summary>Each kind of recipient that can be written opens what was written for it, alone and in company.</summary>
public sealed class RecipientKindsTests
{
    private static readonly string[] s_keys = ["RSA", "P-256", "P-384", "P-521", "X25519", "ML-KEM-512", "ML-KEM-768", "ML-KEM-1024"];

    public static TheoryData<string, ContentEncryption, bool> Keys()
    {
        TheoryData<string, ContentEncryption, bool> rows = [];
        foreach (string key in s_keys)
        {
            foreach (ContentEncryption encryption in Enum.GetValues<ContentEncryption>().Where(e => e <= ContentEncryption.ChaCha20Poly1305))
            {
                rows.Add(key, encryption, false);
                rows.Add(key, encryption, true);
            }
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task AMessageForACertificateOpensWithItsKey(string name, ContentEncryption encryption, bool byKeyIdentifier)
    {
        IDecryptionKey key = KeyPeople.Of(name);
        byte[] message = await SealAsync([1, 2, 3], encryption, Named(EnvelopeRecipient.For(key.Certificate, KeyTransportAlgorithm.RsaOaepSha256), byKeyIdentifier));

        Outcome outcome = await Outcome.OfOpeningAsync(message, key, KeyPeople.NewX25519());

        Assert.Equal([1, 2, 3], outcome.Content);
        Assert.Equal(key.Certificate, outcome.Report!.Recipient);
        Assert.Equal(encryption, outcome.Report.ContentEncryption);
        Assert.Equal(name is "RSA" ? RecipientKind.KeyTransport : name[0] is 'M' ? RecipientKind.Other : RecipientKind.KeyAgreement, outcome.Report.Kind);
        Assert.Equal(name switch
        {
            "P-256" => KeyAgreementAlgorithm.X963Sha256,
            "P-384" => KeyAgreementAlgorithm.X963Sha384,
            "P-521" => KeyAgreementAlgorithm.X963Sha512,
            "X25519" => KeyAgreementAlgorithm.HkdfSha256,
            _ => null,
        }, outcome.Report.KeyAgreement);
    }

    [Theory]
    [InlineData("P-256", 6)]
    [InlineData("X25519", 6)]
    public async Task EveryDerivationOfAKeyAgreementOpens(string name, int derivations)
    {
        KeyAgreementAlgorithm[] all =
        [
            KeyAgreementAlgorithm.X963Sha256, KeyAgreementAlgorithm.X963Sha384, KeyAgreementAlgorithm.X963Sha512,
            KeyAgreementAlgorithm.HkdfSha256, KeyAgreementAlgorithm.HkdfSha384, KeyAgreementAlgorithm.HkdfSha512,
        ];
        Assert.Equal(derivations, all.Length);
        IDecryptionKey key = KeyPeople.Of(name);
        foreach (KeyAgreementAlgorithm algorithm in all)
        {
            foreach (byte[] material in algorithm.IsHkdf ? new byte[][] { [] } : [[], [1, 2, 3]])
            {
                byte[] message = await SealAsync([4, 5], ContentEncryption.Aes128Gcm, new KeyAgreementRecipient(key.Certificate) { Algorithm = algorithm, UserKeyingMaterial = material });
                Outcome outcome = await Outcome.OfOpeningAsync(message, key);
                Assert.Equal([4, 5], outcome.Content);
                Assert.Equal(algorithm, outcome.Report!.KeyAgreement);
            }
        }
    }

    [Theory]
    [InlineData(16, ContentEncryption.Aes128Cbc)]
    [InlineData(24, ContentEncryption.Aes192Gcm)]
    [InlineData(32, ContentEncryption.Aes256Gcm)]
    [InlineData(32, ContentEncryption.Aes128Gcm)]
    public async Task AMessageForASharedKeyOpensWithIt(int length, ContentEncryption encryption)
    {
        byte[] secret = Messages.Content(length, seed: 1);
        using KeyEncryptionKey key = new("cabinet-2026"u8, secret);
        using KeyEncryptionKey sameSecretOtherName = new("cabinet-2025"u8, secret);
        byte[] message = await SealAsync([6], encryption, new KeyEncryptionKeyRecipient(key));

        Outcome outcome = await OpenAsync(message, sameSecretOtherName, key);

        Assert.Equal([6], outcome.Content);
        Assert.Null(outcome.Report!.Recipient);
        Assert.Equal(RecipientKind.KeyEncryptionKey, outcome.Report.Kind);
        Assert.Equal(CpsErrorCode.NoKeyForMessage, (await OpenAsync(message, sameSecretOtherName)).Code);
    }

    [Fact]
    public async Task AMessageForAPasswordOpensWithIt()
    {
        using Password password = new("pâtisserie d'août");
        using Password wrong = new("patisserie d'aout");
        byte[] message = await SealAsync([7], ContentEncryption.Aes256Gcm, new PasswordRecipient(password));

        Outcome outcome = await OpenAsync(message, password);

        Assert.Equal([7], outcome.Content);
        Assert.Equal(RecipientKind.Password, outcome.Report!.Kind);
        Assert.Equal(CpsErrorCode.DecryptionFailed, (await OpenAsync(message, wrong)).Code);
        Assert.Equal(CpsErrorCode.NoKeyForMessage, (await OpenAsync(message, People.RecipientKey)).Code);
        using CmsReader reader = await CmsReader.OpenAsync(new MemoryStream(message), cancellationToken: TestContext.Current.CancellationToken);
        PasswordRecipientInfo info = Assert.IsType<PasswordRecipientInfo>(Assert.Single((await reader.ReadEnvelopeAsync(TestContext.Current.CancellationToken)).Recipients));
        Assert.Equal(600_000, info.Iterations);
        Assert.Equal("PBKDF2-SHA256, AES-256", info.KeyEncryption);
    }

    [Fact]
    public async Task AnMLKemRecipientMayHaveAClassicalOneBesideItAndEitherOpens()
    {
        byte[] message = await SealAsync(
            [8], ContentEncryption.Aes256Gcm, [.. new KemRecipient(KeyPeople.MLKem768.Certificate).WithClassical(new KeyAgreementRecipient(KeyPeople.P256.Certificate))]);

        Assert.Equal([8], (await Outcome.OfOpeningAsync(message, KeyPeople.MLKem768)).Content);
        Assert.Equal([8], (await Outcome.OfOpeningAsync(message, KeyPeople.P256)).Content);
    }

    [Fact]
    public async Task TheVersionOfAMessageFollowsItsRecipients()
    {
        using KeyEncryptionKey shared = new([1], new byte[32]);
        Recipient transport = new(People.Recipient.Certificate, KeyTransportAlgorithm.RsaPkcs1);
        KeyAgreementRecipient agreement = new(KeyPeople.P256.Certificate);
        KemRecipient kem = new(KeyPeople.MLKem512.Certificate);

        // RFC 5652 section 6.1; RFC 5083 section 2.1.
        Assert.Equal(0, await VersionAsync(ContentEncryption.Aes256Cbc, transport));
        Assert.Equal(2, await VersionAsync(ContentEncryption.Aes256Cbc, transport with { ByKeyIdentifier = true }));
        Assert.Equal(2, await VersionAsync(ContentEncryption.Aes256Cbc, transport, agreement));
        Assert.Equal(2, await VersionAsync(ContentEncryption.Aes256Cbc, new KeyEncryptionKeyRecipient(shared)));
        Assert.Equal(3, await VersionAsync(ContentEncryption.Aes256Cbc, transport, kem));
        Assert.Equal(0, await VersionAsync(ContentEncryption.Aes256Gcm, transport, kem, agreement));
    }

    [Fact]
    public async Task EveryRecipientOfAnyMixtureOpensTheMessage()
    {
        using KeyEncryptionKey shared = new([1, 2], Messages.Content(32));
        Gen<(bool[] Present, bool ByKeyIdentifier, ContentEncryption Encryption, byte[] Content)> mixtures = Gen.Select(
            Gen.Bool.Array[s_keys.Length + 1].Where(p => p.Contains(true)), Gen.Bool, Gen.Int[0, (int)ContentEncryption.ChaCha20Poly1305].Select(e => (ContentEncryption)e), Gen.Byte.Array[0, 300]);
        await mixtures.SampleAsync(
            async mixture =>
            {
                List<EnvelopeRecipient> recipients = [];
                List<IRecipientKey> keys = [];
                for (int i = 0; i < s_keys.Length; i++)
                {
                    if (mixture.Present[i])
                    {
                        IDecryptionKey key = KeyPeople.Of(s_keys[i]);
                        keys.Add(key);
                        recipients.Add(Named(EnvelopeRecipient.For(key.Certificate, KeyTransportAlgorithm.RsaPkcs1), mixture.ByKeyIdentifier));
                    }
                }

                if (mixture.Present[^1])
                {
                    keys.Add(shared);
                    recipients.Add(new KeyEncryptionKeyRecipient(shared));
                }

                byte[] message = await SealAsync(mixture.Content, mixture.Encryption, [.. recipients]);
                foreach (IRecipientKey key in keys)
                {
                    Assert.Equal(mixture.Content, (await OpenAsync(message, key)).Content);
                }
            },
            iter: 40,
            threads: 1);
    }

    internal static Task<Outcome> OpenAsync(byte[] message, params IRecipientKey[] keys) => Outcome.OfOpeningAsync(new MemoryStream(message), keys);

    internal static async Task<byte[]> SealAsync(byte[] content, ContentEncryption encryption, params EnvelopeRecipient[] recipients)
    {
        using MemoryStream message = new();
        await using EnvelopeStream envelope = await EnvelopeStream.CreateAsync(message, recipients, encryption);
        await envelope.WriteAsync(content);
        await envelope.CompleteAsync();
        return message.ToArray();
    }

    private static EnvelopeRecipient Named(EnvelopeRecipient recipient, bool byKeyIdentifier) => recipient switch
    {
        Recipient r => r with { ByKeyIdentifier = byKeyIdentifier },
        KeyAgreementRecipient r => r with { ByKeyIdentifier = byKeyIdentifier },
        KemRecipient r => r with { ByKeyIdentifier = byKeyIdentifier },
        _ => recipient,
    };

    private static async Task<int> VersionAsync(ContentEncryption encryption, params EnvelopeRecipient[] recipients)
    {
        // ContentInfo, its type, [0], EnvelopedData, then the version.
        byte[] message = await SealAsync([], encryption, recipients);
        int version = 2 + 2 + message[3] + 2 + 2;
        Assert.Equal([0x02, 0x01], message[version..(version + 2)]);
        return message[version + 2];
    }
}
