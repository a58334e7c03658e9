using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;

namespace Cps.Smime.Cards.Simulator;

/// <summary>A reader as Pkcs11Interop's <see cref="ISlot"/>.</summary>
internal sealed class SimulatedSlot(Cryptoki cryptoki, Pkcs11InteropFactories factories, ulong slotId) : ISlot
{
    public Pkcs11InteropFactories Factories => factories;

    public ulong SlotId => slotId;

    public ISlotInfo GetSlotInfo() => Face.Call(() =>
    {
        (string description, bool present) = cryptoki.GetSlotInfo(slotId);
        return new SlotInformation(slotId, description, present);
    });

    public ITokenInfo GetTokenInfo() => Face.Call(() => new TokenInfoFace(slotId, cryptoki.GetTokenInfo(slotId)));

    public List<CKM> GetMechanismList() => Face.Call(() => cryptoki.GetMechanismList(slotId).Select(m => (CKM)m).ToList());

    public IMechanismInfo GetMechanismInfo(CKM mechanism) => Face.Call(() =>
        new MechanismInformation(mechanism, cryptoki.GetMechanismInfo(slotId, (ulong)mechanism)));

    public void InitToken(string soPin, string label) => throw Face.NotSupported("C_InitToken");

    public void InitToken(byte[] soPin, byte[] label) => throw Face.NotSupported("C_InitToken");

    public ISession OpenSession(SessionType sessionType) => Face.Call(() =>
        new SimulatedSession(cryptoki, factories, cryptoki.OpenSession(slotId, readWrite: sessionType == SessionType.ReadWrite)));

    public void CloseSession(ISession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        session.CloseSession();
    }

    public void CloseAllSessions() => Face.Call(() => cryptoki.CloseAllSessions(slotId));

    private sealed class SlotInformation(ulong slotId, string description, bool present) : ISlotInfo, ISlotFlags
    {
        public ulong SlotId => slotId;

        public string SlotDescription => description;

        public string ManufacturerId => "";

        public ISlotFlags SlotFlags => this;

        public string HardwareVersion => "1.0";

        public string FirmwareVersion => "1.0";

        public ulong Flags => (TokenPresent ? 1ul : 0) | 2 | 4;

        public bool TokenPresent => present;

        public bool RemovableDevice => true;

        public bool HardwareSlot => true;
    }
}
