using System.Text;
using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;

namespace Cps.Smime.Cards.Simulator.Tests;

/// <summary>What is seen on a CPS card before and after the PIN.</summary>
public sealed class Cps3ObjectsTests
{
    private readonly Bench _bench = new();

    [Fact]
    public void The_token_says_that_it_is_a_CPS3()
    {
        ITokenInfo token = _bench.Slot.GetTokenInfo();

        Assert.Equal("CPS3v3-" + token.SerialNumber, token.Label);
        Assert.EndsWith("/" + token.SerialNumber, Bench.Card.CardNumber, StringComparison.Ordinal);
        Assert.Equal("IAS ECC", token.Model);
        Assert.Equal((4ul, 4ul), (token.MinPinLen, token.MaxPinLen));
        Assert.True(token.TokenFlags.LoginRequired);
        Assert.False(token.TokenFlags.ProtectedAuthenticationPath);
        Assert.Equal(
            [CKM.CKM_RSA_PKCS, CKM.CKM_SHA1_RSA_PKCS, CKM.CKM_SHA256_RSA_PKCS, CKM.CKM_SHA_1, CKM.CKM_SHA256],
            _bench.Slot.GetMechanismList());
    }

    [Fact]
    public void Certificates_and_names_are_read_before_the_PIN_and_keys_are_not()
    {
        using ISession session = _bench.Open();

        IObjectHandle certificate = Bench.Find(session, CKO.CKO_CERTIFICATE, "Certificat de Signature CPS");
        Assert.Equal(Bench.Card.Signature.Certificate.Encoded.ToArray(), Bench.Read(session, certificate, CKA.CKA_VALUE));
        Assert.Equal("E828BD080F8025000001FF001001", Convert.ToHexString(Bench.Read(session, certificate, CKA.CKA_ID)));
        IObjectHandle name = Bench.Find(session, CKO.CKO_DATA, "CPS_NAME_PS");
        Assert.Equal($"{Bench.Card.Holder.GivenName} {Bench.Card.Holder.Surname}", Encoding.Latin1.GetString(Bench.Read(session, name, CKA.CKA_VALUE)));
        Assert.Single(Bench.FindAll(session, CKO.CKO_DATA, "CPS_ID_CARD"));
        Assert.Empty(Bench.FindAll(session, CKO.CKO_PRIVATE_KEY));
        Assert.Empty(Bench.FindAll(session, CKO.CKO_DATA, "CPS_ACTIVITY_01_PS"));
    }

    [Fact]
    public void Keys_are_seen_after_the_PIN_with_the_identifier_of_their_certificate_and_without_their_secret()
    {
        using ISession session = _bench.Open(loggedIn: true);

        IObjectHandle key = Bench.Find(session, CKO.CKO_PRIVATE_KEY, "CPS_PRIV_AUT");
        Assert.Equal("E828BD080F8025000001FF001002", Convert.ToHexString(Bench.Read(session, key, CKA.CKA_ID)));
        Assert.Equal(Bench.Card.Authentication.Certificate.PublicKey.ExportRsa()!.Value.Modulus, Bench.Read(session, key, CKA.CKA_MODULUS));
        Assert.True(session.GetAttributeValue(key, [CKA.CKA_PRIVATE_EXPONENT]).Single().CannotBeRead);
        Assert.True(session.GetAttributeValue(key, [CKA.CKA_ALWAYS_AUTHENTICATE]).Single().CannotBeRead);
        Assert.Single(Bench.FindAll(session, CKO.CKO_DATA, "CPS_ACTIVITY_01_PS"));
    }

    [Fact]
    public void A_CPS4_has_other_identifiers_and_PSS()
    {
        Bench bench = new(SimulatedCard.Cps4(Bench.Card));
        using ISession session = bench.Open();

        Assert.Equal("E828BD080F8025000001FF001010", Convert.ToHexString(
            Bench.Read(session, Bench.Find(session, CKO.CKO_CERTIFICATE, "Certificat de Signature CPS"), CKA.CKA_ID)));
        Assert.Equal("E828BD080F8025000001FF001020", Convert.ToHexString(
            Bench.Read(session, Bench.Find(session, CKO.CKO_CERTIFICATE, "Certificat d'Authentification CPS"), CKA.CKA_ID)));
        Assert.Contains(CKM.CKM_SHA256_RSA_PKCS_PSS, bench.Slot.GetMechanismList());
        Assert.Equal("ChipDoc", bench.Slot.GetTokenInfo().Model);
    }

    [Fact]
    public void Only_CPS_DATA_can_be_written_and_only_its_value()
    {
        using ISession session = _bench.Open(type: SessionType.ReadWrite);
        List<IObjectAttribute> value = [session.Factories.ObjectAttributeFactory.Create(CKA.CKA_VALUE, new byte[] { 1, 2 })];

        session.SetAttributeValue(Bench.Find(session, CKO.CKO_DATA, "CPS_DATA"), value);

        Assert.Equal([1, 2], Bench.Read(session, Bench.Find(session, CKO.CKO_DATA, "CPS_DATA"), CKA.CKA_VALUE));
        Bench.Refused(CKR.CKR_ATTRIBUTE_READ_ONLY, "C_SetAttributeValue",
            () => session.SetAttributeValue(Bench.Find(session, CKO.CKO_DATA, "CPS_NAME_PS"), value));
    }

    [Fact]
    public void What_the_card_does_not_have_is_not_supported()
    {
        using ISession session = _bench.Open();

        Bench.Refused(CKR.CKR_FUNCTION_NOT_SUPPORTED, "C_CreateObject", () => session.CreateObject([]));
        Bench.Refused(CKR.CKR_FUNCTION_NOT_SUPPORTED, "C_GetObjectSize", () => session.GetObjectSize(Bench.Find(session, CKO.CKO_DATA, "CPS_DATA")));
        Bench.Refused(CKR.CKR_FUNCTION_NOT_SUPPORTED, "C_SeedRandom", () => session.SeedRandom([1]));
        Bench.Refused(CKR.CKR_FUNCTION_NOT_SUPPORTED, "C_InitToken", () => _bench.Slot.InitToken("12345678", "X"));
    }
}
