using System.Collections.Concurrent;
using Cps.Smime.Certificates;
using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;
using Net.Pkcs11Interop.HighLevelAPI.Factories;

namespace Cps.Smime.Cards;

/// <summary>
/// What is held of a card from its insertion to its removal: the main session, which keeps the login alive, the pool, and the handles of
/// keys. When the card goes, all of it is thrown away.
/// </summary>
internal sealed class TokenLink : IDisposable
{
    private const int MaximumKeys = 64;

    private readonly ConcurrentDictionary<KeyReference, KeyHandle> _keys = new();
    private readonly object _mainLock = new();
    private readonly ISession _main;

    private TokenLink(ISlot slot, ISession main, CardToken token, CardOptions options)
    {
        Slot = slot;
        _main = main;
        Token = token;
        Pool = new SessionPool(slot, token.ToString(), options.MaximumSessions, options.SessionWait);
    }

    public ISlot Slot { get; }

    public CardToken Token { get; }

    public SessionPool Pool { get; }

    /// <summary>Opens the main session.</summary>
    /// <exception cref="Pkcs11Exception">No card, or it does not answer.</exception>
    public static TokenLink Open(ISlot slot, CardOptions options)
    {
        ISession main = slot.OpenSession(SessionType.ReadOnly);
        return new TokenLink(slot, main, CardToken.From(slot.GetTokenInfo()), options);
    }

    /// <summary>Whether the card has stayed in since.</summary>
    public bool IsAlive()
    {
        try
        {
            OnMain(main => main.GetSessionInfo());
            return Slot.GetSlotInfo().SlotFlags.TokenPresent;
        }
        catch (Pkcs11Exception)
        {
            return false;
        }
    }

    /// <summary>Whether the user is logged in, by whatever part of the process.</summary>
    public bool IsLoggedIn() => OnMain(main => main.GetSessionInfo().State) is CKS.CKS_RO_USER_FUNCTIONS or CKS.CKS_RW_USER_FUNCTIONS;

    /// <summary>Uses the main session, one thread at a time.</summary>
    public T OnMain<T>(Func<ISession, T> use)
    {
        lock (_mainLock)
        {
            return use(_main);
        }
    }

    /// <summary>The private key of a certificate: same CKA_ID and same public key.</summary>
    /// <exception cref="CardException"><see cref="CpsErrorCode.KeyUnusable"/>: there is none.</exception>
    public KeyHandle FindKey(ISession session, KeyReference key) => _keys.GetOrAdd(key, k => Search(session, k));

    /// <summary>Forgets the handles, which a module may renumber.</summary>
    public void ForgetKeys() => _keys.Clear();

    /// <summary>Closes the sessions of a card that is still there.</summary>
    public void Dispose()
    {
        Pool.Dispose();
        lock (_mainLock)
        {
            SessionPool.Close(_main);
        }
    }

    private static KeyHandle Search(ISession session, KeyReference key)
    {
        IObjectAttributeFactory attributes = session.Factories.ObjectAttributeFactory;
        using IObjectAttribute objectClass = attributes.Create(CKA.CKA_CLASS, CKO.CKO_PRIVATE_KEY);
        using IObjectAttribute id = attributes.Create(CKA.CKA_ID, key.Id);
        List<IObjectHandle> found = session.FindAllObjects([objectClass, id]);
        IObjectHandle? unnamed = null;
        foreach (IObjectHandle candidate in found.Take(MaximumKeys))
        {
            byte[]? modulus = ObjectAttributes.FindBytes(session, candidate, CKA.CKA_MODULUS);
            if (modulus is null)
            {
                unnamed = candidate;
            }
            else if (modulus.AsSpan().TrimStart((byte)0).SequenceEqual(key.Modulus))
            {
                return new KeyHandle(candidate, ObjectAttributes.IsTrue(session, candidate, CKA.CKA_ALWAYS_AUTHENTICATE));
            }
        }

        // A token that hides the modulus is taken at its word when no other key has the identifier; signatures are verified anyway.
        return unnamed is not null && found.Count == 1
            ? new KeyHandle(unnamed, ObjectAttributes.IsTrue(session, unnamed, CKA.CKA_ALWAYS_AUTHENTICATE))
            : throw new CardException(CpsErrorCode.KeyUnusable, "the card holds no private key of this certificate", key.Subject,
                "Choose another certificate of the card");
    }
}
