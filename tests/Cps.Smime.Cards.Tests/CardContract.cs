using System.Security.Cryptography;
using System.Text;
using Cps.Smime.Certificates;

namespace Cps.Smime.Cards.Tests;

/// <summary>What every token must do, whoever made it: run over the simulator and over SoftHSM2 by the classes below it.</summary>
public abstract class CardContract : IDisposable
{
    private readonly List<IDisposable> _opened = [];
    private Pkcs11Module? _module;

    protected static byte[] Letter { get; } = Encoding.UTF8.GetBytes("Cher confrère, je vous adresse ce jour un patient fictif.");

    protected Pkcs11Module Module => _module ??= OpenModule();

    protected abstract Pkcs11Module OpenModule();

    public void Dispose()
    {
        foreach (IDisposable opened in _opened)
        {
            opened.Dispose();
        }

        _module?.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task The_certificates_of_a_card_are_read_before_any_PIN()
    {
        Card card = await OpenAsync(TokenLabels.Cps);

        Assert.Equal(
            [CardCertificateRole.Authentication, CardCertificateRole.Signature],
            card.Certificates.Select(c => c.Role).Order().Reverse());
        Assert.Equal("Certificat de Signature CPS", card.Find(CardCertificateRole.Signature)!.Label);
        Assert.Equal(TestKeys.Card.Signature.Certificate, card.Find(CardCertificateRole.Signature)!.Certificate);
        Assert.Equal("Certificat d'Authentification CPS", card.Find(CardCertificateRole.Authentication)!.Label);
        Assert.Null(card.Find(CardCertificateRole.Decryption));
        Assert.Equal(CardGeneration.Cps3, card.Token.Generation);
        Assert.True(card.Token.Pin.LoginRequired);
    }

    [Fact]
    public async Task A_CPS_card_has_no_key_that_opens_messages()
    {
        Card card = await OpenAsync(TokenLabels.Cps);

        CardException e = Assert.Throws<CardException>(() => card.GetDecryptionKey(new ScriptedPins(TestKeys.Pin)));
        Assert.Equal(CpsErrorCode.KeyUnusable, e.Code);
    }

    [Fact]
    public async Task OpenSSL_verifies_a_signature_of_the_card()
    {
        ScriptedPins pins = new(TestKeys.Pin);
        CardSigningKey key = (await OpenAsync(TokenLabels.Cps)).GetSigningKey(pins);

        byte[] signature = await key.SignAsync(SignatureAlgorithm.RsaPkcs1Sha256, Letter);

        using TempFolder folder = new();
        using RSA publicKey = RSA.Create(key.Certificate.PublicKey.ExportRsa()!.Value);
        ProgramResult result = ForeignSoftware.Run(ForeignSoftware.Require("openssl", "openssl"),
        [
            "dgst", "-sha256", "-verify", folder.Write("public.pem", publicKey.ExportSubjectPublicKeyInfoPem()),
            "-signature", folder.Write("signature", signature), folder.Write("letter", Letter),
        ]).Succeeded();
        Assert.Equal("Verified OK\n", result.Output);
        Assert.Equal(PinReason.Sign, Assert.Single(pins.Requests).Reason);
        Assert.True(pins.AllWiped);
    }

    [Fact]
    public async Task The_authentication_key_signs_too_when_it_is_asked_to()
    {
        Card card = await OpenAsync(TokenLabels.Cps);
        CardSigningKey key = card.GetSigningKey(new ScriptedPins(TestKeys.Pin), card.Find(CardCertificateRole.Authentication));

        byte[] signature = await key.SignAsync(SignatureAlgorithm.RsaPkcs1Sha256, Letter);

        Assert.True(key.Certificate.PublicKey.Verify(SignatureAlgorithm.RsaPkcs1Sha256, Letter, signature));
    }

    [Fact]
    public async Task The_PIN_is_asked_once_for_many_signatures_and_keys()
    {
        ScriptedPins pins = new(TestKeys.Pin);
        Card card = await OpenAsync(TokenLabels.Cps);
        CardSigningKey key = card.GetSigningKey(pins);

        byte[] first = await key.SignAsync(SignatureAlgorithm.RsaPkcs1Sha256, Letter);
        byte[] second = await key.SignAsync(SignatureAlgorithm.RsaPkcs1Sha256, Letter);
        await card.GetSigningKey(pins, card.Find(CardCertificateRole.Authentication)).SignAsync(SignatureAlgorithm.RsaPkcs1Sha256, Letter);

        Assert.Equal(first, second);
        Assert.Single(pins.Requests);
    }

    [Fact]
    public async Task Among_six_certificates_with_clashing_identifiers_the_current_ones_and_their_own_keys_are_used()
    {
        ScriptedPins pins = new(TestKeys.Pin);
        Card card = await OpenAsync(TokenLabels.Crowded);

        Assert.Equal(6, card.Certificates.Count);
        CardSigningKey signing = card.GetSigningKey(pins);
        Assert.Equal(TestKeys.Card.Signature.Certificate, signing.Certificate);
        byte[] signature = await signing.SignAsync(SignatureAlgorithm.RsaPkcs1Sha256, Letter);
        Assert.True(TestKeys.Card.Signature.Certificate.PublicKey.Verify(SignatureAlgorithm.RsaPkcs1Sha256, Letter, signature));

        CardSigningKey old = card.GetSigningKey(pins, card.Certificates.Single(c => c.Certificate.Equals(TestKeys.Expired.Signature.Certificate)));
        byte[] oldSignature = await old.SignAsync(SignatureAlgorithm.RsaPkcs1Sha256, Letter);
        Assert.True(TestKeys.Expired.Signature.Certificate.PublicKey.Verify(SignatureAlgorithm.RsaPkcs1Sha256, Letter, oldSignature));
        Assert.Equal(TestKeys.Confidentiality.Certificate, card.GetDecryptionKey(pins).Certificate);
    }

    [Fact]
    public async Task A_certificate_whose_identifier_belongs_to_another_key_has_no_key()
    {
        Card card = await OpenAsync(TokenLabels.Crowded);
        CardDecryptionKey lost = card.GetDecryptionKey(new ScriptedPins(TestKeys.Pin), card.Certificates.Single(c => c.Label == "Ancienne confidentialite"));

        CardException e = await Assert.ThrowsAsync<CardException>(async () =>
            await lost.UnwrapKeyAsync(KeyTransportAlgorithm.RsaPkcs1, new byte[256], 16));
        Assert.Equal(CpsErrorCode.KeyUnusable, e.Code);
    }

    [Fact]
    public async Task A_wrong_PIN_is_told_and_not_tried_again_and_the_next_request_says_so()
    {
        ScriptedPins pins = new("8351", TestKeys.Pin);
        CardSigningKey key = (await OpenAsync(TokenLabels.Cps)).GetSigningKey(pins);

        PinException e = await Assert.ThrowsAsync<PinException>(async () => await key.SignAsync(SignatureAlgorithm.RsaPkcs1Sha256, Letter));
        Assert.Equal(CpsErrorCode.PinIncorrect, e.Code);
        Assert.Equal("C_Login", e.Function);
        Assert.Equal(0xA0ul, e.Ckr);
        Assert.Single(pins.Requests);
        Assert.True(pins.AllWiped);
        Assert.DoesNotContain("8351", e.ToString(), StringComparison.Ordinal);

        await key.SignAsync(SignatureAlgorithm.RsaPkcs1Sha256, Letter);
        Assert.Equal([false, true], pins.Requests.Select(r => r.IsRetry));
    }

    [Fact]
    public async Task Eight_threads_sign_two_hundred_messages_with_one_PIN()
    {
        ScriptedPins pins = new(TestKeys.Pin);
        CardSigningKey key = (await OpenAsync(TokenLabels.Cps)).GetSigningKey(pins);

        await Parallel.ForEachAsync(Enumerable.Range(0, 200), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, cancellation) =>
        {
            byte[] message = BitConverter.GetBytes(i);
            byte[] signature = await key.SignAsync(SignatureAlgorithm.RsaPkcs1Sha256, message, cancellation);
            Assert.True(key.Certificate.PublicKey.Verify(SignatureAlgorithm.RsaPkcs1Sha256, message, signature));
        });

        Assert.Single(pins.Requests);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_content_key_encrypted_with_PKCS1_is_recovered_with_and_without_raw_RSA(bool allowRawRsa)
    {
        CardDecryptionKey key = (await OpenAsync(TokenLabels.Confidentiality, new CardOptions { AllowRawRsa = allowRawRsa })).GetDecryptionKey(new ScriptedPins(TestKeys.Pin));
        byte[] contentKey = RandomNumberGenerator.GetBytes(16);

        byte[] encrypted = key.Certificate.PublicKey.EncryptKey(KeyTransportAlgorithm.RsaPkcs1, contentKey);

        Assert.Equal(contentKey, await key.UnwrapKeyAsync(KeyTransportAlgorithm.RsaPkcs1, encrypted, 16));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Every_wrong_padding_gives_a_key_that_looks_like_any_other_and_is_the_same_again(bool allowRawRsa)
    {
        CardDecryptionKey key = (await OpenAsync(TokenLabels.Confidentiality, new CardOptions { AllowRawRsa = allowRawRsa })).GetDecryptionKey(new ScriptedPins(TestKeys.Pin));
        byte[] contentKey = RandomNumberGenerator.GetBytes(16);
        foreach ((string name, byte[] block) in WrongPaddings.Of(contentKey))
        {
            byte[] encrypted = WrongPaddings.Encrypt(key.Certificate, block);

            byte[] first = await key.UnwrapKeyAsync(KeyTransportAlgorithm.RsaPkcs1, encrypted, 16);
            byte[] second = await key.UnwrapKeyAsync(KeyTransportAlgorithm.RsaPkcs1, encrypted, 16);

            Assert.True(first.Length == 16 && first.SequenceEqual(second), name);
            Assert.False(first.SequenceEqual(contentKey), name);
        }

        Assert.Equal(16, (await key.UnwrapKeyAsync(KeyTransportAlgorithm.RsaPkcs1, new byte[255], 16)).Length);
        Assert.Equal(16, (await key.UnwrapKeyAsync(KeyTransportAlgorithm.RsaPkcs1, Enumerable.Repeat((byte)0xFF, 256).ToArray(), 16)).Length);
    }

    [Theory]
    [InlineData("SHA1")]
    [InlineData("SHA256")]
    [InlineData("SHA384")]
    [InlineData("SHA512")]
    public async Task OAEP_is_opened_with_every_digest_through_raw_RSA(string digest)
    {
        KeyTransportAlgorithm algorithm = KeyTransportAlgorithm.Oaep(new HashAlgorithmName(digest));
        CardDecryptionKey key = (await OpenAsync(TokenLabels.Confidentiality)).GetDecryptionKey(new ScriptedPins(TestKeys.Pin));
        byte[] contentKey = RandomNumberGenerator.GetBytes(32);
        byte[] encrypted = key.Certificate.PublicKey.EncryptKey(algorithm, contentKey);

        Assert.True(key.Supports(algorithm));
        Assert.Equal(contentKey, await key.UnwrapKeyAsync(algorithm, encrypted, 32));

        byte[] wrong = WrongPaddings.Encrypt(key.Certificate, new byte[256]);
        Assert.Equal(32, (await key.UnwrapKeyAsync(algorithm, wrong, 32)).Length);
        Assert.NotEqual(contentKey, await key.UnwrapKeyAsync(algorithm, key.Certificate.PublicKey.EncryptKey(KeyTransportAlgorithm.RsaPkcs1, contentKey), 32));
    }

    [Fact]
    public async Task OAEP_with_SHA1_is_opened_by_the_token_itself()
    {
        KeyTransportAlgorithm algorithm = KeyTransportAlgorithm.Oaep(HashAlgorithmName.SHA1);
        CardDecryptionKey key = (await OpenAsync(TokenLabels.Confidentiality, new CardOptions { AllowRawRsa = false })).GetDecryptionKey(new ScriptedPins(TestKeys.Pin));
        byte[] contentKey = RandomNumberGenerator.GetBytes(32);

        Assert.Equal(contentKey, await key.UnwrapKeyAsync(algorithm, key.Certificate.PublicKey.EncryptKey(algorithm, contentKey), 32));
        Assert.Equal(32, (await key.UnwrapKeyAsync(algorithm, WrongPaddings.Encrypt(key.Certificate, new byte[256]), 32)).Length);
    }

    [Fact]
    public async Task A_key_that_asks_at_each_use_gets_one_PIN_for_each_signature_and_each_decryption()
    {
        ScriptedPins pins = new(TestKeys.Pin);
        Card card = await OpenAsync(TokenLabels.EachUse);
        CardSigningKey signing = card.GetSigningKey(pins, Assert.Single(card.Certificates));
        CardDecryptionKey decryption = card.GetDecryptionKey(pins);
        byte[] contentKey = RandomNumberGenerator.GetBytes(16);
        byte[] encrypted = decryption.Certificate.PublicKey.EncryptKey(KeyTransportAlgorithm.RsaPkcs1, contentKey);

        await signing.SignAsync(SignatureAlgorithm.RsaPkcs1Sha256, Letter);
        await signing.SignAsync(SignatureAlgorithm.RsaPkcs1Sha256, Letter);
        Assert.Equal(contentKey, await decryption.UnwrapKeyAsync(KeyTransportAlgorithm.RsaPkcs1, encrypted, 16));

        Assert.Equal([false, true, true, true], pins.Requests.Select(r => r.EachUse));
        Assert.Equal(PinReason.Decrypt, pins.Requests[3].Reason);
        Assert.True(pins.AllWiped);
    }

    [Fact]
    public async Task A_wrong_PIN_at_one_use_of_such_a_key_is_told_and_the_next_use_works()
    {
        ScriptedPins pins = new(TestKeys.Pin, "8351", TestKeys.Pin);
        Card card = await OpenAsync(TokenLabels.EachUse);
        CardDecryptionKey key = card.GetDecryptionKey(pins);
        byte[] contentKey = RandomNumberGenerator.GetBytes(16);
        byte[] encrypted = key.Certificate.PublicKey.EncryptKey(KeyTransportAlgorithm.RsaPkcs1, contentKey);

        PinException e = await Assert.ThrowsAsync<PinException>(async () => await key.UnwrapKeyAsync(KeyTransportAlgorithm.RsaPkcs1, encrypted, 16));
        Assert.Equal(CpsErrorCode.PinIncorrect, e.Code);
        Assert.Equal(contentKey, await key.UnwrapKeyAsync(KeyTransportAlgorithm.RsaPkcs1, encrypted, 16));
    }

    [Fact]
    public async Task A_cancelled_PIN_reaches_no_card()
    {
        CardSigningKey key = (await OpenAsync(TokenLabels.Cps)).GetSigningKey(new Cancelling());

        PinException e = await Assert.ThrowsAsync<PinException>(async () => await key.SignAsync(SignatureAlgorithm.RsaPkcs1Sha256, Letter));

        Assert.Equal(CpsErrorCode.PinCancelled, e.Code);
        Assert.Null(e.Function);
    }

    [Fact]
    public async Task A_PKCS11_URI_opens_the_keys_that_it_names()
    {
        ScriptedPins pins = new(TestKeys.Pin);
        using CardKeys byUse = await CardKeys.OpenAsync(Pkcs11Uri.Parse($"pkcs11:token={TokenLabels.Crowded}"), pins, Module);
        Assert.Equal(TestKeys.Card.Signature.Certificate, byUse.SigningKey!.Certificate);
        Assert.Equal(TestKeys.Confidentiality.Certificate, byUse.DecryptionKey!.Certificate);

        using CardKeys named = await CardKeys.OpenAsync(
            Pkcs11Uri.Parse($"pkcs11:token={TokenLabels.Cps};object=CPS_PRIV_AUT;type=private"), pins, Module);
        Assert.Equal(TestKeys.Card.Authentication.Certificate, named.SigningKey!.Certificate);
        Assert.Null(named.DecryptionKey);

        CardException ambiguous = await Assert.ThrowsAsync<CardException>(() => CardKeys.OpenAsync(
            Pkcs11Uri.Parse($"pkcs11:token={TokenLabels.Crowded};id=%01"), pins, Module));
        Assert.Equal(CpsErrorCode.KeyUnusable, ambiguous.Code);
        CardException absent = await Assert.ThrowsAsync<CardException>(() => CardKeys.OpenAsync(Pkcs11Uri.Parse("pkcs11:token=NOBODY"), pins, Module));
        Assert.Equal(CpsErrorCode.CardAbsent, absent.Code);
        Assert.Empty(pins.Requests);
    }

    protected async Task<CardReader> ReaderAsync(string label)
    {
        foreach (CardReader reader in await Module.GetReadersAsync())
        {
            if ((await reader.ReadTokenAsync())?.Label == label)
            {
                return reader;
            }
        }

        throw new InvalidOperationException("no such token: " + label);
    }

    protected async Task<Card> OpenAsync(string label, CardOptions? options = null)
    {
        Card card = await (await ReaderAsync(label)).OpenCardAsync(options);
        _opened.Add(card);
        return card;
    }

    private sealed class Cancelling : IPinProvider
    {
        public ValueTask<PinAnswer> RequestAsync(PinRequest request, CancellationToken cancellationToken) => ValueTask.FromResult(PinAnswer.Cancelled());
    }
}
