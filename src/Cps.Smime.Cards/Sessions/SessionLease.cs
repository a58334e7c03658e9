using Net.Pkcs11Interop.HighLevelAPI;

namespace Cps.Smime.Cards;

/// <summary>A session that belongs to one operation until it is disposed.</summary>
internal sealed class SessionLease(SessionPool pool, ISession session) : IDisposable
{
    private bool _returned;

    public ISession Session => session;

    /// <summary>Whether the operation failed, so that the session is not used again.</summary>
    public bool IsFaulty { get; set; }

    public void Dispose()
    {
        if (!_returned)
        {
            _returned = true;
            pool.Return(session, IsFaulty);
        }
    }
}
