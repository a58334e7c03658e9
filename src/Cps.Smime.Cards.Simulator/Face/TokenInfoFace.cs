using Net.Pkcs11Interop.HighLevelAPI;

namespace Cps.Smime.Cards.Simulator;

/// <summary>CK_TOKEN_INFO as Pkcs11Interop's <see cref="ITokenInfo"/>.</summary>
internal sealed class TokenInfoFace(ulong slotId, TokenInformation token) : ITokenInfo, ITokenFlags
{
    public ulong SlotId => slotId;

    public string Label => token.Label;

    public string ManufacturerId => token.Manufacturer;

    public string Model => token.Model;

    public string SerialNumber => token.SerialNumber;

    public ITokenFlags TokenFlags => this;

    public ulong MaxSessionCount => (ulong)token.MaximumSessions;

    public ulong SessionCount => (ulong)token.Sessions;

    public ulong MaxRwSessionCount => (ulong)token.MaximumSessions;

    public ulong RwSessionCount => (ulong)token.ReadWriteSessions;

    public ulong MaxPinLen => (ulong)token.MaximumPinLength;

    public ulong MinPinLen => (ulong)token.MinimumPinLength;

    public ulong TotalPublicMemory => ulong.MaxValue;

    public ulong FreePublicMemory => ulong.MaxValue;

    public ulong TotalPrivateMemory => ulong.MaxValue;

    public ulong FreePrivateMemory => ulong.MaxValue;

    public string HardwareVersion => "1.0";

    public string FirmwareVersion => "1.0";

    public string UtcTimeString => "";

    public DateTime? UtcTime => null;

    public ulong Flags => token.Flags;

    public bool Rng => false;

    public bool WriteProtected => false;

    public bool LoginRequired => Has(Ck.CKF_LOGIN_REQUIRED);

    public bool UserPinInitialized => Has(Ck.CKF_USER_PIN_INITIALIZED);

    public bool RestoreKeyNotNeeded => false;

    public bool ClockOnToken => false;

    public bool ProtectedAuthenticationPath => Has(Ck.CKF_PROTECTED_AUTHENTICATION_PATH);

    public bool DualCryptoOperations => false;

    public bool TokenInitialized => Has(Ck.CKF_TOKEN_INITIALIZED);

    public bool SecondaryAuthentication => false;

    public bool UserPinCountLow => Has(Ck.CKF_USER_PIN_COUNT_LOW);

    public bool UserPinFinalTry => Has(Ck.CKF_USER_PIN_FINAL_TRY);

    public bool UserPinLocked => Has(Ck.CKF_USER_PIN_LOCKED);

    public bool UserPinToBeChanged => false;

    public bool SoPinCountLow => Has(Ck.CKF_SO_PIN_COUNT_LOW);

    public bool SoPinFinalTry => Has(Ck.CKF_SO_PIN_FINAL_TRY);

    public bool SoPinLocked => Has(Ck.CKF_SO_PIN_LOCKED);

    public bool SoPinToBeChanged => false;

    private bool Has(ulong flag) => (token.Flags & flag) != 0;
}
