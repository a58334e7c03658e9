using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;
using Net.Pkcs11Interop.HighLevelAPI.Factories;

namespace Cps.Smime.Cards.Simulator;

/// <summary>The module as Pkcs11Interop's <see cref="IPkcs11Library"/>.</summary>
internal sealed class SimulatedLibrary : IPkcs11Library
{
    private readonly Cryptoki _cryptoki;
    private bool _disposed;

    public SimulatedLibrary(Cryptoki cryptoki)
    {
        _cryptoki = cryptoki;
        Factories = new Pkcs11InteropFactories(new Pkcs11LibraryFactory(), new SlotFactory(), new SessionFactory(), new ObjectAttributeFactory(),
            new ObjectHandleFactory(), new SimulatedMechanismFactory(), new MechanismParamsFactory());
    }

    public Pkcs11InteropFactories Factories { get; }

    public ILibraryInfo GetInfo() => new LibraryInformation();

    public List<ISlot> GetSlotList(SlotsType slotsType) => Face.Call(() =>
        _cryptoki.GetSlotList(slotsType == SlotsType.WithTokenPresent).Select(id => (ISlot)new SimulatedSlot(_cryptoki, Factories, id)).ToList());

    public void WaitForSlotEvent(WaitType waitType, out bool eventOccured, out ulong slotId)
    {
        slotId = 0;
        try
        {
            slotId = Face.Call(() => _cryptoki.WaitForSlotEvent(block: waitType == WaitType.Blocking));
            eventOccured = true;
        }
        catch (Pkcs11Exception e) when (e.RV == CKR.CKR_NO_EVENT)
        {
            eventOccured = false;
        }
    }

    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            try
            {
                _cryptoki.FinalizeModule();
            }
            catch (CryptokiError)
            {
                // Another face finalised the module already; Pkcs11Interop does not throw from Dispose either.
            }
        }
    }

    private sealed class LibraryInformation : ILibraryInfo
    {
        public string CryptokiVersion => "2.20";

        public string ManufacturerId => "Cps.Smime";

        public ulong Flags => 0;

        public string LibraryDescription => "Simulated CPS cards";

        public string LibraryVersion => "1.0";
    }
}
