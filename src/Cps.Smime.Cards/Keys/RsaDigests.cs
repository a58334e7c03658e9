using System.Security.Cryptography;
using Net.Pkcs11Interop.Common;

namespace Cps.Smime.Cards;

/// <summary>Digests as the parameters of PSS and OAEP name them.</summary>
internal static class RsaDigests
{
    /// <summary>The mechanism of a digest, the mask generation function over it, and its length in bytes.</summary>
    public static (CKM Hash, CKG Mask, ulong Length) Of(HashAlgorithmName digest) => digest.Name switch
    {
        "SHA1" => (CKM.CKM_SHA_1, CKG.CKG_MGF1_SHA1, 20),
        "SHA256" => (CKM.CKM_SHA256, CKG.CKG_MGF1_SHA256, 32),
        "SHA384" => (CKM.CKM_SHA384, CKG.CKG_MGF1_SHA384, 48),
        "SHA512" => (CKM.CKM_SHA512, CKG.CKG_MGF1_SHA512, 64),
        _ => throw new ArgumentOutOfRangeException(nameof(digest)),
    };

    /// <summary>Whether the digest is one of those.</summary>
    public static bool IsKnown(HashAlgorithmName? digest) => digest?.Name is "SHA1" or "SHA256" or "SHA384" or "SHA512";
}
