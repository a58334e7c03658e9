using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Cps.Smime.Certificates;

/// <summary>
/// Reads private keys with their certificates from a PKCS#12 file or a PEM text (PKCS#8, encrypted or not, PKCS#1, SEC 1). The work that
/// a password derivation may cost is capped (<see cref="MaximumIterations"/>). Nothing is put into a store of the operating system.
/// </summary>
public static class KeyFile
{
    /// <summary>The largest key file, in bytes.</summary>
    public const int MaximumLength = 4 * 1024 * 1024;

    /// <summary>How many rounds of password derivation a file may ask for in all.</summary>
    public const int MaximumIterations = 10_000_000;

    private static readonly Pkcs12LoaderLimits s_limits = new()
    {
        TotalKdfIterationLimit = MaximumIterations,
        IndividualKdfIterationLimit = MaximumIterations,
        MacIterationLimit = MaximumIterations,
        MaxCertificates = 256,
        MaxKeys = 256,
    };

    /// <summary>Whether the file is encrypted and a password must be given: every PKCS#12 file, and PEM with an encrypted key.</summary>
    public static bool NeedsPassword(ReadOnlySpan<byte> file) => !IsPem(file) || file.IndexOf("ENCRYPTED"u8) >= 0;

    /// <summary>Reads every private key that has its certificate in the file; the other certificates come along as intermediates.</summary>
    /// <param name="file">The bytes of the file.</param>
    /// <param name="password">The password; empty when there is none.</param>
    /// <param name="name">What to call the file in an error.</param>
    /// <returns>At least one key; the caller disposes them.</returns>
    /// <exception cref="CertificateException">The file is of no known form, its password is wrong, or it has no key with a certificate.</exception>
    public static IReadOnlyList<SoftwareKey> Read(ReadOnlySpan<byte> file, ReadOnlySpan<char> password, string? name = null)
    {
        if (file.Length > MaximumLength)
        {
            throw new CertificateException(CpsErrorCode.LimitExceeded, $"the key file is larger than {MaximumLength / (1024 * 1024)} MiB", name);
        }

        try
        {
            List<SoftwareKey> keys = IsPem(file) ? PemKeys.Read(Encoding.Latin1.GetString(file), password) : ReadPkcs12(file, password);
            return keys.Count > 0 ? keys : throw new CertificateException(
                CpsErrorCode.KeyUnreadable, "the key file holds no private key with its certificate", name, "Put the key and its certificate into one file.");
        }
        catch (CertificateException e) when (e.Subject is null && name is not null)
        {
            throw new CertificateException(e.Code, e.Message, name, e.Advice, e);
        }
        catch (Pkcs12LoadLimitExceededException e)
        {
            throw new CertificateException(
                CpsErrorCode.LimitExceeded, "the key file asks for too much work or holds too many keys", name, "Export it again with usual settings.", e);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException or FormatException)
        {
            throw new CertificateException(CpsErrorCode.KeyUnreadable, "the key file cannot be read, or its password is wrong", name,
                "It must be PKCS#12 or PEM; check the password.", e);
        }
    }

    private static bool IsPem(ReadOnlySpan<byte> file) => file.IndexOf("-----BEGIN "u8) >= 0;

    private static List<SoftwareKey> ReadPkcs12(ReadOnlySpan<byte> file, ReadOnlySpan<char> password)
    {
        X509Certificate2Collection bag = X509CertificateLoader.LoadPkcs12Collection(
            file, password, X509KeyStorageFlags.EphemeralKeySet | X509KeyStorageFlags.Exportable, s_limits);
        try
        {
            List<Certificate> others = [.. bag.Where(c => !c.HasPrivateKey).Select(Certificate.FromX509)];
            List<SoftwareKey> keys = [];
            foreach (X509Certificate2 holder in bag.Where(c => c.HasPrivateKey))
            {
                Certificate certificate = Certificate.FromX509(holder);
                using RSA? rsa = holder.GetRSAPrivateKey();
                using ECDsa? ecdsa = rsa is null ? holder.GetECDsaPrivateKey() : null;
                if (rsa is not null)
                {
                    keys.Add(new SoftwareKey(certificate, rsa, others));
                }
                else if (ecdsa is not null)
                {
                    keys.Add(new SoftwareKey(certificate, ecdsa, others));
                }
            }

            return keys;
        }
        finally
        {
            foreach (X509Certificate2 certificate in bag)
            {
                certificate.Dispose();
            }
        }
    }
}
