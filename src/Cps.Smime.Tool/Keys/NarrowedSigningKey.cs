using System.Security.Cryptography;
using Cps.Smime.Certificates;

namespace Cps.Smime.Tool;

/// <summary>A signing key that is held to one signature algorithm: several signers of one message may have keys of different kinds.</summary>
internal sealed class NarrowedSigningKey(ISigningKey key, SignatureAlgorithm algorithm) : ISigningKey
{
    public Certificate Certificate => key.Certificate;

    public IReadOnlyList<Certificate> Intermediates => key.Intermediates;

    public IReadOnlyList<SignatureAlgorithm> SignatureAlgorithms { get; } = [algorithm];

    /// <summary>The key with what was asked for, or with the first algorithm that it offers.</summary>
    /// <param name="key">The key.</param>
    /// <param name="digest">The digest, or null.</param>
    /// <param name="rsa">The padding of RSA keys, or null; other keys have none.</param>
    /// <exception cref="CertificateException">KeyUnusable: it makes no such signature.</exception>
    public static NarrowedSigningKey Choose(ISigningKey key, HashAlgorithmName? digest, SignatureFamily? rsa)
    {
        SignatureAlgorithm? algorithm = key.SignatureAlgorithms.FirstOrDefault(a => !a.IsWeak
            && (digest is null || a.Digest == digest)
            && (rsa is null || a.Family == rsa || a.Family is not (SignatureFamily.RsaPkcs1 or SignatureFamily.RsaPss)));
        return algorithm is not null ? new NarrowedSigningKey(key, algorithm) : throw new CertificateException(
            CpsErrorCode.KeyUnusable, "the key does not make the signature that is asked for", key.Certificate.Subject.ToString(),
            $"It makes: {string.Join(", ", key.SignatureAlgorithms)}");
    }

    public ValueTask<byte[]> SignAsync(SignatureAlgorithm algorithm, ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default) =>
        key.SignAsync(algorithm, data, cancellationToken);
}
