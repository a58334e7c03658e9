using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;

namespace Cps.Smime.Cards.Simulator.Tests;

/// <summary>The counter of the PIN, its flags, the lock-out and the unblocking.</summary>
public sealed class PinTests
{
    private readonly Bench _bench = new();

    [Fact]
    public void Each_wrong_PIN_is_seen_in_the_flags_until_the_card_is_locked()
    {
        using ISession session = _bench.Open();
        Assert.Equal((false, false, false), Flags());

        Wrong(session);
        Assert.Equal((true, false, false), Flags());
        Wrong(session);
        Assert.Equal((true, true, false), Flags());
        Wrong(session);
        Assert.Equal((false, false, true), Flags());
        Bench.Refused(CKR.CKR_PIN_LOCKED, "C_Login", () => session.Login(CKU.CKU_USER, Bench.Pin));
        Assert.Equal(0, _bench.Inserted.PinTriesLeft);
    }

    [Fact]
    public void A_right_PIN_fills_the_counter_again()
    {
        using ISession session = _bench.Open();
        Wrong(session);
        Wrong(session);

        session.Login(CKU.CKU_USER, Bench.Pin);

        Assert.Equal(3, _bench.Inserted.PinTriesLeft);
        Assert.Equal((false, false, false), Flags());
    }

    [Fact]
    public void The_counter_stays_on_the_card_when_it_is_taken_out()
    {
        using (ISession session = _bench.Open())
        {
            Wrong(session);
        }

        _bench.Reader.Insert(_bench.Reader.Remove()!);

        Assert.Equal((true, false, false), Flags());
    }

    [Fact]
    public void A_PIN_of_another_length_costs_no_try()
    {
        using ISession session = _bench.Open();

        Bench.Refused(CKR.CKR_PIN_LEN_RANGE, "C_Login", () => session.Login(CKU.CKU_USER, "123"));

        Assert.Equal(3, _bench.Inserted.PinTriesLeft);
    }

    [Fact]
    public void The_unblocking_code_gives_a_locked_card_a_new_PIN()
    {
        using (ISession session = _bench.Open())
        {
            Wrong(session);
            Wrong(session);
            Wrong(session);
            Bench.Refused(CKR.CKR_SESSION_READ_ONLY_EXISTS, "C_Login", () => session.Login(CKU.CKU_SO, Bench.UnblockingCode));
        }

        using ISession writing = _bench.Open(type: SessionType.ReadWrite);
        Bench.Refused(CKR.CKR_USER_NOT_LOGGED_IN, "C_InitPIN", () => writing.InitPin("4321"));
        Bench.Refused(CKR.CKR_PIN_INCORRECT, "C_Login", () => writing.Login(CKU.CKU_SO, "00000000"));
        writing.Login(CKU.CKU_SO, Bench.UnblockingCode);
        writing.InitPin("4321");
        writing.Logout();
        writing.Login(CKU.CKU_USER, "4321");

        Assert.Equal(CKS.CKS_RW_USER_FUNCTIONS, writing.GetSessionInfo().State);
    }

    [Fact]
    public void The_holder_changes_the_PIN()
    {
        using ISession session = _bench.Open(type: SessionType.ReadWrite);

        Bench.Refused(CKR.CKR_PIN_INCORRECT, "C_SetPIN", () => session.SetPin("9999", "4321"));
        session.SetPin(Bench.Pin, "4321");

        session.Login(CKU.CKU_USER, "4321");
    }

    [Fact]
    public void A_keypad_is_asked_when_no_PIN_is_given_and_only_then()
    {
        using ISession session = _bench.Open();
        Bench.Refused(CKR.CKR_ARGUMENTS_BAD, "C_Login", () => session.Login(CKU.CKU_USER, (byte[])null!));

        _bench.Reader.AddKeypad(() => Bench.Pin);

        Assert.True(_bench.Slot.GetTokenInfo().TokenFlags.ProtectedAuthenticationPath);
        session.Login(CKU.CKU_USER, (byte[])null!);
        Assert.Equal(CKS.CKS_RO_USER_FUNCTIONS, session.GetSessionInfo().State);
    }

    private (bool Low, bool Final, bool Locked) Flags()
    {
        ITokenFlags flags = _bench.Slot.GetTokenInfo().TokenFlags;
        return (flags.UserPinCountLow, flags.UserPinFinalTry, flags.UserPinLocked);
    }

    private static void Wrong(ISession session) =>
        Bench.Refused(CKR.CKR_PIN_INCORRECT, "C_Login", () => session.Login(CKU.CKU_USER, "9999"));
}
