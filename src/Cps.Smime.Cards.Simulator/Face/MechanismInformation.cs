using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;

namespace Cps.Smime.Cards.Simulator;

/// <summary>CK_MECHANISM_INFO as Pkcs11Interop's <see cref="IMechanismInfo"/>.</summary>
internal sealed class MechanismInformation(CKM mechanism, ulong flags) : IMechanismInfo, IMechanismFlags
{
    public CKM Mechanism => mechanism;

    public ulong MinKeySize => 1024;

    public ulong MaxKeySize => 4096;

    public IMechanismFlags MechanismFlags => this;

    public ulong Flags => flags;

    public bool Hw => (flags & Ck.CKF_HW) != 0;

    public bool Encrypt => false;

    public bool Decrypt => (flags & Ck.CKF_DECRYPT) != 0;

    public bool Digest => (flags & Ck.CKF_DIGEST) != 0;

    public bool Sign => (flags & Ck.CKF_SIGN) != 0;

    public bool SignRecover => false;

    public bool Verify => false;

    public bool VerifyRecover => false;

    public bool Generate => false;

    public bool GenerateKeyPair => false;

    public bool Wrap => false;

    public bool Unwrap => false;

    public bool Derive => false;

    public bool Extension => false;

    public bool EcFp => false;

    public bool EcF2m => false;

    public bool EcEcParameters => false;

    public bool EcNamedCurve => false;

    public bool EcUncompress => false;

    public bool EcCompress => false;
}
