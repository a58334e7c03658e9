using Net.Pkcs11Interop.HighLevelAPI;

namespace Cps.Smime.Cards.Simulator;

/// <summary>A handle of an object on a simulated card.</summary>
internal sealed record SimulatedObjectHandle(ulong ObjectId) : IObjectHandle;
