using System.Collections.Concurrent;
using Cps.Smime.Certificates;
using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;

namespace Cps.Smime.Cards;

/// <summary>
/// The sessions of one card: one lease is one session is one thread. Modules crash the whole process when a session is used by two
/// threads (docs/cards.md), so exclusive leases are a matter of safety, not of speed.
/// </summary>
internal sealed class SessionPool(ISlot slot, string subject, int maximum, TimeSpan wait) : IDisposable
{
    private readonly SemaphoreSlim _permits = new(maximum, maximum);
    private readonly ConcurrentBag<ISession> _idle = [];
    private int _open;
    private volatile bool _closed;

    /// <summary>Waits for a session of one's own.</summary>
    /// <exception cref="CardException">No session became free in time.</exception>
    /// <exception cref="Pkcs11Exception">The module did not open one.</exception>
    public async Task<SessionLease> LeaseAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (!await _permits.WaitAsync(wait, cancellationToken).ConfigureAwait(false))
            {
                throw new CardException(CpsErrorCode.CardFault, "no session of the card became free in time", subject, "Wait for the other operations to end");
            }

            if (_idle.TryTake(out ISession? idle))
            {
                return new SessionLease(this, idle);
            }

            try
            {
                ISession opened = await Task.Run(() => slot.OpenSession(SessionType.ReadOnly), cancellationToken).ConfigureAwait(false);
                Interlocked.Increment(ref _open);
                return new SessionLease(this, opened);
            }
            catch (Pkcs11Exception e) when (e.RV == CKR.CKR_SESSION_COUNT && Volatile.Read(ref _open) > 0)
            {
                // The token has fewer sessions than the pool may open. The permit is kept back for good, and the next free session is waited for.
            }
            catch
            {
                _permits.Release();
                throw;
            }
        }
    }

    /// <summary>Takes a session back; one that failed is closed and not used again, because an operation may still be active in it.</summary>
    public void Return(ISession session, bool isFaulty)
    {
        if (isFaulty || _closed)
        {
            Close(session);
            Interlocked.Decrement(ref _open);
        }
        else
        {
            _idle.Add(session);
        }

        _permits.Release();
    }

    /// <summary>
    /// Closes the idle sessions; leased ones are closed when they come back. The semaphore stays usable for them; it holds nothing native.
    /// </summary>
    public void Dispose()
    {
        _closed = true;
        while (_idle.TryTake(out ISession? session))
        {
            Close(session);
        }
    }

    /// <summary>Closes a session that may be dead.</summary>
    public static void Close(ISession session)
    {
        try
        {
            session.CloseSession();
        }
        catch (Pkcs11Exception)
        {
            // It died with its card.
        }
    }
}
