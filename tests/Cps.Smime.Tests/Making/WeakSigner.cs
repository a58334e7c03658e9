using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using Cps.Smime.Certificates;

namespace Cps.Smime.Tests;

/// <summary>Signs with SHA-1 by the platform's CMS, as software of before 2010 did: nothing of this library makes such signatures.</summary>
internal sealed class WeakSigner(SoftwareKey key, System.Security.Cryptography.RSA privateKey)
{
    public byte[] Sign(byte[] content)
    {
        using X509Certificate2 bare = key.Certificate.ToX509();
        using X509Certificate2 holder = bare.CopyWithPrivateKey(privateKey);
        SignedCms message = new(new ContentInfo(content), detached: true);
        CmsSigner signer = new(SubjectIdentifierType.IssuerAndSerialNumber, holder)
        {
            DigestAlgorithm = new System.Security.Cryptography.Oid("1.3.14.3.2.26"),
            IncludeOption = X509IncludeOption.EndCertOnly,
        };
        signer.SignedAttributes.Add(new Pkcs9SigningTime());
        message.ComputeSignature(signer);
        return message.Encode();
    }
}
