using System.Security.Cryptography;
using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;

namespace Cps.Smime.Cards.Simulator.Tests;

/// <summary>What each key does and refuses; .NET judges the signatures.</summary>
public sealed class KeyTests
{
    private static readonly byte[] s_data = "Lettre fictive"u8.ToArray();

    private readonly Bench _bench = new();

    [Theory]
    [InlineData(CKM.CKM_SHA256_RSA_PKCS, "SHA256")]
    [InlineData(CKM.CKM_SHA1_RSA_PKCS, "SHA1")]
    public void The_signature_key_digests_and_signs(CKM mechanism, string digest)
    {
        using ISession session = _bench.Open(loggedIn: true);

        byte[] signature = session.Sign(Bench.Mechanism(session, mechanism), SignatureKey(session), s_data);

        Assert.True(Bench.Card.Signature.PrivateKey.VerifyData(s_data, signature, new HashAlgorithmName(digest), RSASignaturePadding.Pkcs1));
    }

    [Fact]
    public void The_signature_key_takes_a_bare_digest_or_its_DigestInfo_for_the_same_signature()
    {
        using ISession session = _bench.Open(loggedIn: true);
        byte[] digest = SHA256.HashData(s_data);
        byte[] info = [.. Convert.FromHexString("3031300d060960864801650304020105000420"), .. digest];

        byte[] fromDigest = session.Sign(Bench.Mechanism(session, CKM.CKM_RSA_PKCS), SignatureKey(session), digest);
        byte[] fromInfo = session.Sign(Bench.Mechanism(session, CKM.CKM_RSA_PKCS), SignatureKey(session), info);

        Assert.Equal(fromInfo, fromDigest);
        Assert.True(Bench.Card.Signature.PrivateKey.VerifyHash(digest, fromInfo, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        Bench.Refused(CKR.CKR_DATA_LEN_RANGE, "C_Sign", () => session.Sign(Bench.Mechanism(session, CKM.CKM_RSA_PKCS), SignatureKey(session), SHA384.HashData(s_data)));
    }

    [Fact]
    public void The_authentication_key_signs_no_more_than_two_fifths_of_its_modulus_and_digests_nothing()
    {
        using ISession session = _bench.Open(loggedIn: true);
        IObjectHandle key = Bench.Find(session, CKO.CKO_PRIVATE_KEY, "CPS_PRIV_AUT");
        IMechanism raw = Bench.Mechanism(session, CKM.CKM_RSA_PKCS);

        Assert.Equal(256, session.Sign(raw, key, new byte[102]).Length);
        Bench.Refused(CKR.CKR_DATA_LEN_RANGE, "C_Sign", () => session.Sign(raw, key, new byte[103]));
        Bench.Refused(CKR.CKR_KEY_TYPE_INCONSISTENT, "C_SignInit", () => session.Sign(Bench.Mechanism(session, CKM.CKM_SHA256_RSA_PKCS), key, s_data));
    }

    [Fact]
    public void PSS_and_SHA512_are_not_mechanisms_of_a_CPS3()
    {
        using ISession session = _bench.Open(loggedIn: true);

        Bench.Refused(CKR.CKR_MECHANISM_INVALID, "C_SignInit", () => session.Sign(Bench.Mechanism(session, CKM.CKM_SHA512_RSA_PKCS), SignatureKey(session), s_data));
        Bench.Refused(CKR.CKR_MECHANISM_INVALID, "C_SignInit", () => session.Sign(Pss(session, CKM.CKM_SHA256_RSA_PKCS_PSS), SignatureKey(session), s_data));
    }

    [Fact]
    public void A_CPS4_makes_PSS_with_the_right_parameters_only()
    {
        Bench bench = new(SimulatedCard.Cps4(Bench.Card));
        using ISession session = bench.Open(loggedIn: true);

        byte[] signature = session.Sign(Pss(session, CKM.CKM_SHA256_RSA_PKCS_PSS), SignatureKey(session), s_data);

        Assert.True(Bench.Card.Signature.PrivateKey.VerifyData(s_data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pss));
        Bench.Refused(CKR.CKR_MECHANISM_PARAM_INVALID, "C_SignInit", () => session.Sign(Pss(session, CKM.CKM_SHA256_RSA_PKCS_PSS, salt: 20), SignatureKey(session), s_data));
    }

    [Fact]
    public void A_key_handle_without_a_login_is_refused()
    {
        IObjectHandle key;
        using (ISession session = _bench.Open(loggedIn: true))
        {
            key = SignatureKey(session);
        }

        using ISession loggedOut = _bench.Open();
        Bench.Refused(CKR.CKR_USER_NOT_LOGGED_IN, "C_SignInit", () => loggedOut.Sign(Bench.Mechanism(loggedOut, CKM.CKM_SHA256_RSA_PKCS), key, s_data));
    }

    [Fact]
    public void A_stream_is_signed_in_parts()
    {
        using ISession session = _bench.Open(loggedIn: true);
        using MemoryStream stream = new(s_data);

        byte[] parts = session.Sign(Bench.Mechanism(session, CKM.CKM_SHA256_RSA_PKCS), SignatureKey(session), stream, 3);

        Assert.Equal(session.Sign(Bench.Mechanism(session, CKM.CKM_SHA256_RSA_PKCS), SignatureKey(session), s_data), parts);
    }

    [Fact]
    public void The_authentication_key_decrypts_and_the_signature_key_does_not()
    {
        using ISession session = _bench.Open(loggedIn: true);
        byte[] encrypted = Bench.Card.Authentication.PrivateKey.Encrypt(s_data, RSAEncryptionPadding.Pkcs1);
        IMechanism mechanism = Bench.Mechanism(session, CKM.CKM_RSA_PKCS);

        Assert.Equal(s_data, session.Decrypt(mechanism, Bench.Find(session, CKO.CKO_PRIVATE_KEY, "CPS_PRIV_AUT"), encrypted));
        Bench.Refused(CKR.CKR_KEY_FUNCTION_NOT_PERMITTED, "C_DecryptInit", () => session.Decrypt(mechanism, SignatureKey(session), encrypted));
    }

    [Fact]
    public void A_confidentiality_token_decrypts_with_PKCS1_raw_RSA_and_OAEP()
    {
        Bench bench = new(SimulatedCard.SoftwareToken("CONF", [new("Confidentialite", Bench.ConfidentialityKey)]));
        using ISession session = bench.Open(loggedIn: true);
        IObjectHandle key = Bench.Find(session, CKO.CKO_PRIVATE_KEY, "Confidentialite");
        RSA rsa = Bench.Confidentiality.PrivateKey;
        IMechanism oaep = session.Factories.MechanismFactory.Create(CKM.CKM_RSA_PKCS_OAEP, session.Factories.MechanismParamsFactory
            .CreateCkRsaPkcsOaepParams((ulong)CKM.CKM_SHA256, (ulong)CKG.CKG_MGF1_SHA256, 1, null));

        Assert.Equal(s_data, session.Decrypt(Bench.Mechanism(session, CKM.CKM_RSA_PKCS), key, rsa.Encrypt(s_data, RSAEncryptionPadding.Pkcs1)));
        Assert.Equal(s_data, session.Decrypt(oaep, key, rsa.Encrypt(s_data, RSAEncryptionPadding.OaepSHA256)));
        byte[] block = session.Decrypt(Bench.Mechanism(session, CKM.CKM_RSA_X_509), key, rsa.Encrypt(s_data, RSAEncryptionPadding.Pkcs1));
        Assert.Equal([0, 2], block[..2]);
        Assert.Equal(s_data, block[^s_data.Length..]);
        Bench.Refused(CKR.CKR_ENCRYPTED_DATA_INVALID, "C_Decrypt",
            () => session.Decrypt(Bench.Mechanism(session, CKM.CKM_RSA_PKCS), key, rsa.Encrypt(s_data, RSAEncryptionPadding.OaepSHA256)));
        Bench.Refused(CKR.CKR_ENCRYPTED_DATA_LEN_RANGE, "C_Decrypt", () => session.Decrypt(Bench.Mechanism(session, CKM.CKM_RSA_PKCS), key, new byte[10]));
    }

    [Fact]
    public void A_key_that_always_authenticates_wants_a_login_for_each_use()
    {
        Bench bench = new(SimulatedCard.SoftwareToken("EACH", [new("Cle", Bench.ConfidentialityKey)], new SimulatedCardOptions { AlwaysAuthenticate = true }));
        using ISession session = bench.Open(loggedIn: true);
        IObjectHandle key = Bench.Find(session, CKO.CKO_PRIVATE_KEY, "Cle");
        IMechanism mechanism = Bench.Mechanism(session, CKM.CKM_SHA256_RSA_PKCS);

        Assert.True(session.GetAttributeValue(key, [CKA.CKA_ALWAYS_AUTHENTICATE]).Single().GetValueAsBool());
        Bench.Refused(CKR.CKR_USER_NOT_LOGGED_IN, "C_Sign", () => session.Sign(mechanism, key, s_data));
        Assert.Equal(256, session.Sign(mechanism, key, Bench.Pin, s_data).Length);
        Bench.Refused(CKR.CKR_OPERATION_NOT_INITIALIZED, "C_Login", () => session.Login(CKU.CKU_CONTEXT_SPECIFIC, Bench.Pin));
    }

    [Fact]
    public void Digests_are_those_of_the_platform()
    {
        using ISession session = _bench.Open();

        Assert.Equal(SHA256.HashData(s_data), session.Digest(Bench.Mechanism(session, CKM.CKM_SHA256), s_data));
        Bench.Refused(CKR.CKR_MECHANISM_INVALID, "C_DigestInit", () => session.Digest(Bench.Mechanism(session, CKM.CKM_SHA512), s_data));
    }

    private static IObjectHandle SignatureKey(ISession session) => Bench.Find(session, CKO.CKO_PRIVATE_KEY, "CPS_PRIV_SIG");

    private static IMechanism Pss(ISession session, CKM mechanism, ulong salt = 32) => session.Factories.MechanismFactory.Create(
        mechanism, session.Factories.MechanismParamsFactory.CreateCkRsaPkcsPssParams((ulong)CKM.CKM_SHA256, (ulong)CKG.CKG_MGF1_SHA256, salt));
}
