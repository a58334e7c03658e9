using System.Security.Cryptography;

namespace Cps.Smime.Certificates;

/// <summary>
/// RSA PKCS#1 v1.5 decryptions that cost the same whether the padding was right or not (docs/decisions/implicit-rejection.md). The platform
/// reports a wrong padding by throwing, which takes longer than succeeding; so each decryption is followed by one with the other outcome, under a
/// small key that is made for this alone, once in a process, and protects nothing. Safe for any number of threads.
/// </summary>
internal sealed class DecryptionBalance
{
    private static readonly Lazy<DecryptionBalance> s_shared = new(() => new DecryptionBalance());

    private readonly RSA _small;
    private readonly byte[] _good;
    private readonly byte[] _bad;

    private DecryptionBalance()
    {
        _small = CreateSmallest();
        _good = _small.Encrypt([1], RSAEncryptionPadding.Pkcs1);
        _bad = FindBad(_small);
    }

    /// <summary>The one of this process; making it takes some milliseconds.</summary>
    public static DecryptionBalance Shared => s_shared.Value;

    /// <summary>Decrypts, then does another decryption, which fails when this one succeeded and succeeds when it failed.</summary>
    /// <param name="key">The private key.</param>
    /// <param name="ciphertext">The ciphertext.</param>
    /// <param name="recovered">Takes the message; at least as long as the modulus.</param>
    /// <param name="length">The length of the message; 0 when there is none.</param>
    public bool TryDecrypt(RSA key, ReadOnlySpan<byte> ciphertext, Span<byte> recovered, out int length)
    {
        bool succeeded = TryDecrypt(key, ciphertext, RSAEncryptionPadding.Pkcs1, recovered, out length);
        Span<byte> ignored = stackalloc byte[CertificatePublicKey.MaximumRsaBits / 8];
        TryDecrypt(_small, succeeded ? _bad : _good, RSAEncryptionPadding.Pkcs1, ignored, out _);
        return succeeded;
    }

    /// <summary>Decrypts, or says that it cannot be done.</summary>
    public static bool TryDecrypt(RSA key, ReadOnlySpan<byte> ciphertext, RSAEncryptionPadding padding, Span<byte> recovered, out int length)
    {
        try
        {
            return key.TryDecrypt(ciphertext, recovered, padding, out length);
        }
        catch (CryptographicException)
        {
            length = 0;
            return false;
        }
    }

    // What the platform makes at all: 512 bits with OpenSSL and on Windows, 1024 on a Mac, 2048 under the rules of FIPS 186-5.
    private static RSA CreateSmallest()
    {
        foreach (int bits in (ReadOnlySpan<int>)[512, 1024])
        {
            RSA? key = null;
            try
            {
                key = RSA.Create();
                key.KeySize = bits;
                key.Encrypt([1], RSAEncryptionPadding.Pkcs1);
                return key;
            }
            catch (CryptographicException)
            {
                key?.Dispose();
            }
        }

        return RSA.Create(2048);
    }

    // A ciphertext whose padding is wrong for sure. Platforms with implicit rejection of their own never fail; then any will do.
    private static byte[] FindBad(RSA key)
    {
        byte[] candidate = new byte[key.KeySize / 8];
        Span<byte> ignored = stackalloc byte[candidate.Length];
        for (int attempt = 0; attempt < 8; attempt++)
        {
            RandomNumberGenerator.Fill(candidate);
            candidate[0] = 0;
            if (!TryDecrypt(key, candidate, RSAEncryptionPadding.Pkcs1, ignored, out _))
            {
                break;
            }
        }

        return candidate;
    }
}
