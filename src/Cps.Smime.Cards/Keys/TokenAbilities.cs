using Cps.Smime.Certificates;
using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;

namespace Cps.Smime.Cards;

/// <summary>What a token offers, read once without any PIN: what it signs and what it opens is known before a person is asked.</summary>
internal sealed class TokenAbilities
{
    private const int MaximumMechanisms = 1024;

    private readonly HashSet<CKM> _decrypting;
    private readonly bool _isSoftHsm;

    private TokenAbilities(HashSet<CKM> signing, HashSet<CKM> decrypting, bool isSoftHsm)
    {
        Signing = SigningMechanism.Choose(signing);
        _decrypting = decrypting;
        _isSoftHsm = isSoftHsm;
    }

    /// <summary>The ways to sign, the preferred one first.</summary>
    public IReadOnlyList<SigningMechanism> Signing { get; }

    /// <summary>Asks a token.</summary>
    /// <exception cref="Pkcs11Exception">It does not answer.</exception>
    public static TokenAbilities Read(ISlot slot)
    {
        HashSet<CKM> signing = [];
        HashSet<CKM> decrypting = [];
        foreach (CKM mechanism in slot.GetMechanismList().Take(MaximumMechanisms))
        {
            if (!IsRsa(mechanism) || FindFlags(slot, mechanism) is not { } flags)
            {
                continue;
            }

            if (flags.Sign)
            {
                signing.Add(mechanism);
            }

            if (flags.Decrypt)
            {
                decrypting.Add(mechanism);
            }
        }

        return new TokenAbilities(signing, decrypting, slot.GetTokenInfo().ManufacturerId.Contains("SoftHSM", StringComparison.Ordinal));
    }

    /// <summary>The way to open a content key of this algorithm.</summary>
    public DecryptionMethod Choose(KeyTransportAlgorithm algorithm, bool allowRaw)
    {
        if (algorithm.IsOaep && !(RsaDigests.IsKnown(algorithm.OaepDigest) && RsaDigests.IsKnown(algorithm.MgfDigest)))
        {
            return DecryptionMethod.None;
        }

        if (allowRaw && _decrypting.Contains(CKM.CKM_RSA_X_509))
        {
            return DecryptionMethod.Raw;
        }

        if (!algorithm.IsOaep)
        {
            return _decrypting.Contains(CKM.CKM_RSA_PKCS) ? DecryptionMethod.Pkcs1 : DecryptionMethod.None;
        }

        // SoftHSM 2 names the mechanism but refuses every digest except SHA-1; a mechanism list does not say such things.
        bool refused = _isSoftHsm && algorithm != KeyTransportAlgorithm.Oaep(System.Security.Cryptography.HashAlgorithmName.SHA1);
        return _decrypting.Contains(CKM.CKM_RSA_PKCS_OAEP) && !refused ? DecryptionMethod.Oaep : DecryptionMethod.None;
    }

    // A module may list what it then does not know; that is as good as not listed.
    private static IMechanismFlags? FindFlags(ISlot slot, CKM mechanism)
    {
        try
        {
            return slot.GetMechanismInfo(mechanism).MechanismFlags;
        }
        catch (Pkcs11Exception e) when (e.RV == CKR.CKR_MECHANISM_INVALID)
        {
            return null;
        }
    }

    private static bool IsRsa(CKM mechanism) => mechanism is CKM.CKM_RSA_PKCS or CKM.CKM_RSA_X_509 or CKM.CKM_RSA_PKCS_OAEP or CKM.CKM_RSA_PKCS_PSS
        or CKM.CKM_SHA256_RSA_PKCS or CKM.CKM_SHA384_RSA_PKCS or CKM.CKM_SHA512_RSA_PKCS
        or CKM.CKM_SHA256_RSA_PKCS_PSS or CKM.CKM_SHA384_RSA_PKCS_PSS or CKM.CKM_SHA512_RSA_PKCS_PSS;
}
