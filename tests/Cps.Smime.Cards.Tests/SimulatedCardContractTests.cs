using Net.Pkcs11Interop.HighLevelAPI;

namespace Cps.Smime.Cards.Tests;

/// <summary>The contract over the simulator.</summary>
public sealed class SimulatedCardContractTests : CardContract
{
    private readonly IPkcs11Library _library = new SimulatedBench().Module.OpenLibrary();

    protected override Pkcs11Module OpenModule() => Pkcs11Module.FromLibrary(_library);
}
