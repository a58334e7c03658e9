using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Cps.Smime.Certificates;

namespace Cps.Smime.TestPki;

/// <summary>A test certificate with its private key and the authorities between it and its root.</summary>
public sealed class TestCredential : IDisposable
{
    internal TestCredential(Certificate certificate, RSA privateKey, IReadOnlyList<Certificate> intermediates)
    {
        Certificate = certificate;
        PrivateKey = privateKey;
        Intermediates = intermediates;
    }

    /// <summary>The certificate.</summary>
    public Certificate Certificate { get; }

    /// <summary>The private key; it goes when the credential is disposed.</summary>
    public RSA PrivateKey { get; }

    /// <summary>The authorities above, without the root.</summary>
    public IReadOnlyList<Certificate> Intermediates { get; }

    /// <summary>The key as the library uses it; the caller disposes it. It outlives this credential.</summary>
    public SoftwareKey ToSoftwareKey() => new(Certificate, PrivateKey, Intermediates);

    /// <summary>Key, certificate and intermediates as PKCS#12 (PBES2 with AES-256 and SHA-256).</summary>
    /// <param name="password">The password of the file.</param>
    /// <exception cref="ArgumentException">The certificate names its key algorithm other than rsaEncryption, which the platform does not write.</exception>
    public byte[] ExportPkcs12(string password)
    {
        using X509Certificate2 bare = Certificate.ToX509();
        using X509Certificate2 holder = bare.CopyWithPrivateKey(PrivateKey);
        X509Certificate2Collection bag = [holder, .. Intermediates.Select(c => c.ToX509())];
        try
        {
            return bag.ExportPkcs12(Pkcs12ExportPbeParameters.Pbes2Aes256Sha256, password);
        }
        finally
        {
            foreach (X509Certificate2 certificate in bag)
            {
                certificate.Dispose();
            }
        }
    }

    /// <summary>The private key (PKCS#8, not encrypted), the certificate and the intermediates as PEM.</summary>
    public string ExportPem()
    {
        StringBuilder text = new(PrivateKey.ExportPkcs8PrivateKeyPem());
        foreach (Certificate certificate in (IEnumerable<Certificate>)[Certificate, .. Intermediates])
        {
            text.Append('\n').Append(certificate.ToPem());
        }

        return text.Append('\n').ToString();
    }

    /// <summary>Forgets the private key.</summary>
    public void Dispose() => PrivateKey.Dispose();
}
