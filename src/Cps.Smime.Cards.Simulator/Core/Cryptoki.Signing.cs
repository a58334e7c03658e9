using System.Security.Cryptography;

namespace Cps.Smime.Cards.Simulator;

/// <summary>Signing (PKCS#11 v2.20 section 11.11), with what each key of a CPS card allows, and digesting (section 11.10).</summary>
internal sealed partial class Cryptoki
{
    public void SignInit(ulong handle, CryptokiMechanism mechanism, ulong keyHandle) => Call("C_SignInit", () =>
    {
        CryptokiSession session = Session(handle);
        if (session.Sign is not null)
        {
            throw new Refusal(Rv.CKR_OPERATION_ACTIVE);
        }

        TokenObject key = UsableKey(session, keyHandle);
        KeyRules.CheckSign(CardOf(session), key, mechanism);
        session.Sign = new CryptokiSession.KeyOperation(mechanism, key);
    });

    public byte[] Sign(ulong handle, byte[] data) => Call("C_Sign", () =>
    {
        CryptokiSession session = Session(handle);
        CryptokiSession.KeyOperation operation = session.Sign is { IsMultiPart: false } o ? o : throw new Refusal(Rv.CKR_OPERATION_NOT_INITIALIZED);
        session.Sign = null;
        return SignNow(CardOf(session), operation, data);
    });

    public void SignUpdate(ulong handle, byte[] part) => Call("C_SignUpdate", () =>
    {
        CryptokiSession.KeyOperation operation = Session(handle).Sign ?? throw new Refusal(Rv.CKR_OPERATION_NOT_INITIALIZED);
        operation.IsMultiPart = true;
        operation.Data.Write(part);
    });

    public byte[] SignFinal(ulong handle) => Call("C_SignFinal", () =>
    {
        CryptokiSession session = Session(handle);
        CryptokiSession.KeyOperation operation = session.Sign ?? throw new Refusal(Rv.CKR_OPERATION_NOT_INITIALIZED);
        session.Sign = null;
        return SignNow(CardOf(session), operation, operation.Data.ToArray());
    });

    public void DigestInit(ulong handle, ulong mechanism) => Call("C_DigestInit", () =>
    {
        CryptokiSession session = Session(handle);
        if (session.Digest is not null)
        {
            throw new Refusal(Rv.CKR_OPERATION_ACTIVE);
        }

        HashAlgorithmName? name = CardOf(session).Mechanisms.ContainsKey(mechanism) ? KeyRules.Digest(mechanism) : null;
        session.Digest = IncrementalHash.CreateHash(name ?? throw new Refusal(Rv.CKR_MECHANISM_INVALID));
    });

    public void DigestUpdate(ulong handle, byte[] part) => Call("C_DigestUpdate", () =>
        (Session(handle).Digest ?? throw new Refusal(Rv.CKR_OPERATION_NOT_INITIALIZED)).AppendData(part));

    public byte[] DigestFinal(ulong handle) => Call("C_DigestFinal", () =>
    {
        CryptokiSession session = Session(handle);
        using IncrementalHash digest = session.Digest ?? throw new Refusal(Rv.CKR_OPERATION_NOT_INITIALIZED);
        session.Digest = null;
        return digest.GetHashAndReset();
    });

    private static TokenObject UsableKey(CryptokiSession session, ulong keyHandle)
    {
        // CKR_USER_NOT_LOGGED_IN, as measured on the real module, and not KEY_HANDLE_INVALID: the key is there, the PIN is not.
        if (CardOf(session).Objects.GetValueOrDefault(keyHandle) is { IsPrivate: true } && session.Reader.LoggedIn != Ck.CKU_USER)
        {
            throw new Refusal(Rv.CKR_USER_NOT_LOGGED_IN);
        }

        TokenObject key = VisibleObject(session, keyHandle, Rv.CKR_KEY_HANDLE_INVALID);
        return key.Key is null ? throw new Refusal(Rv.CKR_KEY_HANDLE_INVALID) : key;
    }

    private static byte[] SignNow(SimulatedCard card, CryptokiSession.KeyOperation operation, byte[] data)
    {
        if (!operation.IsAuthenticated)
        {
            throw new Refusal(Rv.CKR_USER_NOT_LOGGED_IN);
        }

        byte[] signature = KeyRules.Sign(operation.Key, operation.Mechanism, data);
        return card.SignatureFault is { } fault ? fault(signature) : signature;
    }
}
