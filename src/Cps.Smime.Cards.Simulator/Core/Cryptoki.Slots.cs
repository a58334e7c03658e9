namespace Cps.Smime.Cards.Simulator;

/// <summary>Slot and token management (PKCS#11 v2.20 section 11.5) and what happens when a card comes or goes.</summary>
internal sealed partial class Cryptoki
{
    public IReadOnlyList<ulong> GetSlotList(bool tokenPresent) => Call<IReadOnlyList<ulong>>("C_GetSlotList", () =>
        [.. Enumerable.Range(0, _readers.Count).Where(i => !tokenPresent || _readers[i].InsertedCard is not null).Select(i => (ulong)i)]);

    /// <summary>The reader's name and whether a card is in it.</summary>
    public (string Description, bool TokenPresent) GetSlotInfo(ulong slotId) => Call("C_GetSlotInfo", () =>
        (Slot(slotId).Name, Slot(slotId).InsertedCard is not null));

    public TokenInformation GetTokenInfo(ulong slotId) => Call("C_GetTokenInfo", () =>
    {
        SimulatedCard card = Token(slotId);
        SimulatedReader reader = Slot(slotId);
        int sessions = _sessions.Values.Count(s => s.Reader == reader);
        int readWrite = _sessions.Values.Count(s => s.Reader == reader && s.IsReadWrite);
        return new TokenInformation(card.Label, card.Manufacturer, card.Model, card.SerialNumber, Flags(card, reader),
            card.MinimumPinLength, card.MaximumPinLength, card.MaximumSessions, sessions, readWrite);
    });

    public IReadOnlyList<ulong> GetMechanismList(ulong slotId) => Call<IReadOnlyList<ulong>>("C_GetMechanismList", () => [.. Token(slotId).Mechanisms.Keys]);

    /// <summary>The flags of a mechanism.</summary>
    public ulong GetMechanismInfo(ulong slotId, ulong mechanism) => Call("C_GetMechanismInfo", () =>
        Token(slotId).Mechanisms.TryGetValue(mechanism, out ulong flags) ? flags : throw new Refusal(Rv.CKR_MECHANISM_INVALID));

    /// <summary>C_WaitForSlotEvent: the slot of the next event.</summary>
    public ulong WaitForSlotEvent(bool block) => Call("C_WaitForSlotEvent", () =>
    {
        while (_events.Count == 0)
        {
            if (!block)
            {
                throw new Refusal(Rv.CKR_NO_EVENT);
            }

            Monitor.Wait(_lock);
            if (!_initialized)
            {
                throw new Refusal(Rv.CKR_CRYPTOKI_NOT_INITIALIZED);
            }
        }

        return _events.Dequeue();
    });

    /// <summary>A card was put in or taken out: every session on the reader is closed, and whoever waits for events is told.</summary>
    public void CardChanged(SimulatedReader reader, SimulatedCard? card)
    {
        lock (_lock)
        {
            CloseSessionsOf(reader);
            reader.InsertedCard = card;
            _events.Enqueue(reader.SlotId);
            Monitor.PulseAll(_lock);
        }
    }

    private static ulong Flags(SimulatedCard card, SimulatedReader reader)
    {
        ulong flags = Ck.CKF_TOKEN_INITIALIZED | Ck.CKF_LOGIN_REQUIRED | Ck.CKF_USER_PIN_INITIALIZED;
        flags |= reader.Keypad is not null ? Ck.CKF_PROTECTED_AUTHENTICATION_PATH : 0;
        flags |= card.Pin is { IsLow: true, IsLocked: false } ? Ck.CKF_USER_PIN_COUNT_LOW : 0;
        flags |= card.Pin.IsFinalTry ? Ck.CKF_USER_PIN_FINAL_TRY : 0;
        flags |= card.Pin.IsLocked ? Ck.CKF_USER_PIN_LOCKED : 0;
        flags |= card.UnblockingCode is { IsLow: true, IsLocked: false } ? Ck.CKF_SO_PIN_COUNT_LOW : 0;
        flags |= card.UnblockingCode.IsFinalTry ? Ck.CKF_SO_PIN_FINAL_TRY : 0;
        flags |= card.UnblockingCode.IsLocked ? Ck.CKF_SO_PIN_LOCKED : 0;
        return flags;
    }
}
