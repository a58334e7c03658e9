using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;

namespace Cps.Smime.Benchmarks.Ratios;

/// <summary>System.Security.Cryptography.Pkcs: SignedCms and EnvelopedCms over arrays, with <see cref="MailGlue"/> around them.</summary>
internal sealed class PlatformPeer : IPeer
{
    private static readonly AlgorithmIdentifier s_aes256Cbc = new(new Oid("2.16.840.1.101.3.4.1.42"));
    private static readonly Oid s_sha256 = new("2.16.840.1.101.3.4.2.1");

    private readonly X509Certificate2 _signer;
    private readonly RSA _decryptionKey;
    private readonly X509Certificate2[] _recipients;
    private readonly X509Certificate2[] _intermediates;
    private readonly string _from;

    public PlatformPeer(Material material)
    {
        _signer = PeerKeys.ToPlatform(material.Sender);
        _decryptionKey = RSA.Create(material.Recipient.PrivateKey.ExportParameters(includePrivateParameters: true));
        _recipients = PeerKeys.ToPlatform(material.Recipients);
        _intermediates = PeerKeys.ToPlatform(material.Sender.Intermediates);
        _from = material.SenderPerson.EmailAddress;
    }

    public string Name => ".NET-Pkcs";

    public string Work => "signature only: no path, no address; whole arrays in memory; MIME by the benchmark's own vectorised glue";

    public string? Declines(Scenario scenario) => scenario.IsGcm ? "has no AuthEnvelopedData" : null;

    public void Seal(Scenario scenario, ReadOnlyMemory<byte> attachment, Stream output)
    {
        byte[] content = MailGlue.Content(attachment.Span);
        SignedCms signed = new(new ContentInfo(content), detached: true);
        CmsSigner signer = new(SubjectIdentifierType.IssuerAndSerialNumber, _signer)
        {
            DigestAlgorithm = s_sha256,
            IncludeOption = X509IncludeOption.EndCertOnly,
            SignedAttributes = { new Pkcs9SigningTime() },
        };
        signer.Certificates.AddRange(_intermediates);
        signed.ComputeSignature(signer);
        EnvelopedCms enveloped = new(new ContentInfo(MailGlue.Signed(content, signed.Encode())), s_aes256Cbc);
        CmsRecipientCollection recipients = [];
        foreach (X509Certificate2 recipient in _recipients.AsSpan(0, scenario.Recipients))
        {
            recipients.Add(new CmsRecipient(recipient, RSAEncryptionPadding.Pkcs1));
        }

        enveloped.Encrypt(recipients);
        MailGlue.WriteMessage(enveloped.Encode(), _from, output);
    }

    public void Open(Scenario scenario, ReadOnlyMemory<byte> message, Stream attachment)
    {
        EnvelopedCms enveloped = new();
        enveloped.Decode(MailGlue.DecodeBody(message.Span));
        enveloped.Decrypt(enveloped.RecipientInfos[0], _decryptionKey);
        (ReadOnlyMemory<byte> content, byte[] signature) = MailGlue.Split(enveloped.ContentInfo.Content);
        SignedCms signed = new(new ContentInfo(content.ToArray()), detached: true);
        signed.Decode(signature);
        signed.CheckSignature(verifySignatureOnly: true);
        MailGlue.WriteAttachment(content.Span, attachment);
    }

    public void Dispose()
    {
        _signer.Dispose();
        _decryptionKey.Dispose();
        Array.ForEach([.. _recipients, .. _intermediates], r => r.Dispose());
    }
}
