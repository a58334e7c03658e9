using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Cps.Smime.Certificates;

namespace Cps.Smime.Directories;

/// <summary>
/// Judges the certificate of an LDAP server (RFC 4513 section 3.1.3): it must have a path to the given anchors, be meant for TLS servers
/// and name the host. The system's store is not used and nothing is downloaded, neither missing certificates nor revocation.
/// </summary>
internal sealed class ServerCertificateCheck : IDisposable
{
    private readonly X509Certificate2Collection _loaded = [];
    private SslPolicyErrors _errors;

    public ServerCertificateCheck(string host, TrustAnchors anchors)
    {
        X509ChainPolicy policy = new()
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
            ApplicationPolicy = { new Oid("1.3.6.1.5.5.7.3.1") },
        };
        Load(anchors.Anchors, policy.CustomTrustStore);
        Load(anchors.Intermediates, policy.ExtraStore);
        Options = new SslClientAuthenticationOptions
        {
            TargetHost = host,
            CertificateChainPolicy = policy,
            RemoteCertificateValidationCallback = Judge,
            AllowRenegotiation = false,
        };
    }

    public SslClientAuthenticationOptions Options { get; }

    /// <summary>Why the certificate was refused, or null when it was not, or none came.</summary>
    public string? Refusal => _errors switch
    {
        SslPolicyErrors.None => null,
        _ when _errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable) => "the directory's server shows no certificate",
        _ when _errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors) => "the certificate of the directory's server has no valid path to the given anchors",
        _ => "the certificate of the directory's server names another host",
    };

    public void Dispose()
    {
        foreach (X509Certificate2 certificate in _loaded)
        {
            certificate.Dispose();
        }
    }

    private bool Judge(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        _errors = errors;
        return errors == SslPolicyErrors.None;
    }

    private void Load(IEnumerable<Certificate> certificates, X509Certificate2Collection store)
    {
        foreach (Certificate certificate in certificates)
        {
            try
            {
                X509Certificate2 loaded = certificate.ToX509();
                _loaded.Add(loaded);
                store.Add(loaded);
            }
            catch (CryptographicException)
            {
                // An anchor that the platform cannot read trusts nothing here: the server is refused, not accepted.
            }
        }
    }
}
