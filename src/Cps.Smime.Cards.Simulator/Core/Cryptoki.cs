namespace Cps.Smime.Cards.Simulator;

/// <summary>
/// The PKCS#11 v2.20 module of the simulated readers, as byte-level functions without any type of a binding: the managed face over it
/// implements Pkcs11Interop's interfaces, and a native export can be another. One lock serialises every call, as one card does.
/// </summary>
internal sealed partial class Cryptoki(CallLog log)
{
    private readonly object _lock = new();
    private readonly Dictionary<ulong, CryptokiSession> _sessions = [];
    private readonly List<SimulatedReader> _readers = [];
    private readonly Queue<ulong> _events = [];
    private bool _initialized;
    private ulong _lastSession;

    /// <summary>What was called.</summary>
    public CallLog Log { get; } = log;

    /// <summary>The lock that also guards what readers and cards hold.</summary>
    public object Lock => _lock;

    public void AddReader(SimulatedReader reader)
    {
        lock (_lock)
        {
            _readers.Add(reader);
        }
    }

    /// <summary>C_Initialize; a second call is not an error here, because each face that is taken calls it.</summary>
    public void Initialize()
    {
        lock (_lock)
        {
            _initialized = true;
            Log.Add("C_Initialize", 0);
        }
    }

    /// <summary>C_Finalize: sessions and logins are gone.</summary>
    public void FinalizeModule() => Call("C_Finalize", () =>
    {
        foreach (SimulatedReader reader in _readers)
        {
            CloseSessionsOf(reader);
        }

        _initialized = false;
        Monitor.PulseAll(_lock);
    });

    private void Call(string function, Action body) => Call(function, () =>
    {
        body();
        return true;
    });

    private T Call<T>(string function, Func<T> body)
    {
        lock (_lock)
        {
            try
            {
                T result = _initialized ? body() : throw new Refusal(Rv.CKR_CRYPTOKI_NOT_INITIALIZED);
                Log.Add(function, 0);
                return result;
            }
            catch (Refusal refusal)
            {
                Log.Add(function, refusal.Code);
                throw new CryptokiError(function, refusal.Code);
            }
        }
    }

    private SimulatedReader Slot(ulong slotId) =>
        slotId < (ulong)_readers.Count ? _readers[(int)slotId] : throw new Refusal(Rv.CKR_SLOT_ID_INVALID);

    private SimulatedCard Token(ulong slotId) => Slot(slotId).InsertedCard ?? throw new Refusal(Rv.CKR_TOKEN_NOT_PRESENT);

    private CryptokiSession Session(ulong handle) =>
        _sessions.GetValueOrDefault(handle) ?? throw new Refusal(Rv.CKR_SESSION_HANDLE_INVALID);

    // A session dies with the presence of its card, so a session that lives has one.
    private static SimulatedCard CardOf(CryptokiSession session) => session.Reader.InsertedCard ?? throw new Refusal(Rv.CKR_TOKEN_NOT_PRESENT);

    private static TokenObject VisibleObject(CryptokiSession session, ulong handle, ulong code) =>
        CardOf(session).Objects.GetValueOrDefault(handle) is { } found && (!found.IsPrivate || session.Reader.LoggedIn == Ck.CKU_USER)
            ? found
            : throw new Refusal(code);
}
