using System.Formats.Asn1;
using System.Security.Cryptography;
using Cps.Smime.Certificates;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Math.EC.Rfc7748;

namespace Cps.Smime.Envelopes;

/// <summary>
/// One of the curves on which keys are agreed: P-256, P-384, P-521 (RFC 5753) and X25519 (RFC 8418). It checks the ephemeral keys of messages
/// before any private key sees them, and makes those of messages written here.
/// </summary>
internal sealed class AgreementCurve
{
    private const int X25519Length = 32;

    private static readonly AgreementCurve[] s_all =
    [
        new(RecipientOids.P256, 32, KeyAgreementAlgorithm.X963Sha256),
        new(RecipientOids.P384, 48, KeyAgreementAlgorithm.X963Sha384),
        new(RecipientOids.P521, 66, KeyAgreementAlgorithm.X963Sha512),
        new(RecipientOids.X25519, X25519Length, KeyAgreementAlgorithm.HkdfSha256),
    ];

    private readonly string _oid;

    private AgreementCurve(string oid, int fieldLength, KeyAgreementAlgorithm preferred)
    {
        _oid = oid;
        FieldLength = fieldLength;
        Preferred = preferred;
    }

    /// <summary>How long a shared secret is, in bytes.</summary>
    public int FieldLength { get; }

    /// <summary>The derivation whose digest is as strong as the curve.</summary>
    public KeyAgreementAlgorithm Preferred { get; }

    private bool IsX25519 => _oid == RecipientOids.X25519;

    /// <summary>The curve of a certificate's key, or null when no key is agreed with it.</summary>
    public static AgreementCurve? Of(CertificatePublicKey key)
    {
        string? oid = key.NamedCurve ?? (key.Algorithm.Oid == RecipientOids.X25519 && key.Algorithm.Parameters.IsEmpty ? RecipientOids.X25519 : null);
        return Array.Find(s_all, c => c._oid == oid);
    }

    /// <summary>
    /// Whether an originator's key algorithm belongs to this curve. Its parameters may be absent or NULL, meaning the recipient's curve (RFC 5753
    /// section 3.1.1, RFC 3278); if they are there, they must name it.
    /// </summary>
    public bool Accepts(AlgorithmIdentifier algorithm)
    {
        if (IsX25519)
        {
            return algorithm.Oid == RecipientOids.X25519 && algorithm.Parameters.IsEmpty;
        }

        try
        {
            return algorithm.Oid == RecipientOids.EcPublicKey
                && (algorithm.HasNoParameters || new AsnReader(algorithm.Parameters, AsnEncodingRules.BER).ReadObjectIdentifier() == _oid);
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    /// <summary>The octets of a public key as <see cref="IKeyAgreementKey"/> takes them: a point that is on the curve and is not at infinity.</summary>
    /// <exception cref="EnvelopeException">Refused: it is not such a key.</exception>
    public byte[] Check(ReadOnlySpan<byte> publicKey)
    {
        if (IsX25519)
        {
            return publicKey.Length == X25519Length ? publicKey.ToArray() : throw NotAPoint();
        }

        // Compressed points come out uncompressed; decoding checks the equation of the curve, whose cofactor is one.
        try
        {
            if (publicKey.Length > 1 + (2 * FieldLength))
            {
                throw NotAPoint();
            }

            Org.BouncyCastle.Math.EC.ECPoint point = ECNamedCurveTable.GetByOid(new DerObjectIdentifier(_oid)).Curve.DecodePoint(publicKey.ToArray());
            return point.IsInfinity || !point.IsValid() ? throw NotAPoint() : point.GetEncoded(compressed: false);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or ArithmeticException or InvalidOperationException or IndexOutOfRangeException)
        {
            throw NotAPoint();
        }
    }

    /// <summary>Makes an ephemeral key and agrees with a recipient's public key.</summary>
    /// <returns>The ephemeral public key's algorithm and octets, and the secret, which the caller wipes.</returns>
    public (AlgorithmIdentifier Algorithm, byte[] PublicKey, byte[] Secret) AgreeEphemeral(ReadOnlySpan<byte> recipientKey)
    {
        byte[] other = Check(recipientKey);
        return IsX25519 ? AgreeX25519(other) : AgreeEllipticCurve(other);
    }

    private static (AlgorithmIdentifier Algorithm, byte[] PublicKey, byte[] Secret) AgreeX25519(byte[] other)
    {
        byte[] privateKey = RandomNumberGenerator.GetBytes(X25519Length);
        byte[] publicKey = new byte[X25519Length];
        byte[] secret = new byte[X25519Length];
        try
        {
            X25519.GeneratePublicKey(privateKey, 0, publicKey, 0);
            return X25519.CalculateAgreement(privateKey, 0, other, 0, secret, 0)
                ? (AlgorithmIdentifier.WithoutParameters(RecipientOids.X25519), publicKey, secret)
                : throw new EnvelopeException(CpsErrorCode.KeyUnusable, "the X25519 key of a recipient gives no secret (RFC 7748 section 6.1)");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(privateKey);
        }
    }

    private (AlgorithmIdentifier Algorithm, byte[] PublicKey, byte[] Secret) AgreeEllipticCurve(byte[] other)
    {
        ECCurve curve = ECCurve.CreateFromValue(_oid);
        using ECDiffieHellman ephemeral = ECDiffieHellman.Create(curve);
        using ECDiffieHellman recipient = ECDiffieHellman.Create(new ECParameters
        {
            Curve = curve,
            Q = new ECPoint { X = other[1..(1 + FieldLength)], Y = other[(1 + FieldLength)..] },
        });
        using ECDiffieHellmanPublicKey recipientKey = recipient.PublicKey;
        ECPoint point = ephemeral.ExportParameters(includePrivateParameters: false).Q;
        AsnWriter parameters = new(AsnEncodingRules.DER);
        parameters.WriteObjectIdentifier(_oid);
        return (new AlgorithmIdentifier(RecipientOids.EcPublicKey, parameters.Encode()), [4, .. point.X!, .. point.Y!], ephemeral.DeriveRawSecretAgreement(recipientKey));
    }

    private static EnvelopeException NotAPoint() => new(CpsErrorCode.Refused, "the ephemeral key of a key agreement is not a point of the recipient's curve");
}
