using System.Numerics;
using System.Security.Cryptography;

namespace Cps.Smime.Certificates.Tests.Keys;

/// <summary>Public keys that cost too much, help forgeries, or hide what they are: refused before anything is computed with them.</summary>
public sealed class PublicKeyRefusalTests
{
    private static readonly BigInteger s_f4 = 65537;

    public static TheoryData<string, int, string> RefusedRsaKeys => new()
    {
        { "the modulus has 512 bits", 512, "65537" },
        { "the modulus has 1023 bits", 1023, "65537" },
        { "the modulus has 8200 bits", 8200, "65537" },
        { "the modulus has 16384 bits", 16384, "65537" },
        { "the modulus has 65536 bits", 65536, "65537" },
        { "the exponent is 0", 2048, "0" },
        { "the exponent is 1", 2048, "1" },
        { "the exponent is 3", 2048, "3" },
        { "the exponent is 65535", 2048, "65535" },
        { "the exponent is even", 2048, "65538" },
        { "the exponent is negative", 2048, "-65537" },
        { "the exponent has 65 bits", 2048, "18446744073709551617" },
        { "the exponent has 2001 bits", 2048, (BigInteger.Pow(2, 2000) + 1).ToString(System.Globalization.CultureInfo.InvariantCulture) },
    };

    [Theory]
    [MemberData(nameof(RefusedRsaKeys))]
    public void An_RSA_key_is_refused_when(string reason, int bits, string exponent)
    {
        Certificate certificate = SharedPki.WithKey(Rsa(OddOf(bits), BigInteger.Parse(exponent, System.Globalization.CultureInfo.InvariantCulture)));

        CertificateException error = Assert.Throws<CertificateException>(() => certificate.PublicKey.KeySize);

        Assert.True(error.Code == CpsErrorCode.Refused, reason);
        Assert.Throws<CertificateException>(() => certificate.PublicKey.EncryptKey(KeyTransportAlgorithm.RsaPkcs1, new byte[32]));
        Assert.Throws<CertificateException>(() => certificate.PublicKey.Verify(SignatureAlgorithm.RsaPkcs1Sha256, [], new byte[256]));
    }

    [Fact]
    public void An_even_or_negative_modulus_is_refused()
    {
        Assert.Equal(CpsErrorCode.Refused, Refusal(Rsa(OddOf(2048) + 1, s_f4)));
        Assert.Equal(CpsErrorCode.Refused, Refusal(Rsa(-OddOf(2048), s_f4)));
    }

    [Theory]
    [InlineData(1024)]
    [InlineData(2048)]
    [InlineData(8192)]
    public void A_key_within_the_limits_is_taken(int bits) => Assert.Equal(bits, SharedPki.WithKey(Rsa(OddOf(bits), s_f4)).PublicKey.KeySize);

    [Fact]
    public void An_RSA_key_that_is_not_two_integers_is_malformed()
    {
        Assert.Equal(CpsErrorCode.Malformed, Refusal(Spki("1.2.840.113549.1.1.1", [5, 0], [0x30, 0x00])));
        Assert.Equal(CpsErrorCode.Malformed, Refusal(Spki("1.2.840.113549.1.1.1", [5, 0], [.. RsaKey(OddOf(2048), s_f4), 0x00])));
    }

    [Fact]
    public void A_named_curve_is_taken()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificatePublicKey publicKey = SharedPki.WithKey(key.ExportSubjectPublicKeyInfo()).PublicKey;
        Assert.Equal(256, publicKey.KeySize);
        Assert.True(publicKey.IsEllipticCurve);
        Assert.True(publicKey.Verify(SignatureAlgorithm.EcdsaSha256, "x"u8, key.SignData("x"u8, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)));
    }

    [Fact]
    public void Explicit_curve_parameters_are_refused_even_when_they_are_those_of_P256()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using ECDsa explicitKey = ECDsa.Create(key.ExportExplicitParameters(includePrivateParameters: false));
        byte[] spki = explicitKey.ExportSubjectPublicKeyInfo();
        Assert.True(spki.Length > 200, "the key was written with a named curve after all");
        Assert.Equal(CpsErrorCode.Refused, Refusal(spki));
    }

    [Fact]
    public void Brainpool_curves_are_refused()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.brainpoolP256r1);
        Assert.Equal(CpsErrorCode.Refused, Refusal(key.ExportSubjectPublicKeyInfo()));
    }

    [Fact]
    public void A_point_off_the_curve_or_at_infinity_is_refused()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[] spki = key.ExportSubjectPublicKeyInfo();
        spki[^1] ^= 1;
        Assert.Equal(CpsErrorCode.Refused, Refusal(spki));
        byte[] p256 = SharedPki.Der(w => w.WriteObjectIdentifier("1.2.840.10045.3.1.7"));
        Assert.Equal(CpsErrorCode.Refused, Refusal(Spki("1.2.840.10045.2.1", p256, [0])));
        Assert.Equal(CpsErrorCode.Refused, Refusal(Spki("1.2.840.10045.2.1", p256, [4, .. new byte[64]])));
    }

    [Fact]
    public void A_key_of_an_unknown_kind_can_do_nothing()
    {
        CertificatePublicKey ed448 = SharedPki.WithKey(Spki("1.3.101.113", null, new byte[57])).PublicKey;
        Assert.False(ed448.IsRsa);
        Assert.Null(ed448.ExportRsa());
        Assert.False(ed448.Verify(SignatureAlgorithm.RsaPkcs1Sha256, [], new byte[64]));
        Assert.Equal(CpsErrorCode.KeyUnusable, Assert.Throws<CertificateException>(() => ed448.KeySize).Code);
        Assert.Equal(CpsErrorCode.KeyUnusable, Assert.Throws<CertificateException>(() => ed448.EncryptKey(KeyTransportAlgorithm.RsaPkcs1, new byte[32])).Code);
    }

    [Fact]
    public void An_RSA_key_restricted_to_PSS_signatures_is_not_encrypted_to()
    {
        CertificatePublicKey pss = SharedPki.WithKey(Spki("1.2.840.113549.1.1.10", null, SharedPki.Key.ExportRSAPublicKey())).PublicKey;
        Assert.Equal(CpsErrorCode.KeyUnusable, Assert.Throws<CertificateException>(() => pss.EncryptKey(KeyTransportAlgorithm.RsaPkcs1, new byte[32])).Code);
        byte[] v15 = SharedPki.Key.SignData("x"u8, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        Assert.False(pss.Verify(SignatureAlgorithm.RsaPkcs1Sha256, "x"u8, v15));
        byte[] good = SharedPki.Key.SignData("x"u8, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
        Assert.True(pss.Verify(SignatureAlgorithm.RsaPssSha256, "x"u8, good));
    }

    [Fact]
    public void A_key_restricted_to_OAEP_is_encrypted_to_with_OAEP_only_and_verifies_nothing()
    {
        CertificatePublicKey oaep = SharedPki.WithKey(Spki("1.2.840.113549.1.1.7", null, SharedPki.Key.ExportRSAPublicKey())).PublicKey;
        Assert.Equal(CpsErrorCode.KeyUnusable, Assert.Throws<CertificateException>(() => oaep.EncryptKey(KeyTransportAlgorithm.RsaPkcs1, new byte[32])).Code);
        Assert.Equal(256, oaep.EncryptKey(KeyTransportAlgorithm.RsaOaepSha256, new byte[32]).Length);
        Assert.False(oaep.Verify(SignatureAlgorithm.RsaPkcs1Sha256, "x"u8, SharedPki.Key.SignData("x"u8, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)));
    }

    [Fact]
    public void The_odd_key_algorithm_of_GIP_CPS_verifies_and_encrypts_like_RSA()
    {
        using TestCard card = SharedPki.Authorities.IssueCard(TestPerson.Generate(3), TestCertificateOptions.GipCps);
        CertificatePublicKey key = card.Signature.Certificate.PublicKey;

        Assert.Equal("1.2.250.1.71.2.6.1", key.Algorithm.Oid);
        Assert.Equal(1024, key.KeySize);
        Assert.True(key.Verify(SignatureAlgorithm.RsaPkcs1Sha1, "lettre"u8, card.Signature.PrivateKey.SignData("lettre"u8, HashAlgorithmName.SHA1, RSASignaturePadding.Pkcs1)));
        byte[] contentKey = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16];
        Assert.Equal(contentKey, card.Signature.PrivateKey.Decrypt(key.EncryptKey(KeyTransportAlgorithm.RsaPkcs1, contentKey), RSAEncryptionPadding.Pkcs1));
    }

    [Fact]
    public void A_content_key_too_long_for_the_RSA_key_is_an_error_of_ours() =>
        Assert.Equal(CpsErrorCode.KeyUnusable, Assert.Throws<CertificateException>(() =>
            SharedPki.WithKey(Rsa(OddOf(1024), s_f4)).PublicKey.EncryptKey(KeyTransportAlgorithm.Oaep(HashAlgorithmName.SHA512), new byte[32])).Code);

    private static CpsErrorCode Refusal(byte[] spki) => Assert.Throws<CertificateException>(() => SharedPki.WithKey(spki).PublicKey.KeySize).Code;

    private static BigInteger OddOf(int bits) => BigInteger.Pow(2, bits - 1) + (BigInteger.Pow(2, bits - 1) / 3 * 2) + 1;

    private static byte[] Rsa(BigInteger modulus, BigInteger exponent) => Spki("1.2.840.113549.1.1.1", [5, 0], RsaKey(modulus, exponent));

    private static byte[] RsaKey(BigInteger modulus, BigInteger exponent) => SharedPki.Der(w =>
    {
        using (w.PushSequence())
        {
            w.WriteInteger(modulus);
            w.WriteInteger(exponent);
        }
    });

    private static byte[] Spki(string oid, byte[]? parameters, byte[] key) => SharedPki.Der(w =>
    {
        using (w.PushSequence())
        {
            using (w.PushSequence())
            {
                w.WriteObjectIdentifier(oid);
                if (parameters is not null)
                {
                    w.WriteEncodedValue(parameters);
                }
            }

            w.WriteBitString(key);
        }
    });
}
