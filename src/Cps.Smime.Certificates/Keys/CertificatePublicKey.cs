using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;

namespace Cps.Smime.Certificates;

/// <summary>
/// The public key of a certificate (SubjectPublicKeyInfo, RFC 5280 section 4.1.2.7): verifies signatures and encrypts content keys. The
/// platform's key object is made once and kept, which is most of the cost of a small message. Safe for any number of threads.
/// </summary>
public sealed class CertificatePublicKey
{
    /// <summary>The smallest RSA modulus that is used at all, in bits; less than 2048 is weak, and no message is sealed for it.</summary>
    public const int MinimumRsaBits = 1024;

    /// <summary>The largest RSA modulus, in bits: a larger one only costs time.</summary>
    public const int MaximumRsaBits = 8192;

    private readonly ReadOnlyMemory<byte> _key;
    private readonly Lazy<RSA> _rsa;
    private readonly Lazy<ECDsa> _ecdsa;

    internal CertificatePublicKey(ReadOnlyMemory<byte> encoded)
    {
        Encoded = encoded;
        AsnReader outer = new(encoded, AsnEncodingRules.DER);
        AsnReader sequence = outer.ReadSequence();
        Algorithm = AlgorithmIdentifier.Read(sequence);
        _key = sequence.ReadBitString(out _);
        sequence.ThrowIfNotEmpty();
        _rsa = new Lazy<RSA>(CreateRsa);
        _ecdsa = new Lazy<ECDsa>(CreateEcdsa);
    }

    /// <summary>The DER of the whole SubjectPublicKeyInfo.</summary>
    public ReadOnlyMemory<byte> Encoded { get; }

    /// <summary>The key's algorithm.</summary>
    public AlgorithmIdentifier Algorithm { get; }

    /// <summary>The content octets of the subjectPublicKey BIT STRING.</summary>
    public ReadOnlyMemory<byte> KeyBytes => _key;

    /// <summary>Whether it is an RSA key, under rsaEncryption or under GIP-CPS's own identifier of it.</summary>
    public bool IsRsa => Algorithm.Oid is Oids.RsaEncryption or Oids.RsaGipCps or Oids.RsassaPss or Oids.RsaesOaep;

    /// <summary>Whether it is an elliptic curve key.</summary>
    public bool IsEllipticCurve => Algorithm.Oid == Oids.EcPublicKey;

    /// <summary>The family of an Ed25519 or ML-DSA key, or null for another kind.</summary>
    internal SignatureFamily? PureFamily => PureSignature.FamilyOf(Algorithm.Oid);

    /// <summary>
    /// The object identifier of an elliptic curve key's curve, when it is one that is used (P-256, P-384, P-521) and is given by its name;
    /// else null. Explicit parameters are never taken (CVE-2020-0601).
    /// </summary>
    public string? NamedCurve
    {
        get
        {
            Span<byte> name = stackalloc byte[16];
            foreach (string curve in (ReadOnlySpan<string>)[Oids.P256, Oids.P384, Oids.P521])
            {
                AsnWriter writer = new(AsnEncodingRules.DER);
                writer.WriteObjectIdentifier(curve);
                if (IsEllipticCurve && Algorithm.Parameters.Span.SequenceEqual(name[..writer.Encode(name)]))
                {
                    return curve;
                }
            }

            return null;
        }
    }

    /// <summary>Key size in bits: the RSA modulus, the curve's field (256 for Ed25519), or the whole key of ML-DSA.</summary>
    /// <exception cref="CertificateException">The key is of another kind, or refused.</exception>
    public int KeySize => PureFamily is { } family ? (family == SignatureFamily.Ed25519 ? 256 : 8 * _key.Length) : IsRsa ? _rsa.Value.KeySize : _ecdsa.Value.KeySize;

    /// <summary>Verifies a signature over data, digesting it first.</summary>
    /// <returns>Whether the signature is right. A key of another family, or an unreadable signature, is false.</returns>
    /// <exception cref="CertificateException">The public key itself is refused (size, exponent, curve).</exception>
    public bool Verify(SignatureAlgorithm algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        ArgumentNullException.ThrowIfNull(algorithm);
        if (!algorithm.SignsDigest)
        {
            return PureFamily == algorithm.Family && Algorithm.Parameters.IsEmpty && PureSignature.Verify(algorithm.Family, _key.Span, data, signature);
        }

        Span<byte> digest = stackalloc byte[64];
        int length = CryptographicOperations.HashData(algorithm.Digest, data, digest);
        return VerifyDigest(algorithm, digest[..length], signature);
    }

    /// <summary>Verifies a signature over a digest; false for the algorithms that sign the data itself.</summary>
    /// <inheritdoc cref="Verify"/>
    public bool VerifyDigest(SignatureAlgorithm algorithm, ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature)
    {
        ArgumentNullException.ThrowIfNull(algorithm);
        try
        {
            return algorithm.Family switch
            {
                SignatureFamily.RsaPkcs1 => IsRsa && Algorithm.Oid is not (Oids.RsassaPss or Oids.RsaesOaep)
                    && _rsa.Value.VerifyHash(digest, signature, algorithm.Digest, RSASignaturePadding.Pkcs1),
                SignatureFamily.RsaPss => IsRsa && AllowsPss(algorithm) && (algorithm.HasUsualPssParameters
                    ? _rsa.Value.VerifyHash(digest, signature, algorithm.Digest, RSASignaturePadding.Pss)
                    : PssVerification.Verify(_rsa.Value.ExportParameters(includePrivateParameters: false), algorithm, digest, signature)),
                SignatureFamily.Ecdsa => IsEllipticCurve && _ecdsa.Value.VerifyHash(digest, signature, DSASignatureFormat.Rfc3279DerSequence),
                _ => false,
            };
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    /// <summary>Encrypts a content key to this RSA key.</summary>
    /// <exception cref="CertificateException">It is not an RSA key, it is refused, or the algorithm is not supported.</exception>
    public byte[] EncryptKey(KeyTransportAlgorithm algorithm, ReadOnlySpan<byte> contentKey)
    {
        ArgumentNullException.ThrowIfNull(algorithm);
        if (!IsRsa)
        {
            throw new CertificateException(CpsErrorCode.KeyUnusable, "a content key can only be encrypted to an RSA key");
        }

        if (Algorithm.Oid == Oids.RsassaPss || (Algorithm.Oid == Oids.RsaesOaep && !algorithm.IsOaep))
        {
            throw new CertificateException(CpsErrorCode.KeyUnusable, "the RSA key is restricted to another use than this", algorithm.ToString());
        }

        if (algorithm.OaepDigest != algorithm.MgfDigest || !algorithm.Label.IsEmpty)
        {
            throw new CertificateException(CpsErrorCode.Unsupported, "OAEP with two different digests or a label is not written", algorithm.ToString());
        }

        try
        {
            return _rsa.Value.Encrypt(contentKey, algorithm.OaepDigest is { } digest ? RSAEncryptionPadding.CreateOaep(digest) : RSAEncryptionPadding.Pkcs1);
        }
        catch (CryptographicException e)
        {
            throw new CertificateException(CpsErrorCode.KeyUnusable, "the RSA key is too small for this content key and algorithm", algorithm.ToString(), innerException: e);
        }
    }

    /// <summary>The RSA modulus and exponent, or null for another kind of key.</summary>
    public RSAParameters? ExportRsa() => IsRsa ? _rsa.Value.ExportParameters(includePrivateParameters: false) : null;

    // A key under id-RSASSA-PSS may be bound to a digest, a mask digest and a smallest salt (RFC 4055 section 3.3).
    private bool AllowsPss(SignatureAlgorithm algorithm) => Algorithm.Oid != Oids.RsaesOaep
        && (Algorithm.Oid != Oids.RsassaPss || Algorithm.Parameters.IsEmpty
            || (SignatureAlgorithmReader.ReadPss(Algorithm.Parameters) is { } bound
                && bound.Digest == algorithm.Digest && bound.MaskDigest == algorithm.MaskDigest && bound.SaltLength <= algorithm.SaltLength));

    private RSA CreateRsa()
    {
        if (!IsRsa)
        {
            throw new CertificateException(CpsErrorCode.KeyUnusable, "the key is not an RSA key", Algorithm.Oid);
        }

        try
        {
            AsnReader outer = new(_key, AsnEncodingRules.DER);
            AsnReader reader = outer.ReadSequence();
            outer.ThrowIfNotEmpty();
            ReadOnlyMemory<byte> modulus = reader.ReadIntegerBytes();
            ReadOnlyMemory<byte> exponent = reader.ReadIntegerBytes();
            reader.ThrowIfNotEmpty();
            RefuseUnsafe(modulus.Span, exponent.Span);
            return RSA.Create(new RSAParameters { Modulus = TrimSign(modulus.Span), Exponent = TrimSign(exponent.Span) });
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException)
        {
            throw new CertificateException(CpsErrorCode.Malformed, "the RSA public key is not valid", innerException: e);
        }
    }

    // Sizes before anything is computed: a huge modulus or exponent costs minutes (CVE-2023-6237), a small exponent helps forgeries.
    private static void RefuseUnsafe(ReadOnlySpan<byte> modulus, ReadOnlySpan<byte> exponent)
    {
        if (modulus.Length > (MaximumRsaBits / 8) + 1 || exponent.Length > 9)
        {
            throw new CertificateException(CpsErrorCode.Refused, $"the RSA key is larger than {MaximumRsaBits} bits or has a huge exponent");
        }

        BigInteger n = new(modulus, isBigEndian: true);
        BigInteger e = new(exponent, isBigEndian: true);
        if (n.Sign <= 0 || n.GetBitLength() < MinimumRsaBits)
        {
            throw new CertificateException(CpsErrorCode.Refused, $"the RSA key is smaller than {MinimumRsaBits} bits");
        }

        if (n.IsEven || e.IsEven || e < 65537 || e.GetBitLength() > 64)
        {
            throw new CertificateException(CpsErrorCode.Refused, "the RSA key has an unsafe modulus or exponent (RGS asks for e > 65536)");
        }
    }

    private static byte[] TrimSign(ReadOnlySpan<byte> integer) => integer.Length > 1 && integer[0] == 0 ? integer[1..].ToArray() : integer.ToArray();

    private ECDsa CreateEcdsa()
    {
        if (!IsEllipticCurve)
        {
            throw new CertificateException(CpsErrorCode.KeyUnusable, "the key is not an elliptic curve key", Algorithm.Oid);
        }

        try
        {
            // Named curves only: explicit parameters are how CVE-2020-0601 was done.
            string curve = new AsnReader(Algorithm.Parameters, AsnEncodingRules.DER).ReadObjectIdentifier();
            if (curve is not (Oids.P256 or Oids.P384 or Oids.P521))
            {
                throw new CertificateException(CpsErrorCode.Refused, "the elliptic curve is not P-256, P-384 or P-521", curve);
            }

            ECDsa key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(Encoded.Span, out _);
            return key;
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException)
        {
            throw new CertificateException(CpsErrorCode.Refused, "the elliptic curve public key is not valid", innerException: e);
        }
    }
}
