using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes.Tests;

/// <summary>An elliptic curve key with a certificate that it issued to itself.</summary>
internal sealed class TempKey : IDisposable
{
    private TempKey(SoftwareKey key) => Key = key;

    public SoftwareKey Key { get; }

    public static TempKey Create(ECCurve curve)
    {
        using ECDsa key = ECDsa.Create(curve);
        CertificateRequest request = new("CN=Courbe", key, HashAlgorithmName.SHA384);
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        return new TempKey(new SoftwareKey(Certificate.FromX509(certificate), key));
    }

    public void Dispose() => Key.Dispose();
}
