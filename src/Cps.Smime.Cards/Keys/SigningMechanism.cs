using System.Security.Cryptography;
using Cps.Smime.Certificates;
using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;

namespace Cps.Smime.Cards;

/// <summary>
/// One way a token makes a signature: with the digest done by the token (CKM_SHA256_RSA_PKCS, what CPS cards prefer), or over what is
/// computed here (CKM_RSA_PKCS over a DigestInfo, CKM_RSA_PKCS_PSS over a digest).
/// </summary>
/// <param name="Mechanism">The mechanism.</param>
/// <param name="Algorithm">What it makes.</param>
/// <param name="DigestsItself">Whether the token is given the data and not its digest.</param>
internal sealed record SigningMechanism(CKM Mechanism, SignatureAlgorithm Algorithm, bool DigestsItself)
{
    private static readonly SigningMechanism[] s_all =
    [
        new(CKM.CKM_SHA256_RSA_PKCS, SignatureAlgorithm.RsaPkcs1Sha256, true),
        new(CKM.CKM_RSA_PKCS, SignatureAlgorithm.RsaPkcs1Sha256, false),
        new(CKM.CKM_SHA384_RSA_PKCS, SignatureAlgorithm.RsaPkcs1Sha384, true),
        new(CKM.CKM_SHA512_RSA_PKCS, SignatureAlgorithm.RsaPkcs1Sha512, true),
        new(CKM.CKM_SHA256_RSA_PKCS_PSS, SignatureAlgorithm.RsaPssSha256, true),
        new(CKM.CKM_RSA_PKCS_PSS, SignatureAlgorithm.RsaPssSha256, false),
        new(CKM.CKM_SHA384_RSA_PKCS_PSS, SignatureAlgorithm.RsaPssSha384, true),
        new(CKM.CKM_SHA512_RSA_PKCS_PSS, SignatureAlgorithm.RsaPssSha512, true),
    ];

    // A token without any digest mechanism signs whatever DigestInfo it is given; one with some (a CPS3) refuses the digests it does not know.
    private static readonly SigningMechanism[] s_bare =
    [
        new(CKM.CKM_RSA_PKCS, SignatureAlgorithm.RsaPkcs1Sha384, false),
        new(CKM.CKM_RSA_PKCS, SignatureAlgorithm.RsaPkcs1Sha512, false),
    ];

    /// <summary>What a token with these mechanisms can do, the preferred way first.</summary>
    public static IReadOnlyList<SigningMechanism> Choose(IReadOnlyCollection<CKM> offered)
    {
        bool digests = s_all.Any(m => m.DigestsItself && offered.Contains(m.Mechanism));
        return [.. s_all.Concat(digests ? [] : s_bare).Where(m => offered.Contains(m.Mechanism))];
    }

    /// <summary>Whether a refusal at the beginning means that this key does not take this mechanism, so that another way may be tried.</summary>
    public static bool IsRefusal(Pkcs11Exception e) => e.Method == "C_SignInit" && e.RV is CKR.CKR_KEY_TYPE_INCONSISTENT
        or CKR.CKR_KEY_FUNCTION_NOT_PERMITTED or CKR.CKR_MECHANISM_INVALID or CKR.CKR_MECHANISM_PARAM_INVALID;

    /// <summary>Signs with a key.</summary>
    /// <exception cref="Pkcs11Exception">The token did not.</exception>
    public byte[] Sign(KeyUse use, byte[] data)
    {
        byte[] input = DigestsItself ? data
            : Algorithm.Family == SignatureFamily.RsaPss ? CryptographicOperations.HashData(Algorithm.Digest, data)
            : DigestInfo.Of(Algorithm.Digest, data);
        using IMechanism mechanism = Create(use.Session.Factories);
        return use.EachUsePin is { } entry
            ? use.Session.Sign(mechanism, use.Key.Object, entry.Pin, input)
            : use.Session.Sign(mechanism, use.Key.Object, input);
    }

    private IMechanism Create(Pkcs11InteropFactories factories)
    {
        if (Algorithm.Family != SignatureFamily.RsaPss)
        {
            return factories.MechanismFactory.Create(Mechanism);
        }

        (CKM hash, CKG mask, ulong salt) = RsaDigests.Of(Algorithm.Digest);
        return factories.MechanismFactory.Create(Mechanism, factories.MechanismParamsFactory.CreateCkRsaPkcsPssParams((ulong)hash, (ulong)mask, salt));
    }
}
