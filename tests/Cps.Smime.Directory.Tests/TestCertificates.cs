using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Cps.Smime.Certificates;

namespace Cps.Smime.Directories.Tests;

/// <summary>A small authority of the tests, with certificates of persons and of a TLS server.</summary>
internal static class TestCertificates
{
    private static readonly DateTimeOffset s_notBefore = DateTimeOffset.UtcNow.AddDays(-1);
    private static readonly DateTimeOffset s_notAfter = DateTimeOffset.UtcNow.AddYears(1);

    public static (Certificate Certificate, X509Certificate2 WithKey) Authority { get; } = MakeAuthority("CN=Test authority");

    public static (Certificate Certificate, X509Certificate2 WithKey) OtherAuthority { get; } = MakeAuthority("CN=Another authority");

    public static Certificate Martin { get; } = Person("dr.martin@exemple.fr");

    public static Certificate MartinLater { get; } = Person("dr.martin@exemple.fr");

    public static Certificate Durand { get; } = Person("durand@exemple.fr");

    public static Certificate NoAddress { get; } = Person(null);

    public static Certificate Person(string? address)
    {
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new($"CN={address ?? "Structure"}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        if (address is not null)
        {
            SubjectAlternativeNameBuilder names = new();
            names.AddEmailAddress(address);
            request.CertificateExtensions.Add(names.Build());
        }

        using X509Certificate2 issued = request.Create(Authority.WithKey, s_notBefore, s_notAfter.AddDays(-1), RandomNumberGenerator.GetBytes(8));
        return Certificate.FromX509(issued);
    }

    /// <summary>Certificate and key of a server that is called this (a name or an IP address).</summary>
    public static (string CertificatePem, string KeyPem) Server(string host)
    {
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new("CN=Test server", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        SubjectAlternativeNameBuilder names = new();
        if (IPAddress.TryParse(host, out IPAddress? address))
        {
            names.AddIpAddress(address);
        }
        else
        {
            names.AddDnsName(host);
        }

        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        using X509Certificate2 issued = request.Create(Authority.WithKey, s_notBefore, s_notAfter.AddDays(-1), RandomNumberGenerator.GetBytes(8));
        return (issued.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>A SignedData of certificates only, with signer attributes when capabilities are given (RFC 2798 section 2.8).</summary>
    public static byte[] CertificatesOnly(byte[]? capabilities, params Certificate[] certificates)
    {
        Asn1Tag context0 = new(TagClass.ContextSpecific, 0, isConstructed: true);
        AsnWriter w = new(AsnEncodingRules.DER);
        using (w.PushSequence())
        {
            w.WriteObjectIdentifier("1.2.840.113549.1.7.2");
            using (w.PushSequence(context0))
            using (w.PushSequence())
            {
                w.WriteInteger(1);
                w.PushSetOf().Dispose();
                using (w.PushSequence())
                {
                    w.WriteObjectIdentifier("1.2.840.113549.1.7.1");
                }

                using (w.PushSetOf(context0))
                {
                    foreach (Certificate certificate in certificates)
                    {
                        w.WriteEncodedValue(certificate.Encoded.Span);
                    }
                }

                using (w.PushSetOf())
                {
                    if (capabilities is not null)
                    {
                        WriteSignerInfo(w, certificates[0], capabilities);
                    }
                }
            }
        }

        return w.Encode();
    }

    private static void WriteSignerInfo(AsnWriter w, Certificate signer, byte[] capabilities)
    {
        using (w.PushSequence())
        {
            w.WriteInteger(1);
            using (w.PushSequence())
            {
                w.WriteEncodedValue(X509CertificateLoader.LoadCertificate(signer.Encoded.Span).IssuerName.RawData);
                w.WriteInteger(signer.SerialNumber.Span);
            }

            using (w.PushSequence())
            {
                w.WriteObjectIdentifier("2.16.840.1.101.3.4.2.1");
            }

            using (w.PushSetOf(new Asn1Tag(TagClass.ContextSpecific, 0, isConstructed: true)))
            using (w.PushSequence())
            {
                w.WriteObjectIdentifier("1.2.840.113549.1.9.15");
                using (w.PushSetOf())
                {
                    w.WriteEncodedValue(capabilities);
                }
            }

            using (w.PushSequence())
            {
                w.WriteObjectIdentifier("1.2.840.113549.1.1.1");
            }

            w.WriteOctetString(new byte[256]);
        }
    }

    private static (Certificate Certificate, X509Certificate2 WithKey) MakeAuthority(string name)
    {
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new(name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        X509Certificate2 self = request.CreateSelfSigned(s_notBefore, s_notAfter);
        return (Certificate.FromX509(self), self);
    }
}
