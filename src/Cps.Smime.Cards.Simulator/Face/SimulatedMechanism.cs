using Net.Pkcs11Interop.HighLevelAPI;
using Net.Pkcs11Interop.HighLevelAPI.MechanismParams;
using L40 = Net.Pkcs11Interop.LowLevelAPI40.MechanismParams;
using L41 = Net.Pkcs11Interop.LowLevelAPI41.MechanismParams;
using L80 = Net.Pkcs11Interop.LowLevelAPI80.MechanismParams;
using L81 = Net.Pkcs11Interop.LowLevelAPI81.MechanismParams;

namespace Cps.Smime.Cards.Simulator;

/// <summary>
/// A mechanism with the parameters that Pkcs11Interop made for a real module. Its four structures are the four sizes and packings of
/// CK_ULONG that platforms have.
/// </summary>
internal sealed class SimulatedMechanism(ulong type, IMechanismParams? parameters) : IMechanism
{
    public ulong Type => type;

    public object ToMarshalableStructure() => throw new NotSupportedException("A simulated mechanism has no native form.");

    public void Dispose()
    {
    }

    public static CryptokiMechanism Read(IMechanism mechanism)
    {
        ArgumentNullException.ThrowIfNull(mechanism);
        return mechanism is SimulatedMechanism simulated
            ? simulated.Read()
            : throw new ArgumentException("The mechanism was not made by the factories of this library.", nameof(mechanism));
    }

    private CryptokiMechanism Read() => parameters?.ToMarshalableStructure() switch
    {
        null => new CryptokiMechanism(type),
        L40.CK_RSA_PKCS_PSS_PARAMS p => new CryptokiMechanism(type, p.HashAlg, p.Mgf, p.Len),
        L41.CK_RSA_PKCS_PSS_PARAMS p => new CryptokiMechanism(type, p.HashAlg, p.Mgf, p.Len),
        L80.CK_RSA_PKCS_PSS_PARAMS p => new CryptokiMechanism(type, p.HashAlg, p.Mgf, p.Len),
        L81.CK_RSA_PKCS_PSS_PARAMS p => new CryptokiMechanism(type, p.HashAlg, p.Mgf, p.Len),
        L40.CK_RSA_PKCS_OAEP_PARAMS p => new CryptokiMechanism(type, p.HashAlg, p.Mgf, HasLabel: p.SourceDataLen > 0),
        L41.CK_RSA_PKCS_OAEP_PARAMS p => new CryptokiMechanism(type, p.HashAlg, p.Mgf, HasLabel: p.SourceDataLen > 0),
        L80.CK_RSA_PKCS_OAEP_PARAMS p => new CryptokiMechanism(type, p.HashAlg, p.Mgf, HasLabel: p.SourceDataLen > 0),
        L81.CK_RSA_PKCS_OAEP_PARAMS p => new CryptokiMechanism(type, p.HashAlg, p.Mgf, HasLabel: p.SourceDataLen > 0),
        _ => new CryptokiMechanism(ulong.MaxValue),
    };
}
