using System.Formats.Asn1;
using System.Security.Cryptography;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>
/// An ML-KEM private key in memory with its certificate (FIPS 203, RFC 9935), for opening messages by KEMRecipientInfo (RFC 9629, RFC 9936).
/// Safe for any number of threads. Disposing it forgets the key.
/// </summary>
public sealed class MLKemKey : IKemKey, IDisposable
{
    private static readonly Asn1Tag s_seed = new(TagClass.ContextSpecific, 0);

    private readonly MLKemParameterSet _set;
    private readonly Func<byte[], byte[]> _decapsulate;
    private readonly IDisposable? _held;
    private bool _disposed;

    /// <summary>Takes a private key.</summary>
    /// <param name="certificate">The certificate of the key, which says the parameter set.</param>
    /// <param name="privateKey">The 64 bytes of the seed, or the expanded private key.</param>
    /// <exception cref="CertificateException">KeyUnusable: the certificate is not one of ML-KEM, or the key does not belong to it.</exception>
    public MLKemKey(Certificate certificate, ReadOnlySpan<byte> privateKey)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        Certificate = certificate;
        _set = MLKemParameterSet.Find(certificate.PublicKey.Algorithm.Oid)
            ?? throw new CertificateException(CpsErrorCode.KeyUnusable, "the certificate's key is not one of ML-KEM", certificate.Subject.ToString());
        if (privateKey.Length != MLKemParameterSet.SeedLength && privateKey.Length != _set.PrivateKeyLength)
        {
            throw new ArgumentException("The private key has a length that its parameter set does not have.", nameof(privateKey));
        }

        byte[] copy = privateKey.ToArray();
        try
        {
            (_decapsulate, byte[] publicKey, _held) = _set.Import(copy);
            if (!publicKey.AsSpan().SequenceEqual(certificate.PublicKey.KeyBytes.Span))
            {
                _held?.Dispose();
                throw new CertificateException(CpsErrorCode.KeyUnusable, "the private key does not belong to the certificate", certificate.Subject.ToString());
            }
        }
        catch (CryptographicException e)
        {
            throw new CertificateException(CpsErrorCode.KeyUnusable, "the private key cannot be used", certificate.Subject.ToString(), innerException: e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(copy);
        }
    }

    /// <summary>The certificate.</summary>
    public Certificate Certificate { get; }

    /// <summary>False: the key is in memory.</summary>
    public bool AsksPerson => false;

    /// <summary>Reads a private key from PKCS#8 (RFC 9935 section 6), not encrypted: seed, expanded key, or both, of which the seed is used.</summary>
    /// <exception cref="CertificateException">KeyUnreadable, or KeyUnusable when it is another certificate's.</exception>
    public static MLKemKey FromPkcs8(Certificate certificate, ReadOnlyMemory<byte> pkcs8)
    {
        byte[] privateKey = PrivateKeyInfo.Read(pkcs8, (algorithm, key) => MLKemParameterSet.Find(algorithm.Oid) is null ? [] : ReadChoice(key));
        try
        {
            return new MLKemKey(certificate, privateKey);
        }
        catch (ArgumentException e)
        {
            throw new CertificateException(CpsErrorCode.KeyUnreadable, "the private key is not one of the certificate's parameter set", innerException: e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(privateKey);
        }
    }

    /// <inheritdoc/>
    public bool SupportsKem(string algorithm) => algorithm == _set.Oid;

    /// <inheritdoc/>
    public ValueTask<byte[]> DecapsulateAsync(ReadOnlyMemory<byte> ciphertext, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        cancellationToken.ThrowIfCancellationRequested();
        if (ciphertext.Length != _set.CiphertextLength)
        {
            throw new ArgumentException("The ciphertext has a length that the parameter set does not have.", nameof(ciphertext));
        }

        return ValueTask.FromResult(_decapsulate(ciphertext.ToArray()));
    }

    /// <summary>Forgets the private key.</summary>
    public void Dispose()
    {
        _disposed = true;
        _held?.Dispose();
    }

    private static byte[] ReadChoice(AsnReader key)
    {
        if (key.PeekTag().HasSameClassAndValue(s_seed))
        {
            return key.ReadOctetString(s_seed);
        }

        return key.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence) ? key.ReadSequence().ReadOctetString() : key.ReadOctetString();
    }
}
