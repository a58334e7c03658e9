using System.Security.Cryptography;

namespace Cps.Smime.Cards.Simulator;

/// <summary>
/// What each kind of key does with each mechanism (docs/cards.md): refusals come when the operation begins, as from the real module,
/// save the length of the data, which is known only at its end.
/// </summary>
internal static class KeyRules
{
    // DigestInfo of RFC 8017 section 9.2 without the digest.
    private static readonly byte[] s_sha1Info = Convert.FromHexString("3021300906052b0e03021a05000414");
    private static readonly byte[] s_sha256Info = Convert.FromHexString("3031300d060960864801650304020105000420");

    public static void CheckSign(SimulatedCard card, TokenObject key, CryptokiMechanism mechanism)
    {
        if (!card.Mechanisms.TryGetValue(mechanism.Type, out ulong flags) || (flags & Ck.CKF_SIGN) == 0)
        {
            throw new Refusal(Rv.CKR_MECHANISM_INVALID);
        }

        if (key.Find(Ck.CKA_SIGN) is not [1])
        {
            throw new Refusal(Rv.CKR_KEY_FUNCTION_NOT_PERMITTED);
        }

        if (key.Rule == KeyRule.Cps3Authentication && mechanism.Type != Ck.CKM_RSA_PKCS)
        {
            throw new Refusal(Rv.CKR_KEY_TYPE_INCONSISTENT);
        }

        if (PssDigest(mechanism) is { } digest)
        {
            int length = DigestLength(digest);
            if (mechanism.HashAlgorithm != DigestMechanism(digest) || mechanism.MaskFunction != Mask(digest) || mechanism.SaltLength != (ulong)length)
            {
                throw new Refusal(Rv.CKR_MECHANISM_PARAM_INVALID);
            }
        }
    }

    public static void CheckDecrypt(SimulatedCard card, TokenObject key, CryptokiMechanism mechanism)
    {
        if (!card.Mechanisms.TryGetValue(mechanism.Type, out ulong flags) || (flags & Ck.CKF_DECRYPT) == 0)
        {
            throw new Refusal(Rv.CKR_MECHANISM_INVALID);
        }

        if (key.Find(Ck.CKA_DECRYPT) is not [1])
        {
            throw new Refusal(Rv.CKR_KEY_FUNCTION_NOT_PERMITTED);
        }

        if (mechanism.Type == Ck.CKM_RSA_PKCS_OAEP
            && (Digest(mechanism.HashAlgorithm) is not { } digest || mechanism.MaskFunction != Mask(digest) || mechanism.HasLabel))
        {
            throw new Refusal(Rv.CKR_MECHANISM_PARAM_INVALID);
        }
    }

    public static byte[] Sign(TokenObject key, CryptokiMechanism mechanism, byte[] data)
    {
        if (PssDigest(mechanism) is { } pss)
        {
            if (mechanism.Type != Ck.CKM_RSA_PKCS_PSS)
            {
                return key.Key!.SignData(data, pss, RSASignaturePadding.Pss);
            }

            return data.Length == DigestLength(pss) ? key.Key!.SignHash(data, pss, RSASignaturePadding.Pss) : throw new Refusal(Rv.CKR_DATA_LEN_RANGE);
        }

        return mechanism.Type switch
        {
            Ck.CKM_SHA1_RSA_PKCS => key.Key!.SignData(data, HashAlgorithmName.SHA1, RSASignaturePadding.Pkcs1),
            Ck.CKM_SHA256_RSA_PKCS => key.Key!.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
            Ck.CKM_SHA384_RSA_PKCS => key.Key!.SignData(data, HashAlgorithmName.SHA384, RSASignaturePadding.Pkcs1),
            Ck.CKM_SHA512_RSA_PKCS => key.Key!.SignData(data, HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1),
            Ck.CKM_RSA_X_509 => data.Length == key.Key!.KeySize / 8 ? RsaBlock.Private(key.Key, data) : throw new Refusal(Rv.CKR_DATA_LEN_RANGE),
            _ => SignBlock(key, data),
        };
    }

    public static byte[] Decrypt(TokenObject key, CryptokiMechanism mechanism, byte[] encrypted)
    {
        if (encrypted.Length != key.Key!.KeySize / 8)
        {
            throw new Refusal(Rv.CKR_ENCRYPTED_DATA_LEN_RANGE);
        }

        if (mechanism.Type == Ck.CKM_RSA_X_509)
        {
            return RsaBlock.Private(key.Key, encrypted);
        }

        if (mechanism.Type != Ck.CKM_RSA_PKCS_OAEP)
        {
            return RsaBlock.DecryptPadded(key.Key, encrypted) ?? throw new Refusal(Rv.CKR_ENCRYPTED_DATA_INVALID);
        }

        try
        {
            return key.Key.Decrypt(encrypted, RSAEncryptionPadding.CreateOaep(Digest(mechanism.HashAlgorithm)!.Value));
        }
        catch (CryptographicException)
        {
            throw new Refusal(Rv.CKR_ENCRYPTED_DATA_INVALID);
        }
    }

    /// <summary>The digest of CKM_SHA..., or null.</summary>
    public static HashAlgorithmName? Digest(ulong mechanism) => mechanism switch
    {
        Ck.CKM_SHA_1 => HashAlgorithmName.SHA1,
        Ck.CKM_SHA256 => HashAlgorithmName.SHA256,
        Ck.CKM_SHA384 => HashAlgorithmName.SHA384,
        Ck.CKM_SHA512 => HashAlgorithmName.SHA512,
        _ => null,
    };

    // CKM_RSA_PKCS: the block type 1 around what is given, within what the key allows.
    private static byte[] SignBlock(TokenObject key, byte[] data)
    {
        int modulus = key.Key!.KeySize / 8;
        if (key.Rule is KeyRule.Cps3Signature or KeyRule.Cps4Signature)
        {
            // "PSO hash off card": a bare digest, or its DigestInfo; the card signs the DigestInfo either way.
            byte[]? info = data switch
            {
                { Length: 20 } => [.. s_sha1Info, .. data],
                { Length: 32 } => [.. s_sha256Info, .. data],
                { Length: 35 } when data.AsSpan().StartsWith(s_sha1Info) => data,
                { Length: 51 } when data.AsSpan().StartsWith(s_sha256Info) => data,
                _ => null,
            };
            return RsaBlock.SignPadded(key.Key, info ?? throw new Refusal(Rv.CKR_DATA_LEN_RANGE));
        }

        int limit = key.Rule == KeyRule.Cps3Authentication ? modulus * 40 / 100 : modulus - 11;
        return data.Length <= limit ? RsaBlock.SignPadded(key.Key, data) : throw new Refusal(Rv.CKR_DATA_LEN_RANGE);
    }

    private static HashAlgorithmName? PssDigest(CryptokiMechanism mechanism) => mechanism.Type switch
    {
        Ck.CKM_RSA_PKCS_PSS => Digest(mechanism.HashAlgorithm) ?? throw new Refusal(Rv.CKR_MECHANISM_PARAM_INVALID),
        Ck.CKM_SHA1_RSA_PKCS_PSS => HashAlgorithmName.SHA1,
        Ck.CKM_SHA256_RSA_PKCS_PSS => HashAlgorithmName.SHA256,
        _ => null,
    };

    private static int DigestLength(HashAlgorithmName digest) => digest.Name switch
    {
        "SHA1" => 20,
        "SHA256" => 32,
        "SHA384" => 48,
        _ => 64,
    };

    private static ulong DigestMechanism(HashAlgorithmName digest) => digest.Name switch
    {
        "SHA1" => Ck.CKM_SHA_1,
        "SHA256" => Ck.CKM_SHA256,
        "SHA384" => Ck.CKM_SHA384,
        _ => Ck.CKM_SHA512,
    };

    private static ulong Mask(HashAlgorithmName digest) => digest.Name switch
    {
        "SHA1" => Ck.CKG_MGF1_SHA1,
        "SHA256" => Ck.CKG_MGF1_SHA256,
        "SHA384" => Ck.CKG_MGF1_SHA384,
        _ => Ck.CKG_MGF1_SHA512,
    };
}
