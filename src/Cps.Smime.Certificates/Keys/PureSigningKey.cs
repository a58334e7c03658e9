using System.Formats.Asn1;
using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math.EC.Rfc8032;
using Org.BouncyCastle.Security;

namespace Cps.Smime.Certificates;

/// <summary>
/// A private key of Ed25519 or ML-DSA in memory, as PKCS#8 carries it (RFC 8410 section 7, RFC 9881 section 6). Safe for any number of
/// threads. Disposing it forgets the key.
/// </summary>
internal sealed class PureSigningKey : IDisposable
{
    private const int SeedLength = 32;

    private static readonly Asn1Tag s_seed = new(TagClass.ContextSpecific, 0);

    private readonly byte[] _secret;
    private readonly bool _isSeed;

    private PureSigningKey(SignatureFamily family, byte[] secret, bool isSeed, byte[]? publicKey = null)
    {
        Family = family;
        _secret = secret;
        _isSeed = isSeed;
        PublicKey = publicKey ?? ComputePublicKey();
    }

    public SignatureFamily Family { get; }

    /// <summary>The public key as the subjectPublicKey BIT STRING of a certificate holds it.</summary>
    public byte[] PublicKey { get; }

    /// <summary>Reads the privateKey of a PrivateKeyInfo; the family is known from its algorithm.</summary>
    /// <exception cref="CryptographicException">It is no such key.</exception>
    public static PureSigningKey Read(SignatureFamily family, ReadOnlyMemory<byte> privateKey)
    {
        try
        {
            AsnReader reader = new(privateKey, AsnEncodingRules.DER);
            (byte[] secret, bool isSeed) = family == SignatureFamily.Ed25519 ? (reader.ReadOctetString(), true) : ReadMLDsa(reader);
            reader.ThrowIfNotEmpty();
            int length = isSeed ? SeedLength : PureSignature.PlatformAlgorithm(family).PrivateKeySizeInBytes;
            return secret.Length == length ? new PureSigningKey(family, secret, isSeed) : throw new CryptographicException("The private key has another length than its algorithm's.");
        }
        catch (Exception e) when (e is AsnContentException or ArgumentException)
        {
            throw new CryptographicException("The private key cannot be read.", e);
        }
    }

    /// <summary>The same key again, with a life of its own.</summary>
    public PureSigningKey Copy() => new(Family, [.. _secret], _isSeed, PublicKey);

    public byte[] Sign(ReadOnlySpan<byte> data)
    {
        if (Family == SignatureFamily.Ed25519)
        {
            byte[] signature = new byte[Ed25519.SignatureSize];
            Ed25519.Sign(_secret, data, signature);
            return signature;
        }

        if (MLDsa.IsSupported)
        {
            using MLDsa key = ImportToPlatform();
            byte[] signature = new byte[key.Algorithm.SignatureSizeInBytes];
            key.SignData(data, signature);
            return signature;
        }

        MLDsaSigner signer = new(PureSignature.Parameters(Family), deterministic: false);
        signer.Init(forSigning: true, new ParametersWithRandom(ToBouncyCastle(), new SecureRandom()));
        signer.BlockUpdate(data);
        return signer.GenerateSignature();
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(_secret);

    // The seed where there is one: [0] seed, OCTET STRING expandedKey, or SEQUENCE of both (RFC 9881 section 6).
    private static (byte[] Secret, bool IsSeed) ReadMLDsa(AsnReader reader)
    {
        Asn1Tag tag = reader.PeekTag();
        if (tag.HasSameClassAndValue(s_seed))
        {
            return (reader.ReadOctetString(s_seed), true);
        }

        return tag.HasSameClassAndValue(Asn1Tag.Sequence) ? (reader.ReadSequence().ReadOctetString(), true) : (reader.ReadOctetString(), false);
    }

    private byte[] ComputePublicKey()
    {
        if (Family == SignatureFamily.Ed25519)
        {
            byte[] publicKey = new byte[Ed25519.PublicKeySize];
            Ed25519.GeneratePublicKey(_secret, publicKey);
            return publicKey;
        }

        return ToBouncyCastle().GetPublicKeyEncoded();
    }

    private MLDsaPrivateKeyParameters ToBouncyCastle()
    {
        MLDsaParameters parameters = PureSignature.Parameters(Family);
        return _isSeed ? MLDsaPrivateKeyParameters.FromSeed(parameters, _secret) : MLDsaPrivateKeyParameters.FromEncoding(parameters, _secret);
    }

    private MLDsa ImportToPlatform()
    {
        MLDsaAlgorithm algorithm = PureSignature.PlatformAlgorithm(Family);
        return _isSeed ? MLDsa.ImportMLDsaPrivateSeed(algorithm, _secret) : MLDsa.ImportMLDsaPrivateKey(algorithm, _secret);
    }
}
