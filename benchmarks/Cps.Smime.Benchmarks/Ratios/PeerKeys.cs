using System.Security.Cryptography.X509Certificates;
using Cps.Smime.Certificates;
using Cps.Smime.TestPki;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;

namespace Cps.Smime.Benchmarks.Ratios;

/// <summary>Keys and certificates as the peers know them; made once, so that nobody pays for parsing them again.</summary>
internal static class PeerKeys
{
    public static X509Certificate2 ToPlatform(TestCredential credential)
    {
        using X509Certificate2 bare = credential.Certificate.ToX509();
        return bare.CopyWithPrivateKey(credential.PrivateKey);
    }

    public static X509Certificate2[] ToPlatform(IEnumerable<Certificate> certificates) => [.. certificates.Select(c => c.ToX509())];

    public static Org.BouncyCastle.X509.X509Certificate ToBouncyCastle(Certificate certificate) => new X509CertificateParser().ReadCertificate(certificate.Encoded.ToArray());

    public static AsymmetricKeyParameter ToBouncyCastle(TestCredential credential) =>
        DotNetUtilities.GetRsaKeyPair(credential.PrivateKey.ExportParameters(includePrivateParameters: true)).Private;
}
