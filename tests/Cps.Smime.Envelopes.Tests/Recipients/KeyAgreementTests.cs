using System.Security.Cryptography;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes.Tests;

/// <summary>What a key agreement may look like, and what of it is refused before the private key is asked (RFC 5753, RFC 8418).</summary>
public sealed class KeyAgreementTests
{
    private readonly byte[] _contentKey = RandomNumberGenerator.GetBytes(32);
    private readonly CountingAgreementKey _p256 = new(KeyPeople.P256);
    private readonly CountingAgreementKey _x25519 = new(KeyPeople.X25519);

    public static TheoryData<string> BadPoints() =>
    [
        "off the curve", "y altered", "infinity", "empty", "one byte short", "one byte long", "only x", "unknown form", "x beyond the field", "another curve's point", "compressed, no such x",
    ];

    [Theory]
    [MemberData(nameof(BadPoints))]
    public async Task AnEphemeralPointThatIsNoneOfTheCurveIsRefusedBeforeTheKeyIsAsked(string bad)
    {
        MadeAgreement agreement = Agreement() with
        {
            AlterKey = key => bad switch
            {
                "off the curve" => [4, .. new byte[63], 1],
                "y altered" => [.. key.AsSpan(0, 64), (byte)(key[64] ^ 1)],
                "infinity" => [0],
                "empty" => [],
                "one byte short" => key[..64],
                "one byte long" => [.. key, 0],
                "only x" => key[..33],
                "unknown form" => [5, .. key.AsSpan(1)],
                "x beyond the field" => [4, .. Enumerable.Repeat((byte)0xFF, 32), .. key.AsSpan(33)],
                "another curve's point" => KeyPeople.P384.Certificate.PublicKey.KeyBytes.ToArray(),
                _ => [2, .. new byte[31], 2],
            },
        };

        Outcome outcome = await OpenAsync(agreement.Encode(), _p256);

        // No point of P-256 has x = 2. A message without an ephemeral key is of the kind that names a certificate instead.
        Assert.Equal(bad == "empty" ? CpsErrorCode.Unsupported : CpsErrorCode.Refused, outcome.Code);
        Assert.Equal(0, _p256.Count);
    }

    [Fact]
    public async Task ACompressedEphemeralPointIsTaken()
    {
        byte[] message = (Agreement() with { AlterKey = key => [(byte)(2 + (key[64] & 1)), .. key.AsSpan(1, 32)] }).Encode();

        Assert.Null((await OpenAsync(message, _p256)).Error);
    }

    [Theory]
    [InlineData("named curve", null)]
    [InlineData("absent", null)]
    [InlineData("NULL", null)]
    [InlineData("another curve", CpsErrorCode.Refused)]
    [InlineData("explicit", CpsErrorCode.Refused)]
    [InlineData("X25519", CpsErrorCode.Refused)]
    public async Task TheEphemeralKeysParametersAreAbsentOrNullOrNameTheCurve(string parameters, CpsErrorCode? expected)
    {
        MadeAgreement agreement = Agreement() with
        {
            OriginatorAlgorithm = parameters switch
            {
                "named curve" => null,
                "absent" => AlgorithmIdentifier.WithoutParameters(RecipientOids.EcPublicKey),
                "NULL" => AlgorithmIdentifier.WithNull(RecipientOids.EcPublicKey),
                "another curve" => new AlgorithmIdentifier(RecipientOids.EcPublicKey, MadeSigner.Oid(RecipientOids.P384)),
                "explicit" => new AlgorithmIdentifier(RecipientOids.EcPublicKey, new byte[] { 0x30, 0x00 }),
                _ => AlgorithmIdentifier.WithoutParameters(RecipientOids.X25519),
            },
        };

        Assert.Equal(expected, (await OpenAsync(agreement.Encode(), _p256)).Code);
        Assert.Equal(expected is null ? 1 : 0, _p256.Count);
    }

    [Theory]
    [InlineData(RecipientOids.Aes128Wrap, false)]
    [InlineData(RecipientOids.Aes192Wrap, true)]
    [InlineData(RecipientOids.Aes256Wrap, true)]
    public async Task TheKeyWrapsParametersMayBeAbsentOrNullAndGoIntoTheDerivationAsTheyAre(string wrap, bool isNull)
    {
        MadeAgreement agreement = Agreement() with { Wrap = isNull ? AlgorithmIdentifier.WithNull(wrap) : AlgorithmIdentifier.WithoutParameters(wrap) };

        Assert.Null((await OpenAsync(agreement.Encode(), _p256)).Error);
    }

    // BouncyCastle, and MimeKit with it, writes no parameters and derives with NULL.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ADerivationWithTheOtherFormOfTheKeyWrapsParametersOpensToo(bool isNull)
    {
        AlgorithmIdentifier wrap = isNull ? AlgorithmIdentifier.WithNull(RecipientOids.Aes256Wrap) : AlgorithmIdentifier.WithoutParameters(RecipientOids.Aes256Wrap);
        MadeAgreement agreement = Agreement() with { Wrap = wrap, Derivation = 1 };

        Assert.Null((await OpenAsync(agreement.Encode(), _p256)).Error);
        Assert.Equal(1, _p256.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task HkdfWithKeyingMaterialOpensWhetherItIsAlsoTheSaltOrNot(int derivation)
    {
        MadeAgreement agreement = Agreement(KeyPeople.X25519) with { Algorithm = KeyAgreementAlgorithm.HkdfSha256, UserKeyingMaterial = [1, 2, 3], Derivation = derivation };

        Assert.Null((await OpenAsync(agreement.Encode(), _x25519)).Error);
        Assert.Equal(1, _x25519.Count);
    }

    [Theory]
    [InlineData("1.3.132.1.11.0")]
    [InlineData("1.2.840.113549.1.9.16.3.10")]
    [InlineData("1.3.133.16.840.63.0.16")]
    public async Task ASchemeThatIsNotReadIsUnsupportedBeforeTheKeyIsAsked(string scheme)
    {
        Assert.Equal(CpsErrorCode.Unsupported, (await OpenAsync((Agreement() with { Scheme = scheme }).Encode(), _p256)).Code);
        Assert.Equal(0, _p256.Count);
    }

    [Fact]
    public async Task KeyingMaterialWithoutEndIsUnsupportedBeforeTheKeyIsAsked()
    {
        Assert.Equal(CpsErrorCode.Unsupported, (await OpenAsync((Agreement() with { UserKeyingMaterial = new byte[1025] }).Encode(), _p256)).Code);
        Assert.Equal(0, _p256.Count);
    }

    [Fact]
    public async Task AnX25519KeyOfSmallOrderFailsAsAlteredContentDoes()
    {
        // The points of order 1, 2, 4 and 8 in their canonical encodings (RFC 7748 section 6.1).
        string[] small =
        [
            "0000000000000000000000000000000000000000000000000000000000000000", "0100000000000000000000000000000000000000000000000000000000000000",
            "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800", "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        ];
        foreach (string point in small)
        {
            // Wrapped with what everybody can compute from a secret of zeros: the attack itself.
            MadeAgreement agreement = Agreement(KeyPeople.X25519) with
            {
                Algorithm = KeyAgreementAlgorithm.HkdfSha256,
                AlterKey = _ => Convert.FromHexString(point),
                AlterWrap = _ => AesKeyWrap.Wrap(
                    KeyAgreementDerivation.Derive(KeyAgreementAlgorithm.HkdfSha256, new byte[32], AlgorithmIdentifier.WithoutParameters(RecipientOids.Aes256Wrap), null)[0], _contentKey),
            };
            Assert.Equal(CpsErrorCode.DecryptionFailed, (await OpenAsync(agreement.Encode(), _x25519)).Code);
        }
    }

    [Fact]
    public async Task AlteredWrapsCannotBeToldFromAlteredContent()
    {
        MadeEnvelope altered = MadeEnvelope.Gcm([1, 2, 3], contentKey: _contentKey) with { Recipients = [Agreement().Encode()], Ciphertext = [9, 9, 9] };
        HashSet<string> seen = [(await Outcome.OfOpeningAsync(altered.Encode(), KeyPeople.P256)).Observable];
        Func<byte[], byte[]>[] alterations =
        [
            w => [(byte)(w[0] ^ 1), .. w.AsSpan(1)], w => [.. w.AsSpan(0, w.Length - 1), (byte)(w[^1] ^ 0x80)], w => w[..^8], w => [.. w, .. new byte[8]], w => w[..^1],
            _ => [], _ => new byte[8], _ => new byte[2000], w => RandomNumberGenerator.GetBytes(w.Length),
            _ => AesKeyWrap.Wrap(new byte[32], _contentKey),
        ];
        foreach (Func<byte[], byte[]> alteration in alterations)
        {
            Outcome outcome = await OpenAsync((Agreement() with { AlterWrap = alteration }).Encode(), KeyPeople.P256);
            seen.Add(outcome.Observable);
        }

        Assert.StartsWith("EnvelopeException|DecryptionFailed|", Assert.Single(seen), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OfSeveralRecipientsOfOneAgreementTheRightOneIsFoundByItsCertificate()
    {
        byte[] both = (Agreement() with { Certificates = [KeyPeople.P256.Certificate, KeyPeople.P384.Certificate] }).Encode();

        Assert.Null((await OpenAsync(both, _p256)).Error);
        Assert.Equal(1, _p256.Count);

        // The second one's curve is another, so the ephemeral key cannot be for it.
        Assert.Equal(CpsErrorCode.Refused, (await OpenAsync(both, KeyPeople.P384)).Code);
    }

    [Fact]
    public async Task TheSameRecipientTwiceInOneAgreementOrInTwoIsRefusedBeforeTheKeyIsAsked()
    {
        byte[] twice = (Agreement() with { Certificates = [KeyPeople.P256.Certificate, KeyPeople.P256.Certificate] }).Encode();

        Assert.Equal(CpsErrorCode.Refused, (await OpenAsync(twice, _p256)).Code);
        Assert.Equal(CpsErrorCode.Refused, (await Outcome.OfOpeningAsync(Envelope(Agreement().Encode(), Agreement().Encode()), _p256)).Code);
        Assert.Equal(0, _p256.Count);
    }

    [Fact]
    public async Task AKeyThatIsInMemoryIsUsedBeforeOneThatAsksAPerson()
    {
        CountingAgreementKey card = new(KeyPeople.P256, asksPerson: true);
        byte[] message = Envelope(Agreement().Encode(), Agreement(KeyPeople.X25519).Encode(), MadeRecipient.KeyTransport(People.Recipient.Certificate, _contentKey));

        Assert.Equal(KeyPeople.X25519.Certificate, (await Outcome.OfOpeningAsync(message, card, KeyPeople.X25519)).Report!.Recipient);
        Assert.Equal(People.Recipient.Certificate, (await Outcome.OfOpeningAsync(message, card, People.RecipientKey)).Report!.Recipient);
        Assert.Equal(0, card.Count);
        Assert.Equal(KeyPeople.P256.Certificate, (await Outcome.OfOpeningAsync(message, card)).Report!.Recipient);
    }

    [Fact]
    public async Task ACertificateThatForbidsKeyAgreementIsNeitherWrittenForNorUsed()
    {
        SoftwareKey signing = KeyPeople.EllipticCurve(ECCurve.NamedCurves.nistP256, KeyUsages.DigitalSignature);

        EnvelopeException error = await Assert.ThrowsAsync<EnvelopeException>(
            () => RecipientKindsTests.SealAsync([], ContentEncryption.Aes256Gcm, new KeyAgreementRecipient(signing.Certificate)));
        Assert.Equal(CpsErrorCode.KeyUnusable, error.Code);
        Assert.False(signing.CanAgree);
        Assert.Equal(CpsErrorCode.Unsupported, (await OpenAsync((Agreement() with { Certificates = [signing.Certificate] }).Encode(), signing)).Code);
    }

    [Fact]
    public async Task RecipientsOfAgreementsCountAgainstTheLimit()
    {
        byte[] agreement = (Agreement() with { Certificates = [.. Enumerable.Repeat(KeyPeople.P384.Certificate, 1).Prepend(KeyPeople.P256.Certificate)] }).Encode();

        Assert.Equal(CpsErrorCode.LimitExceeded, (await Outcome.OfOpeningAsync(
            new MemoryStream(Envelope(agreement, agreement)), [_p256], new CmsLimits { MaximumRecipients = 2 })).Code);
    }

    private MadeAgreement Agreement(IDecryptionKey? key = null) => new() { Certificates = [(key ?? KeyPeople.P256).Certificate], ContentKey = _contentKey };

    private byte[] Envelope(params byte[][] recipients) => (MadeEnvelope.Gcm([1, 2, 3], contentKey: _contentKey) with { Recipients = recipients }).Encode();

    private Task<Outcome> OpenAsync(byte[] recipient, IDecryptionKey key) => Outcome.OfOpeningAsync(Envelope(recipient), key);
}
