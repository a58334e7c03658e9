using System.Security.Cryptography;
using Cps.Smime.Certificates;
using Org.BouncyCastle.Math.EC.Rfc7748;

namespace Cps.Smime.Envelopes;

/// <summary>
/// An X25519 private key in memory with its certificate (RFC 7748, RFC 8410), for opening messages by key agreement (RFC 8418). Safe for any
/// number of threads. Disposing it wipes the key.
/// </summary>
public sealed class X25519Key : IKeyAgreementKey, IDisposable
{
    private const int Length = 32;

    private readonly byte[] _privateKey;
    private bool _disposed;

    /// <summary>Takes a private key; it is copied.</summary>
    /// <param name="certificate">The certificate of the key.</param>
    /// <param name="privateKey">The 32 bytes of the private key.</param>
    /// <exception cref="CertificateException">KeyUnusable: the key does not belong to the certificate.</exception>
    public X25519Key(Certificate certificate, ReadOnlySpan<byte> privateKey)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        if (privateKey.Length != Length)
        {
            throw new ArgumentException("An X25519 private key is 32 bytes long.", nameof(privateKey));
        }

        Certificate = certificate;
        _privateKey = privateKey.ToArray();
        byte[] publicKey = new byte[Length];
        X25519.GeneratePublicKey(_privateKey, 0, publicKey, 0);
        if (certificate.PublicKey.Algorithm.Oid != RecipientOids.X25519 || !certificate.PublicKey.KeyBytes.Span.SequenceEqual(publicKey))
        {
            throw new CertificateException(CpsErrorCode.KeyUnusable, "the private key does not belong to the certificate", certificate.Subject.ToString());
        }
    }

    /// <summary>The certificate.</summary>
    public Certificate Certificate { get; }

    /// <summary>False: the key is in memory.</summary>
    public bool AsksPerson => false;

    /// <inheritdoc/>
    public bool CanAgree => Certificate.KeyUsage is not { } usage || usage.HasFlag(KeyUsages.KeyAgreement);

    /// <summary>Reads a private key from PKCS#8 (RFC 8410 section 7), not encrypted.</summary>
    /// <exception cref="CertificateException">KeyUnreadable, or KeyUnusable when it is another certificate's.</exception>
    public static X25519Key FromPkcs8(Certificate certificate, ReadOnlyMemory<byte> pkcs8)
    {
        byte[] privateKey = PrivateKeyInfo.Read(pkcs8, (algorithm, key) => algorithm.Oid == RecipientOids.X25519 ? key.ReadOctetString() : []);
        try
        {
            return privateKey.Length == Length
                ? new X25519Key(certificate, privateKey)
                : throw new CertificateException(CpsErrorCode.KeyUnreadable, "the private key is not one of X25519");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(privateKey);
        }
    }

    /// <inheritdoc/>
    public ValueTask<byte[]> AgreeAsync(ReadOnlyMemory<byte> publicKey, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        cancellationToken.ThrowIfCancellationRequested();
        if (publicKey.Length != Length)
        {
            throw new ArgumentException("An X25519 public key is 32 bytes long.", nameof(publicKey));
        }

        // A public key of small order gives zeros, which the caller tells from a secret.
        byte[] secret = new byte[Length];
        X25519.CalculateAgreement(_privateKey, 0, publicKey.ToArray(), 0, secret, 0);
        return ValueTask.FromResult(secret);
    }

    /// <summary>Wipes the private key.</summary>
    public void Dispose()
    {
        _disposed = true;
        CryptographicOperations.ZeroMemory(_privateKey);
    }
}
