namespace Cps.Smime.Cards.Simulator;

/// <summary>Decryption of one RSA block (PKCS#11 v2.20 section 11.9); the card has no C_DecryptUpdate.</summary>
internal sealed partial class Cryptoki
{
    public void DecryptInit(ulong handle, CryptokiMechanism mechanism, ulong keyHandle) => Call("C_DecryptInit", () =>
    {
        CryptokiSession session = Session(handle);
        if (session.Decrypt is not null)
        {
            throw new Refusal(Rv.CKR_OPERATION_ACTIVE);
        }

        TokenObject key = UsableKey(session, keyHandle);
        KeyRules.CheckDecrypt(CardOf(session), key, mechanism);
        session.Decrypt = new CryptokiSession.KeyOperation(mechanism, key);
    });

    public byte[] Decrypt(ulong handle, byte[] encrypted) => Call("C_Decrypt", () =>
    {
        CryptokiSession session = Session(handle);
        CryptokiSession.KeyOperation operation = session.Decrypt ?? throw new Refusal(Rv.CKR_OPERATION_NOT_INITIALIZED);
        session.Decrypt = null;
        return operation.IsAuthenticated
            ? KeyRules.Decrypt(operation.Key, operation.Mechanism, encrypted)
            : throw new Refusal(Rv.CKR_USER_NOT_LOGGED_IN);
    });
}
