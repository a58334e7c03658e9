using Org.BouncyCastle.Asn1.Nist;
using Org.BouncyCastle.Cms;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Utilities.Collections;
using Org.BouncyCastle.X509;

namespace Cps.Smime.Benchmarks.Ratios;

/// <summary>BouncyCastle's CMS generators and parsers, with <see cref="MailGlue"/> around them.</summary>
internal sealed class BouncyCastlePeer : IPeer
{
    private readonly AsymmetricKeyParameter _signingKey;
    private readonly AsymmetricKeyParameter _decryptionKey;
    private readonly X509Certificate _signer;
    private readonly X509Certificate[] _recipients;
    private readonly X509Certificate[] _intermediates;
    private readonly string _from;

    public BouncyCastlePeer(Material material)
    {
        _signingKey = PeerKeys.ToBouncyCastle(material.Sender);
        _decryptionKey = PeerKeys.ToBouncyCastle(material.Recipient);
        _signer = PeerKeys.ToBouncyCastle(material.Sender.Certificate);
        _recipients = [.. material.Recipients.Select(PeerKeys.ToBouncyCastle)];
        _intermediates = [.. material.Sender.Intermediates.Select(PeerKeys.ToBouncyCastle)];
        _from = material.SenderPerson.EmailAddress;
    }

    public string Name => "BouncyCastle";

    public string Work => "signature only: no path, no address; whole arrays in memory; MIME by the benchmark's own vectorised glue";

    public string? Declines(Scenario scenario) => scenario.IsGcm ? "reads and writes no AuthEnvelopedData" : null;

    public void Seal(Scenario scenario, ReadOnlyMemory<byte> attachment, Stream output)
    {
        byte[] content = MailGlue.Content(attachment.Span);
        CmsSignedDataGenerator signing = new();
        signing.AddSigner(_signingKey, _signer, CmsSignedGenerator.DigestSha256);
        signing.AddCertificates(CollectionUtilities.CreateStore([_signer, .. _intermediates]));
        byte[] signature = signing.Generate(new CmsProcessableByteArray(content), encapsulate: false).GetEncoded();
        CmsEnvelopedDataGenerator enveloping = new();
        foreach (X509Certificate recipient in _recipients.AsSpan(0, scenario.Recipients))
        {
            enveloping.AddKeyTransRecipient(recipient);
        }

        byte[] envelope = enveloping.Generate(new CmsProcessableByteArray(MailGlue.Signed(content, signature)), NistObjectIdentifiers.IdAes256Cbc).GetEncoded();
        MailGlue.WriteMessage(envelope, _from, output);
    }

    public void Open(Scenario scenario, ReadOnlyMemory<byte> message, Stream attachment)
    {
        CmsEnvelopedData envelope = new(MailGlue.DecodeBody(message.Span));
        RecipientInformation recipient = envelope.GetRecipientInfos().GetRecipients().First();
        (ReadOnlyMemory<byte> content, byte[] signature) = MailGlue.Split(recipient.GetContent(_decryptionKey));
        CmsSignedData signed = new(new CmsProcessableByteArray(content.ToArray()), signature);
        if (!signed.GetSignerInfos().GetSigners().Single().Verify(_signer))
        {
            throw new InvalidOperationException("BouncyCastle does not verify the signature.");
        }

        MailGlue.WriteAttachment(content.Span, attachment);
    }

    public void Dispose()
    {
    }
}
