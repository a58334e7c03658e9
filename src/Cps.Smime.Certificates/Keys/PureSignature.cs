using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace Cps.Smime.Certificates;

/// <summary>
/// Signature algorithms that take the data itself and not a digest of it: Ed25519 (RFC 8032, RFC 8410) and ML-DSA (FIPS 204, RFC 9881),
/// in the pure form and without context, as CMS uses them (RFC 8419, RFC 9882). ML-DSA is the platform's where it has it.
/// </summary>
internal static class PureSignature
{
    /// <summary>The family of a key's algorithm identifier, or null when it is another kind of key.</summary>
    public static SignatureFamily? FamilyOf(string oid) => oid switch
    {
        Oids.Ed25519 => SignatureFamily.Ed25519,
        Oids.MLDsa44 => SignatureFamily.MLDsa44,
        Oids.MLDsa65 => SignatureFamily.MLDsa65,
        Oids.MLDsa87 => SignatureFamily.MLDsa87,
        _ => null,
    };

    public static SignatureAlgorithm AlgorithmOf(SignatureFamily family) => family switch
    {
        SignatureFamily.Ed25519 => SignatureAlgorithm.Ed25519,
        SignatureFamily.MLDsa44 => SignatureAlgorithm.MLDsa44,
        SignatureFamily.MLDsa65 => SignatureAlgorithm.MLDsa65,
        _ => SignatureAlgorithm.MLDsa87,
    };

    public static MLDsaParameters Parameters(SignatureFamily family) => family switch
    {
        SignatureFamily.MLDsa44 => MLDsaParameters.ml_dsa_44,
        SignatureFamily.MLDsa65 => MLDsaParameters.ml_dsa_65,
        _ => MLDsaParameters.ml_dsa_87,
    };

    public static MLDsaAlgorithm PlatformAlgorithm(SignatureFamily family) => family switch
    {
        SignatureFamily.MLDsa44 => MLDsaAlgorithm.MLDsa44,
        SignatureFamily.MLDsa65 => MLDsaAlgorithm.MLDsa65,
        _ => MLDsaAlgorithm.MLDsa87,
    };

    /// <summary>Verifies; a public key or a signature of the wrong length is false.</summary>
    public static bool Verify(SignatureFamily family, ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        if (family == SignatureFamily.Ed25519)
        {
            return publicKey.Length == Ed25519.PublicKeySize && signature.Length == Ed25519.SignatureSize && Ed25519.Verify(signature, publicKey, data);
        }

        MLDsaAlgorithm algorithm = PlatformAlgorithm(family);
        if (publicKey.Length != algorithm.PublicKeySizeInBytes || signature.Length != algorithm.SignatureSizeInBytes)
        {
            return false;
        }

        if (MLDsa.IsSupported)
        {
            using MLDsa key = MLDsa.ImportMLDsaPublicKey(algorithm, publicKey);
            return key.VerifyData(data, signature);
        }

        MLDsaParameters parameters = Parameters(family);
        MLDsaSigner verifier = new(parameters, deterministic: false);
        verifier.Init(forSigning: false, MLDsaPublicKeyParameters.FromEncoding(parameters, publicKey.ToArray()));
        verifier.BlockUpdate(data);
        return verifier.VerifySignature(signature.ToArray());
    }
}
