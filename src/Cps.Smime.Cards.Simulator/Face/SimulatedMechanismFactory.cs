using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;
using Net.Pkcs11Interop.HighLevelAPI.Factories;
using Net.Pkcs11Interop.HighLevelAPI.MechanismParams;

namespace Cps.Smime.Cards.Simulator;

/// <summary>Makes mechanisms that keep their parameters as Pkcs11Interop gave them.</summary>
internal sealed class SimulatedMechanismFactory : IMechanismFactory
{
    public IMechanism Create(ulong type) => new SimulatedMechanism(type, null);

    public IMechanism Create(CKM type) => new SimulatedMechanism((ulong)type, null);

    // No mechanism of the simulated cards takes bytes as its parameter.
    public IMechanism Create(ulong type, byte[] parameter) => new SimulatedMechanism(parameter is null ? type : ulong.MaxValue, null);

    public IMechanism Create(CKM type, byte[] parameter) => Create((ulong)type, parameter);

    public IMechanism Create(ulong type, IMechanismParams parameter) => new SimulatedMechanism(type, parameter);

    public IMechanism Create(CKM type, IMechanismParams parameter) => new SimulatedMechanism((ulong)type, parameter);
}
