using System.Text;
using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;

namespace Cps.Smime.Cards.Simulator;

/// <summary>A session as Pkcs11Interop's <see cref="ISession"/>: this file holds its life and its logins.</summary>
internal sealed partial class SimulatedSession(Cryptoki cryptoki, Pkcs11InteropFactories factories, ulong handle) : ISession
{
    private bool _closed;

    public Pkcs11InteropFactories Factories => factories;

    public ulong SessionId => handle;

    public bool CloseWhenDisposed => true;

    public void CloseSession()
    {
        Face.Call(() => cryptoki.CloseSession(handle));
        _closed = true;
    }

    public void Dispose()
    {
        if (_closed)
        {
            return;
        }

        _closed = true;
        try
        {
            cryptoki.CloseSession(handle);
        }
        catch (CryptokiError)
        {
            // The session died with its card or its module.
        }
    }

    public ISessionInfo GetSessionInfo() => Face.Call(() =>
    {
        (ulong slotId, ulong state, bool readWrite) = cryptoki.GetSessionInfo(handle);
        return new SessionInformation(handle, slotId, (CKS)state, readWrite);
    });

    public void Login(CKU userType, string pin) => Login(userType, Bytes(pin)!);

    public void Login(CKU userType, byte[] pin) => Face.Call(() => cryptoki.Login(handle, (ulong)userType, pin));

    public void Logout() => Face.Call(() => cryptoki.Logout(handle));

    public void InitPin(string userPin) => InitPin(Bytes(userPin)!);

    public void InitPin(byte[] userPin) => Face.Call(() => cryptoki.InitPin(handle, userPin));

    public void SetPin(string oldPin, string newPin) => SetPin(Bytes(oldPin)!, Bytes(newPin)!);

    public void SetPin(byte[] oldPin, byte[] newPin) => Face.Call(() => cryptoki.SetPin(handle, oldPin, newPin));

    private static byte[]? Bytes(string? pin) => pin is null ? null : Encoding.UTF8.GetBytes(pin);

    private sealed class SessionInformation(ulong sessionId, ulong slotId, CKS state, bool readWrite) : ISessionInfo, ISessionFlags
    {
        public ulong SessionId => sessionId;

        public ulong SlotId => slotId;

        public CKS State => state;

        public ISessionFlags SessionFlags => this;

        public ulong DeviceError => 0;

        public ulong Flags => (readWrite ? 2ul : 0) | 4;

        public bool RwSession => readWrite;

        public bool SerialSession => true;
    }
}
