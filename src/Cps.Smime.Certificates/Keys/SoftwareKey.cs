using System.Security.Cryptography;

namespace Cps.Smime.Certificates;

/// <summary>
/// A private key in memory with its certificate, as a PKCS#12 or PEM file gives it: signs, and opens messages, by key transport when it is an
/// RSA key and by key agreement when it is an elliptic curve key. Safe for any number of threads. Disposing it forgets the key.
/// </summary>
public sealed class SoftwareKey : ISigningKey, IKeyTransportKey, IKeyAgreementKey, IDisposable
{
    private static readonly SignatureAlgorithm[] s_rsaAlgorithms =
    [
        SignatureAlgorithm.RsaPkcs1Sha256, SignatureAlgorithm.RsaPkcs1Sha384, SignatureAlgorithm.RsaPkcs1Sha512,
        SignatureAlgorithm.RsaPssSha256, SignatureAlgorithm.RsaPssSha384, SignatureAlgorithm.RsaPssSha512,
    ];

    private readonly RSA? _rsa;
    private readonly ECDsa? _ecdsa;
    private readonly PureSigningKey? _pure;
    private readonly ECDiffieHellman? _agreement;
    private readonly byte[] _rejectionSecret = [];

    private SoftwareKey(Certificate certificate, IReadOnlyList<Certificate> intermediates)
    {
        Certificate = certificate;
        Intermediates = intermediates;
    }

    /// <summary>Takes an RSA private key; its parameters are copied.</summary>
    /// <exception cref="CertificateException">The key does not belong to the certificate, or cannot be exported.</exception>
    public SoftwareKey(Certificate certificate, RSA privateKey, IReadOnlyList<Certificate>? intermediates = null)
        : this(certificate, intermediates ?? [])
    {
        ArgumentNullException.ThrowIfNull(certificate);
        ArgumentNullException.ThrowIfNull(privateKey);
        RSAParameters parameters = Export(certificate, privateKey);
        try
        {
            _rsa = RSA.Create(parameters);
            _rejectionSecret = SHA256.HashData(parameters.D!);
        }
        finally
        {
            foreach (byte[]? secret in new[] { parameters.D, parameters.P, parameters.Q, parameters.DP, parameters.DQ, parameters.InverseQ })
            {
                CryptographicOperations.ZeroMemory(secret);
            }
        }

        SignatureAlgorithms = s_rsaAlgorithms;
    }

    /// <summary>Takes an elliptic curve private key; its parameters are copied.</summary>
    /// <exception cref="CertificateException">The key does not belong to the certificate, or cannot be exported.</exception>
    public SoftwareKey(Certificate certificate, ECDsa privateKey, IReadOnlyList<Certificate>? intermediates = null)
        : this(certificate, intermediates ?? [])
    {
        ArgumentNullException.ThrowIfNull(certificate);
        ArgumentNullException.ThrowIfNull(privateKey);
        ECParameters parameters = default;
        try
        {
            parameters = privateKey.ExportParameters(includePrivateParameters: true);
            _ecdsa = ECDsa.Create(parameters);
            _agreement = ECDiffieHellman.Create(parameters);
        }
        catch (CryptographicException e)
        {
            throw new CertificateException(CpsErrorCode.KeyUnusable, "the private key cannot be used", certificate.Subject.ToString(), innerException: e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(parameters.D);
        }

        byte[] probe = new byte[32];
        if (!certificate.PublicKey.VerifyDigest(SignatureAlgorithm.EcdsaSha256, probe, _ecdsa.SignHash(probe, DSASignatureFormat.Rfc3279DerSequence)))
        {
            throw Mismatch(certificate);
        }

        SignatureAlgorithms = _ecdsa.KeySize switch
        {
            <= 256 => [SignatureAlgorithm.EcdsaSha256],
            <= 384 => [SignatureAlgorithm.EcdsaSha384, SignatureAlgorithm.EcdsaSha256],
            _ => [SignatureAlgorithm.EcdsaSha512, SignatureAlgorithm.EcdsaSha384, SignatureAlgorithm.EcdsaSha256],
        };
    }

    private SoftwareKey(Certificate certificate, PureSigningKey privateKey, IReadOnlyList<Certificate> intermediates)
        : this(certificate, intermediates)
    {
        _pure = privateKey;
        SignatureAlgorithms = [PureSignature.AlgorithmOf(privateKey.Family)];
    }

    /// <summary>
    /// Takes a private key as PKCS#8 (PrivateKeyInfo of RFC 5958) carries it, of any kind that is used here: RSA, elliptic curve, Ed25519
    /// (RFC 8410), ML-DSA (RFC 9881).
    /// </summary>
    /// <exception cref="CertificateException">The key is of another kind, unreadable, or does not belong to the certificate.</exception>
    public static SoftwareKey FromPkcs8(Certificate certificate, ReadOnlySpan<byte> privateKeyInfo, IReadOnlyList<Certificate>? intermediates = null)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        try
        {
            IDisposable key = PrivateKeyInfo.Read(privateKeyInfo);
            using (key)
            {
                return key switch
                {
                    PureSigningKey pure => TryCreate(certificate, pure, intermediates ?? []) ?? throw Mismatch(certificate),
                    RSA rsa => new SoftwareKey(certificate, rsa, intermediates),
                    _ => new SoftwareKey(certificate, (ECDsa)key, intermediates),
                };
            }
        }
        catch (CryptographicException e)
        {
            throw new CertificateException(CpsErrorCode.KeyUnreadable, "the private key cannot be read", certificate.Subject.ToString(), innerException: e);
        }
    }

    /// <summary>Takes an Ed25519 or ML-DSA private key, which is copied; null when it does not belong to the certificate.</summary>
    internal static SoftwareKey? TryCreate(Certificate certificate, PureSigningKey privateKey, IReadOnlyList<Certificate> intermediates) =>
        certificate.PublicKey.PureFamily == privateKey.Family && certificate.PublicKey.KeyBytes.Span.SequenceEqual(privateKey.PublicKey)
            ? new SoftwareKey(certificate, privateKey.Copy(), intermediates)
            : null;

    /// <inheritdoc cref="ISigningKey.Certificate"/>
    public Certificate Certificate { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Certificate> Intermediates { get; }

    /// <inheritdoc/>
    public IReadOnlyList<SignatureAlgorithm> SignatureAlgorithms { get; } = [];

    /// <summary>False: the key is in memory.</summary>
    public bool AsksPerson => false;

    /// <inheritdoc/>
    public bool CanAgree => _agreement is not null && Certificate.PublicKey.NamedCurve is not null
        && (Certificate.KeyUsage is not { } usage || usage.HasFlag(KeyUsages.KeyAgreement));

    /// <inheritdoc/>
    public ValueTask<byte[]> SignAsync(SignatureAlgorithm algorithm, ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(algorithm);
        cancellationToken.ThrowIfCancellationRequested();
        if (!SignatureAlgorithms.Contains(algorithm))
        {
            throw new CertificateException(CpsErrorCode.KeyUnusable, $"the key does not make {algorithm} signatures", Certificate.Subject.ToString());
        }

        try
        {
            byte[] signature = _pure is not null ? _pure.Sign(data.Span) : _rsa is not null
                ? _rsa.SignData(data.Span, algorithm.Digest, algorithm.Family == SignatureFamily.RsaPss ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1)
                : _ecdsa!.SignData(data.Span, algorithm.Digest, DSASignatureFormat.Rfc3279DerSequence);
            return ValueTask.FromResult(signature);
        }
        catch (CryptographicException e)
        {
            throw new CertificateException(CpsErrorCode.KeyUnusable, "the private key did not sign", Certificate.Subject.ToString(), innerException: e);
        }
    }

    /// <inheritdoc/>
    public bool Supports(KeyTransportAlgorithm algorithm)
    {
        ArgumentNullException.ThrowIfNull(algorithm);
        return _rsa is not null && (algorithm.OaepDigest is null) == (algorithm.MgfDigest is null);
    }

    /// <inheritdoc/>
    public ValueTask<byte[]> UnwrapKeyAsync(KeyTransportAlgorithm algorithm, ReadOnlyMemory<byte> encryptedKey, int keyLength, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(algorithm);
        cancellationToken.ThrowIfCancellationRequested();
        if (_rsa is null || !Supports(algorithm))
        {
            throw new CertificateException(CpsErrorCode.KeyUnusable, $"the key does not open {algorithm}", Certificate.Subject.ToString());
        }

        Span<byte> recovered = stackalloc byte[CertificatePublicKey.MaximumRsaBits / 8];
        int length;
        bool succeeded = algorithm.OaepDigest is not { } digest ? DecryptionBalance.Shared.TryDecrypt(_rsa, encryptedKey.Span, recovered, out length)
            : digest == algorithm.MgfDigest && algorithm.Label.IsEmpty
                ? DecryptionBalance.TryDecrypt(_rsa, encryptedKey.Span, RSAEncryptionPadding.CreateOaep(digest), recovered, out length)
                : OaepDecryption.TryDecrypt(_rsa, algorithm, encryptedKey.Span, recovered, out length);
        byte[] key = ImplicitRejection.Choose(recovered[..length], succeeded, keyLength, _rejectionSecret, encryptedKey.Span);
        CryptographicOperations.ZeroMemory(recovered);
        return ValueTask.FromResult(key);
    }

    /// <inheritdoc/>
    public ValueTask<byte[]> AgreeAsync(ReadOnlyMemory<byte> publicKey, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_agreement is null || !CanAgree)
        {
            throw new CertificateException(CpsErrorCode.KeyUnusable, "the key does not agree on keys", Certificate.Subject.ToString());
        }

        int field = (_agreement.KeySize + 7) / 8;
        if (publicKey.Length != 1 + (2 * field) || publicKey.Span[0] != 4)
        {
            throw new ArgumentException("Not an uncompressed point of this key's curve.", nameof(publicKey));
        }

        ECPoint point = new() { X = publicKey.Slice(1, field).ToArray(), Y = publicKey[(1 + field)..].ToArray() };
        try
        {
            using ECDiffieHellman other = ECDiffieHellman.Create(
                new ECParameters { Curve = ECCurve.CreateFromValue(Certificate.PublicKey.NamedCurve!), Q = point });
            using ECDiffieHellmanPublicKey otherKey = other.PublicKey;
            return ValueTask.FromResult(_agreement.DeriveRawSecretAgreement(otherKey));
        }
        catch (CryptographicException e)
        {
            throw new CertificateException(CpsErrorCode.KeyUnusable, "the private key did not agree", Certificate.Subject.ToString(), innerException: e);
        }
    }

    /// <summary>Forgets the private key.</summary>
    public void Dispose()
    {
        _rsa?.Dispose();
        _ecdsa?.Dispose();
        _pure?.Dispose();
        _agreement?.Dispose();
        CryptographicOperations.ZeroMemory(_rejectionSecret);
    }

    private static RSAParameters Export(Certificate certificate, RSA privateKey)
    {
        RSAParameters parameters;
        try
        {
            parameters = privateKey.ExportParameters(includePrivateParameters: true);
        }
        catch (CryptographicException e)
        {
            throw new CertificateException(CpsErrorCode.KeyUnusable, "the private key cannot be taken out of its store", certificate.Subject.ToString(), innerException: e);
        }

        RSAParameters? publicKey = certificate.PublicKey.ExportRsa();
        return publicKey is { } p && p.Modulus.AsSpan().SequenceEqual(parameters.Modulus) && p.Exponent.AsSpan().SequenceEqual(parameters.Exponent)
            ? parameters
            : throw Mismatch(certificate);
    }

    private static CertificateException Mismatch(Certificate certificate) => new(
        CpsErrorCode.KeyUnusable, "the private key does not belong to the certificate", certificate.Subject.ToString());
}
