using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;

namespace Cps.Smime.Cards.Simulator.Tests;

/// <summary>The rules of sessions and logins, and what becomes of them when the card goes.</summary>
public sealed class SessionTests
{
    private readonly Bench _bench = new();

    [Fact]
    public void A_login_counts_for_every_session_of_the_token_and_ends_with_the_last()
    {
        ISession first = _bench.Open();
        using ISession second = _bench.Open();
        first.Login(CKU.CKU_USER, Bench.Pin);

        Assert.Equal(CKS.CKS_RO_USER_FUNCTIONS, second.GetSessionInfo().State);
        Bench.Refused(CKR.CKR_USER_ALREADY_LOGGED_IN, "C_Login", () => second.Login(CKU.CKU_USER, Bench.Pin));
        first.CloseSession();
        Assert.Equal(CKS.CKS_RO_USER_FUNCTIONS, second.GetSessionInfo().State);
        second.CloseSession();

        using ISession third = _bench.Open();
        Assert.Equal(CKS.CKS_RO_PUBLIC_SESSION, third.GetSessionInfo().State);
    }

    [Fact]
    public void Sessions_and_login_die_with_the_card()
    {
        ISession session = _bench.Open(loggedIn: true);

        SimulatedCard card = _bench.Reader.Remove()!;
        Bench.Refused(CKR.CKR_SESSION_HANDLE_INVALID, "C_GetSessionInfo", () => session.GetSessionInfo());
        Bench.Refused(CKR.CKR_TOKEN_NOT_PRESENT, "C_GetTokenInfo", () => _bench.Slot.GetTokenInfo());
        Bench.Refused(CKR.CKR_TOKEN_NOT_PRESENT, "C_OpenSession", () => _bench.Open());
        Assert.Empty(_bench.Library.GetSlotList(SlotsType.WithTokenPresent));
        Assert.Single(_bench.Library.GetSlotList(SlotsType.WithOrWithoutTokenPresent));

        _bench.Reader.Insert(card);
        Bench.Refused(CKR.CKR_SESSION_HANDLE_INVALID, "C_GetSessionInfo", () => session.GetSessionInfo());
        using ISession again = _bench.Open();
        Assert.Equal(CKS.CKS_RO_PUBLIC_SESSION, again.GetSessionInfo().State);
    }

    [Fact]
    public void Operations_are_active_or_not_initialized_as_the_standard_says()
    {
        using ISession session = _bench.Open();
        Bench.Refused(CKR.CKR_OPERATION_NOT_INITIALIZED, "C_FindObjects", () => session.FindObjects(1));

        session.FindObjectsInit([]);

        Bench.Refused(CKR.CKR_OPERATION_ACTIVE, "C_FindObjectsInit", () => session.FindObjectsInit([]));
        session.FindObjectsFinal();
        session.FindObjectsInit([]);
    }

    [Fact]
    public void A_token_may_have_no_more_sessions_than_it_says()
    {
        Bench bench = new(SimulatedCard.Cps3(Bench.Card, new SimulatedCardOptions { MaximumSessions = 1 }));
        using ISession only = bench.Open();

        Bench.Refused(CKR.CKR_SESSION_COUNT, "C_OpenSession", () => bench.Open());
    }

    [Fact]
    public void Insertions_and_removals_are_events()
    {
        SimulatedModule module = new();
        SimulatedReader reader = module.AddReader("Lecteur 1");
        using IPkcs11Library library = module.OpenLibrary();
        library.WaitForSlotEvent(WaitType.NonBlocking, out bool before, out _);

        reader.Insert(SimulatedCard.Cps3(Bench.Card));
        library.WaitForSlotEvent(WaitType.NonBlocking, out bool inserted, out ulong slot);
        library.WaitForSlotEvent(WaitType.NonBlocking, out bool after, out _);

        Assert.Equal((false, true, false), (before, inserted, after));
        Assert.Equal(reader.SlotId, slot);
    }

    [Fact]
    public async Task A_blocking_wait_ends_with_an_insertion_and_with_C_Finalize()
    {
        SimulatedModule module = new();
        SimulatedReader reader = module.AddReader("Lecteur 1");
        IPkcs11Library library = module.OpenLibrary();
        Task<ulong> wait = Task.Run(() =>
        {
            library.WaitForSlotEvent(WaitType.Blocking, out _, out ulong slot);
            return slot;
        });
        reader.Insert(SimulatedCard.Cps3(Bench.Card));
        Assert.Equal(reader.SlotId, await wait.WaitAsync(TimeSpan.FromSeconds(10)));

        Task second = Task.Run(() => library.WaitForSlotEvent(WaitType.Blocking, out _, out _));
        await Task.Delay(50);
        library.Dispose();
        Pkcs11Exception e = await Assert.ThrowsAsync<Pkcs11Exception>(() => second.WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.Equal(CKR.CKR_CRYPTOKI_NOT_INITIALIZED, e.RV);
    }

    [Fact]
    public void After_C_Finalize_nothing_works_until_the_module_is_opened_again()
    {
        _bench.Library.Dispose();
        Bench.Refused(CKR.CKR_CRYPTOKI_NOT_INITIALIZED, "C_GetSlotList", () => _bench.Library.GetSlotList(SlotsType.WithTokenPresent));

        using IPkcs11Library again = _bench.Module.OpenLibrary();

        Assert.Single(again.GetSlotList(SlotsType.WithTokenPresent));
    }

    [Fact]
    public void Every_call_is_in_the_log_with_its_return_value()
    {
        _bench.Module.Log.Clear();
        using (ISession session = _bench.Open())
        {
            Assert.Throws<Pkcs11Exception>(() => session.Login(CKU.CKU_USER, "9999"));
        }

        Assert.Equal(
            [new LoggedCall("C_OpenSession", 0), new LoggedCall("C_Login", 0xA0), new LoggedCall("C_CloseSession", 0)],
            _bench.Module.Log.Calls);
    }
}
