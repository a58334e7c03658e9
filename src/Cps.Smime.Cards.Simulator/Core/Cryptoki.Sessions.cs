namespace Cps.Smime.Cards.Simulator;

/// <summary>Session management (PKCS#11 v2.20 section 11.6): sessions, login, logout.</summary>
internal sealed partial class Cryptoki
{
    public ulong OpenSession(ulong slotId, bool readWrite) => Call("C_OpenSession", () =>
    {
        SimulatedCard card = Token(slotId);
        SimulatedReader reader = Slot(slotId);
        if (!readWrite && reader.LoggedIn == Ck.CKU_SO)
        {
            throw new Refusal(Rv.CKR_SESSION_READ_WRITE_SO_EXISTS);
        }

        if (card.MaximumSessions > 0 && _sessions.Values.Count(s => s.Reader == reader) >= card.MaximumSessions)
        {
            throw new Refusal(Rv.CKR_SESSION_COUNT);
        }

        CryptokiSession session = new(++_lastSession, reader, readWrite);
        _sessions.Add(session.Handle, session);
        return session.Handle;
    });

    public void CloseSession(ulong handle) => Call("C_CloseSession", () =>
    {
        SimulatedReader reader = Session(handle).Reader;
        _sessions.Remove(handle);
        if (!_sessions.Values.Any(s => s.Reader == reader))
        {
            reader.LoggedIn = null;
        }
    });

    public void CloseAllSessions(ulong slotId) => Call("C_CloseAllSessions", () => CloseSessionsOf(Slot(slotId)));

    /// <summary>Slot, state (CKS_...) and whether the session may write.</summary>
    public (ulong SlotId, ulong State, bool ReadWrite) GetSessionInfo(ulong handle) => Call("C_GetSessionInfo", () =>
    {
        CryptokiSession session = Session(handle);
        ulong state = (session.Reader.LoggedIn, session.IsReadWrite) switch
        {
            (Ck.CKU_SO, _) => Ck.CKS_RW_SO_FUNCTIONS,
            (Ck.CKU_USER, true) => Ck.CKS_RW_USER_FUNCTIONS,
            (Ck.CKU_USER, false) => Ck.CKS_RO_USER_FUNCTIONS,
            (_, true) => Ck.CKS_RW_PUBLIC_SESSION,
            _ => Ck.CKS_RO_PUBLIC_SESSION,
        };
        return (session.Reader.SlotId, state, session.IsReadWrite);
    });

    /// <summary>C_Login. A null PIN asks for the reader's keypad.</summary>
    public void Login(ulong handle, ulong user, byte[]? pin) => Call("C_Login", () =>
    {
        CryptokiSession session = Session(handle);
        SimulatedCard card = CardOf(session);
        if (user == Ck.CKU_CONTEXT_SPECIFIC)
        {
            LoginToOperation(session, card, pin);
            return;
        }

        if (user is not (Ck.CKU_SO or Ck.CKU_USER))
        {
            throw new Refusal(Rv.CKR_USER_TYPE_INVALID);
        }

        if (session.Reader.LoggedIn is { } loggedIn)
        {
            throw new Refusal(loggedIn == user ? Rv.CKR_USER_ALREADY_LOGGED_IN : Rv.CKR_USER_ANOTHER_ALREADY_LOGGED_IN);
        }

        if (user == Ck.CKU_SO && _sessions.Values.Any(s => s.Reader == session.Reader && !s.IsReadWrite))
        {
            throw new Refusal(Rv.CKR_SESSION_READ_ONLY_EXISTS);
        }

        byte[] code = Given(session.Reader, pin);
        if (user == Ck.CKU_USER)
        {
            CheckLength(card, code);
            card.Pin.Present(code);
        }
        else
        {
            card.UnblockingCode.Present(code);
        }

        session.Reader.LoggedIn = user;
    });

    public void Logout(ulong handle) => Call("C_Logout", () =>
    {
        CryptokiSession session = Session(handle);
        session.Reader.LoggedIn = session.Reader.LoggedIn is null ? throw new Refusal(Rv.CKR_USER_NOT_LOGGED_IN) : null;
    });

    /// <summary>C_InitPIN: unblocks the PIN, in a read-write session that the unblocking code opened.</summary>
    public void InitPin(ulong handle, byte[] newPin) => Call("C_InitPIN", () =>
    {
        CryptokiSession session = Session(handle);
        if (session.Reader.LoggedIn != Ck.CKU_SO)
        {
            throw new Refusal(Rv.CKR_USER_NOT_LOGGED_IN);
        }

        CheckLength(CardOf(session), newPin);
        CardOf(session).Pin.Reset(newPin);
    });

    /// <summary>C_SetPIN: changes the PIN of the user, who presents the old one.</summary>
    public void SetPin(ulong handle, byte[] oldPin, byte[] newPin) => Call("C_SetPIN", () =>
    {
        CryptokiSession session = Session(handle);
        SimulatedCard card = CardOf(session);
        if (!session.IsReadWrite)
        {
            throw new Refusal(Rv.CKR_SESSION_READ_ONLY);
        }

        CheckLength(card, newPin);
        card.Pin.Present(oldPin);
        card.Pin.Reset(newPin);
    });

    private static void LoginToOperation(CryptokiSession session, SimulatedCard card, byte[]? pin)
    {
        CryptokiSession.KeyOperation operation = new[] { session.Sign, session.Decrypt }.FirstOrDefault(o => o is { IsAuthenticated: false })
            ?? throw new Refusal(Rv.CKR_OPERATION_NOT_INITIALIZED);
        byte[] code = Given(session.Reader, pin);
        CheckLength(card, code);
        card.Pin.Present(code);
        operation.IsAuthenticated = true;
    }

    private static byte[] Given(SimulatedReader reader, byte[]? pin) =>
        pin ?? reader.Keypad?.Invoke() ?? throw new Refusal(Rv.CKR_ARGUMENTS_BAD);

    private static void CheckLength(SimulatedCard card, byte[] pin)
    {
        if (pin.Length < card.MinimumPinLength || pin.Length > card.MaximumPinLength)
        {
            throw new Refusal(Rv.CKR_PIN_LEN_RANGE);
        }
    }

    private void CloseSessionsOf(SimulatedReader reader)
    {
        foreach (ulong handle in _sessions.Values.Where(s => s.Reader == reader).Select(s => s.Handle).ToList())
        {
            _sessions.Remove(handle);
        }

        reader.LoggedIn = null;
    }
}
