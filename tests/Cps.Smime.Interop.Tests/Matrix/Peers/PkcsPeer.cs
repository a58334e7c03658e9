using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using Cps.Smime.Certificates;
using Cps.Smime.Envelopes;
using PlatformIdentifier = System.Security.Cryptography.Pkcs.AlgorithmIdentifier;

namespace Cps.Smime.Interop.Tests.Matrix;

/// <summary>Microsoft's System.Security.Cryptography.Pkcs, on this platform.</summary>
internal sealed class PkcsPeer : IPeer
{
    public string Name => ".NET Pkcs";

    public string Version { get; } = typeof(SignedCms).Assembly.GetName().Version!.ToString(2);

    public IReadOnlyList<PeerLimit> Limits { get; } =
    [
        new("p1", "Unknown algorithm '1.3.101.112'", "the platform knows no Ed25519", Lines.Ed25519),
        new("p2", "the platform has no class for Ed25519 keys", "the platform has no class for Ed25519 keys", Lines.Ed25519),
        new("p3", "'MLDsa' is not supported on this platform", "the platform has ML-DSA from OpenSSL 3.5 on", Lines.MLDsa),
        new("p4", "signing with ML-DSA is experimental", "CmsSigner takes ML-DSA keys as an experiment only, from OpenSSL 3.5 on", Lines.MLDsa),
        new("p5", "Invalid cryptographic message type", "there is no class for AuthEnvelopedData", Lines.Aead),
        new("p6", "no class for AuthEnvelopedData", "there is no class for AuthEnvelopedData", Lines.Aead),
        new("p7", "Unknown algorithm '1.", "on this platform EnvelopedCms seals for RSA certificates only", c => Lines.Agreement(c) || Lines.Kem(c)),
        new("p8", "Unknown algorithm '2.", "on this platform EnvelopedCms seals for RSA certificates only", Lines.Kem),
        new("p9", "The recipient type 'KeyAgreement' is not supported", "on this platform EnvelopedCms opens no key agreement", Lines.Agreement),
        new("p10", "Error occurred during a cryptographic operation", "EnvelopedCms takes no message with a recipient of this kind", c => Lines.Secret(c) || Lines.Kem(c)),
        new("p11", "EnvelopedCms takes certificates only", "EnvelopedCms takes certificates only", Lines.Secret),
        new("p12", "has no class for this content", "there is no class for this content", c => Lines.Content(c, CmsContentType.CompressedData, CmsContentType.DigestedData, CmsContentType.EncryptedData)),
        new("p13", "System.Security.Cryptography.Pkcs writes DER", "everything is written in DER", Lines.Ber),
    ];

    public Task<byte[]> ReadAsync(Combination combination, byte[] message, byte[] content) => Task.FromResult(combination switch
    {
        SignatureCombination c => Verify(c, message, content),
        EnvelopeCombination => Decrypt(message),
        ContentCombination { Type: CmsContentType.SignedData } => ReadCertificates(message, content),
        _ => throw new PeerLacksException("System.Security.Cryptography.Pkcs has no class for this content"),
    });

    public Task<byte[]> WriteAsync(Combination combination, byte[] content) => Task.FromResult(combination switch
    {
        { Encoding: MessageEncoding.Ber } => throw new PeerLacksException("System.Security.Cryptography.Pkcs writes DER"),
        SignatureCombination c => Sign(c, content),
        EnvelopeCombination c => Encrypt(c, content),
        ContentCombination { Type: CmsContentType.SignedData } => WriteCertificates(),
        _ => throw new PeerLacksException("System.Security.Cryptography.Pkcs has no class for this content"),
    });

    public void Dispose()
    {
    }

    private static byte[] Verify(SignatureCombination c, byte[] message, byte[] content)
    {
        SignedCms signed = c.IsDetached ? new SignedCms(new ContentInfo(content), detached: true) : new SignedCms();
        signed.Decode(message);
        Assert.Equal(c.Signers, signed.SignerInfos.Count);
        signed.CheckSignature(verifySignatureOnly: true);
        return signed.ContentInfo.Content;
    }

    private static byte[] Sign(SignatureCombination c, byte[] content)
    {
        SignedCms signed = new(new ContentInfo(content), c.IsDetached);
        foreach (MatrixKey key in c.Keys.Select(MatrixPki.Get))
        {
            using X509Certificate2 certificate = key.Certificate.ToX509();
            CmsSigner signer = c.Algorithm.Family switch
            {
                SignatureFamily.RsaPkcs1 => new CmsSigner(SubjectIdentifierType.IssuerAndSerialNumber, certificate, Rsa(key), RSASignaturePadding.Pkcs1),
                SignatureFamily.RsaPss => new CmsSigner(SubjectIdentifierType.IssuerAndSerialNumber, certificate, Rsa(key), RSASignaturePadding.Pss),
                SignatureFamily.Ecdsa => new CmsSigner(SubjectIdentifierType.IssuerAndSerialNumber, certificate, Ecdsa(key)),
                SignatureFamily.Ed25519 => throw new PeerLacksException("the platform has no class for Ed25519 keys"),
                _ => throw new PeerLacksException("signing with ML-DSA is experimental"),
            };
            signer.DigestAlgorithm = Oid.FromFriendlyName(c.Algorithm.Digest.Name!, OidGroup.HashAlgorithm);
            signer.IncludeOption = X509IncludeOption.EndCertOnly;

            // Without an attribute of the caller's there are no signed attributes at all, and such a signature is not taken here.
            signer.SignedAttributes.Add(new Pkcs9SigningTime());
            signed.ComputeSignature(signer);
        }

        return signed.Encode();
    }

    private static byte[] Decrypt(byte[] message)
    {
        EnvelopedCms envelope = new();
        envelope.Decode(message);
        System.Security.Cryptography.Pkcs.RecipientInfo recipient = envelope.RecipientInfos[0];

        // Any other key than an RSA key is refused before the recipient is looked at; what is said of other recipients is said with one.
        envelope.Decrypt(recipient, Rsa(MatrixPki.Get("RSA/1")));
        return envelope.ContentInfo.Content;
    }

    private static byte[] Encrypt(EnvelopeCombination c, byte[] content)
    {
        if (c.IsAuthenticated)
        {
            throw new PeerLacksException("System.Security.Cryptography.Pkcs has no class for AuthEnvelopedData");
        }

        if (c.Recipient.Kind is RecipientKind.KeyEncryptionKey or RecipientKind.Password)
        {
            throw new PeerLacksException("EnvelopedCms takes certificates only");
        }

        EnvelopedCms envelope = new(new ContentInfo(content), Identifier(c.Content));
        using X509Certificate2 certificate = MatrixPki.Get(c.Recipient.Key).Certificate.ToX509();
        envelope.Encrypt(c.Recipient.Transport is not { } transport ? new CmsRecipient(certificate)
            : new CmsRecipient(certificate, transport.OaepDigest is { } digest ? RSAEncryptionPadding.CreateOaep(digest) : RSAEncryptionPadding.Pkcs1));
        return envelope.Encode();
    }

    private static PlatformIdentifier Identifier(ContentEncryption content) => content switch
    {
        ContentEncryption.Aes128Cbc => new(new Oid("2.16.840.1.101.3.4.1.2")),
        ContentEncryption.Aes192Cbc => new(new Oid("2.16.840.1.101.3.4.1.22")),
        ContentEncryption.Aes256Cbc => new(new Oid("2.16.840.1.101.3.4.1.42")),
        ContentEncryption.TripleDesCbc => new(new Oid("1.2.840.113549.3.7")),
        ContentEncryption.DesCbc => new(new Oid("1.3.14.3.2.7")),
        ContentEncryption.Rc2Cbc128 => new(new Oid("1.2.840.113549.3.2"), 128),
        ContentEncryption.Rc2Cbc64 => new(new Oid("1.2.840.113549.3.2"), 64),
        _ => new(new Oid("1.2.840.113549.3.2"), 40),
    };

    private static byte[] ReadCertificates(byte[] message, byte[] content)
    {
        SignedCms signed = new();
        signed.Decode(message);
        Assert.Contains(MatrixPki.Get("RSA/1").Certificate, signed.Certificates.Select(Certificate.FromX509));
        return content;
    }

    private static byte[] WriteCertificates()
    {
        using X509Certificate2 certificate = MatrixPki.Get("RSA/1").Certificate.ToX509();
        return new X509Certificate2Collection(certificate).Export(X509ContentType.Pkcs7)!;
    }

    private static RSA Rsa(MatrixKey key)
    {
        RSA rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(key.Pkcs8, out _);
        return rsa;
    }

    private static ECDsa Ecdsa(MatrixKey key)
    {
        ECDsa ecdsa = ECDsa.Create();
        ecdsa.ImportPkcs8PrivateKey(key.Pkcs8, out _);
        return ecdsa;
    }
}
