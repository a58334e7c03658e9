using Cps.Smime.Certificates;
using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;

namespace Cps.Smime.Cards;

/// <summary>
/// The connection to one card, over its removals: opens it again when it was put back, makes sure that it is the same one, asks for the
/// PIN when the token is not logged in, and runs each operation in a session of its own, off the caller's context.
/// </summary>
internal sealed class CardConnection(CardReader reader, CardToken token, CardOptions options) : IDisposable
{
    private readonly SemaphoreSlim _opening = new(1, 1);
    private readonly PinDialogue _dialogue = new(reader.Name);
    private TokenLink? _link;
    private bool _disposed;

    public CardReader Reader => reader;

    public CardToken Token => token;

    public CardOptions Options => options;

    /// <summary>Runs something that needs no PIN.</summary>
    /// <exception cref="CardException">The card did not do it.</exception>
    public async Task<T> UseAsync<T>(Func<ISession, T> use, CancellationToken cancellationToken)
    {
        TokenLink link = await OpenAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await RunAsync(link, (_, session) => use(session), cancellationToken).ConfigureAwait(false);
        }
        catch (Pkcs11Exception e)
        {
            throw Translate(link, e);
        }
    }

    /// <summary>Runs an operation of a private key. The operation may run twice, so it must have no effect but its result.</summary>
    /// <exception cref="CardException">The card, its key or its holder did not do it.</exception>
    public async Task<T> UseKeyAsync<T>(KeyReference key, IPinProvider pins, PinReason reason, Func<KeyUse, T> use, CancellationToken cancellationToken)
    {
        for (bool isFirst = true; ; isFirst = false)
        {
            TokenLink link = await OpenAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                await LoginAsync(link, pins, reason, cancellationToken).ConfigureAwait(false);
                KeyHandle handle = await RunAsync(link, (l, session) => l.FindKey(session, key), cancellationToken).ConfigureAwait(false);
                return handle.AlwaysAuthenticate
                    ? await UseWithPinAsync(link, handle, pins, reason, use, cancellationToken).ConfigureAwait(false)
                    : await RunAsync(link, (l, session) => use(new KeyUse(l.Slot, session, handle, null)), cancellationToken).ConfigureAwait(false);
            }
            catch (Pkcs11Exception e) when (isFirst && e.RV is CKR.CKR_USER_NOT_LOGGED_IN)
            {
                // Another process logged the token out: the person is asked once more, and only once.
            }
            catch (Pkcs11Exception e) when (isFirst && e.RV is CKR.CKR_OBJECT_HANDLE_INVALID or CKR.CKR_KEY_HANDLE_INVALID)
            {
                link.ForgetKeys();
            }
            catch (Pkcs11Exception e) when (e.Method == "C_Login" && PinDialogue.IsPinFailure(e))
            {
                throw _dialogue.Rejected(link.Slot, e);
            }
            catch (Pkcs11Exception e)
            {
                throw Translate(link, e);
            }
        }
    }

    /// <summary>Whether the card is still the one of this use, without opening it again.</summary>
    public static bool IsAlive(KeyUse use)
    {
        try
        {
            use.Session.GetSessionInfo();
            return use.Slot.GetSlotInfo().SlotFlags.TokenPresent;
        }
        catch (Pkcs11Exception)
        {
            return false;
        }
    }

    /// <summary>Closes the sessions. The login ends with the last session of the process on the card.</summary>
    public void Dispose()
    {
        _disposed = true;
        Interlocked.Exchange(ref _link, null)?.Dispose();
    }

    // From the question to the answer's use nobody else presents a PIN, so what the person is told about the counter stays true.
    private async Task<T> UseWithPinAsync<T>(TokenLink link, KeyHandle handle, IPinProvider pins, PinReason reason, Func<KeyUse, T> use, CancellationToken cancellationToken)
    {
        SemaphoreSlim gate = reader.Module.LoginGate(reader.SlotId);
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            using PinEntry pin = await _dialogue.AskAsync(link.Slot, pins, reason, eachUse: true, cancellationToken).ConfigureAwait(false);
            return await RunAsync(link, (l, session) => use(new KeyUse(l.Slot, session, handle, pin)), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            gate.Release();
        }
    }

    // The session of a failed operation is closed, never returned: an operation may be active in it.
    private static async Task<T> RunAsync<T>(TokenLink link, Func<TokenLink, ISession, T> use, CancellationToken cancellationToken)
    {
        using SessionLease lease = await link.Pool.LeaseAsync(cancellationToken).ConfigureAwait(false);
        return await Task.Run(
            () =>
            {
                try
                {
                    return use(link, lease.Session);
                }
                catch
                {
                    lease.IsFaulty = true;
                    throw;
                }
            },
            CancellationToken.None).ConfigureAwait(false);
    }

    private async Task<TokenLink> OpenAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, typeof(Card));
        await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await Task.Run(OpenNow, CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            _opening.Release();
        }
    }

    private TokenLink OpenNow()
    {
        _ = reader.Module.Library;
        if (_link is { } open)
        {
            if (open.IsAlive())
            {
                return open;
            }

            Forget(open);
        }

        TokenLink link;
        try
        {
            link = TokenLink.Open(reader.Slot, options);
        }
        catch (Pkcs11Exception e)
        {
            throw e.ToCardException($"{token}, {reader.Name}");
        }

        if (!link.Token.IsSameCard(token))
        {
            link.Dispose();
            throw new CardException(CpsErrorCode.CardAbsent, "another card is in the reader", $"{link.Token} instead of {token}",
                "Put the first card back, or open the other one as a card of its own");
        }

        _link = link;
        return link;
    }

    private async Task LoginAsync(TokenLink link, IPinProvider pins, PinReason reason, CancellationToken cancellationToken)
    {
        if (!link.Token.Pin.LoginRequired)
        {
            return;
        }

        SemaphoreSlim gate = reader.Module.LoginGate(reader.SlotId);
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (await Task.Run(link.IsLoggedIn, CancellationToken.None).ConfigureAwait(false))
            {
                return;
            }

            using PinEntry entry = await _dialogue.AskAsync(link.Slot, pins, reason, eachUse: false, cancellationToken).ConfigureAwait(false);
            await Task.Run(() => link.OnMain(main => _dialogue.Present(link.Slot, main, entry)), CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            gate.Release();
        }
    }

    private CardException Translate(TokenLink link, Pkcs11Exception e)
    {
        // Older modules answer CKR_GENERAL_ERROR for a removed card, so the card itself is asked too.
        bool isRemoved = CkrTranslation.IsRemoval(e.RV) || !link.IsAlive();
        if (isRemoved)
        {
            Forget(link);
        }

        return e.ToCardException($"{token}, {reader.Name}", isRemoved);
    }

    // Sessions that died with the card are not closed: a module may give their handles to new sessions.
    private void Forget(TokenLink link) => Interlocked.CompareExchange(ref _link, null, link);
}
