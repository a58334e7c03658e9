using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Kems;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;

namespace Cps.Smime.Envelopes;

/// <summary>
/// One parameter set of ML-KEM (FIPS 203) with its object identifier and lengths (RFC 9936 section 3): on the platform's ML-KEM where it has one,
/// else on BouncyCastle's.
/// </summary>
internal sealed record MLKemParameterSet(string Oid, string Name, MLKemAlgorithm Platform, MLKemParameters Managed, int PublicKeyLength, int PrivateKeyLength, int CiphertextLength)
{
    public const int SeedLength = 64;
    private const int SecretLength = 32;

    private static readonly MLKemParameterSet[] s_all =
    [
        new(RecipientOids.MLKem512, "ML-KEM-512", MLKemAlgorithm.MLKem512, MLKemParameters.ml_kem_512, 800, 1632, 768),
        new(RecipientOids.MLKem768, "ML-KEM-768", MLKemAlgorithm.MLKem768, MLKemParameters.ml_kem_768, 1184, 2400, 1088),
        new(RecipientOids.MLKem1024, "ML-KEM-1024", MLKemAlgorithm.MLKem1024, MLKemParameters.ml_kem_1024, 1568, 3168, 1568),
    ];

    public static MLKemParameterSet? Find(string oid) => Array.Find(s_all, s => s.Oid == oid);

    /// <summary>A shared secret and its encapsulation.</summary>
    /// <exception cref="CryptographicException">The public key is not valid (FIPS 203 section 7.2).</exception>
    public (byte[] Ciphertext, byte[] Secret) Encapsulate(ReadOnlySpan<byte> publicKey)
    {
        if (publicKey.Length != PublicKeyLength)
        {
            throw new CryptographicException("The public key has another length.");
        }

        byte[] ciphertext = new byte[CiphertextLength];
        byte[] secret = new byte[SecretLength];
        if (MLKem.IsSupported)
        {
            using MLKem key = MLKem.ImportEncapsulationKey(Platform, publicKey);
            key.Encapsulate(ciphertext, secret);
            return (ciphertext, secret);
        }

        try
        {
            MLKemEncapsulator encapsulator = new(Managed);
            encapsulator.Init(new ParametersWithRandom(MLKemPublicKeyParameters.FromEncoding(Managed, publicKey.ToArray()), new SecureRandom()));
            encapsulator.Encapsulate(ciphertext, 0, ciphertext.Length, secret, 0, secret.Length);
            return (ciphertext, secret);
        }
        catch (ArgumentException e)
        {
            throw new CryptographicException("The public key is not valid.", e);
        }
    }

    /// <summary>The private key of a seed or of an expanded key, ready for use, and its public key.</summary>
    /// <exception cref="CryptographicException">The private key is not valid.</exception>
    public (Func<byte[], byte[]> Decapsulate, byte[] PublicKey, IDisposable? Held) Import(byte[] privateKey)
    {
        bool isSeed = privateKey.Length == SeedLength;
        if (MLKem.IsSupported)
        {
            MLKem key = isSeed ? MLKem.ImportPrivateSeed(Platform, privateKey) : MLKem.ImportDecapsulationKey(Platform, privateKey);
            return (key.Decapsulate, key.ExportEncapsulationKey(), key);
        }

        try
        {
            MLKemPrivateKeyParameters key = isSeed ? MLKemPrivateKeyParameters.FromSeed(Managed, privateKey) : MLKemPrivateKeyParameters.FromEncoding(Managed, privateKey);
            return (ciphertext => Decapsulate(key, ciphertext), key.GetPublicKeyEncoded(), null);
        }
        catch (ArgumentException e)
        {
            throw new CryptographicException("The private key is not valid.", e);
        }
    }

    private byte[] Decapsulate(MLKemPrivateKeyParameters key, byte[] ciphertext)
    {
        byte[] secret = new byte[SecretLength];
        MLKemDecapsulator decapsulator = new(Managed);
        decapsulator.Init(key);
        decapsulator.Decapsulate(ciphertext, 0, ciphertext.Length, secret, 0, secret.Length);
        return secret;
    }
}
