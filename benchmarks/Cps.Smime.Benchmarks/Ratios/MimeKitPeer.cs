using System.Security.Cryptography.X509Certificates;
using MimeKit;
using MimeKit.Cryptography;

namespace Cps.Smime.Benchmarks.Ratios;

/// <summary>MimeKit with its S/MIME context in memory.</summary>
internal sealed class MimeKitPeer : IPeer
{
    private readonly TemporarySecureMimeContext _context = new();
    private readonly CmsSigner _signer;
    private readonly CmsRecipient[] _recipients;
    private readonly MailboxAddress _from;

    public MimeKitPeer(Material material)
    {
        foreach (Certificates.Certificate authority in material.Anchors.Anchors.Concat(material.Sender.Intermediates))
        {
            _context.Import(PeerKeys.ToBouncyCastle(authority));
        }

        using X509Certificate2 recipient = PeerKeys.ToPlatform(material.Recipient);
        _context.Import(new MemoryStream(recipient.Export(X509ContentType.Pkcs12, "x")), "x");
        _signer = new CmsSigner([PeerKeys.ToBouncyCastle(material.Sender.Certificate), .. material.Sender.Intermediates.Select(PeerKeys.ToBouncyCastle)], PeerKeys.ToBouncyCastle(material.Sender)) { DigestAlgorithm = DigestAlgorithm.Sha256 };
        _recipients = [.. material.Recipients.Select(c => new CmsRecipient(PeerKeys.ToBouncyCastle(c)) { EncryptionAlgorithms = [EncryptionAlgorithm.Aes256] })];
        _from = MailboxAddress.Parse(material.SenderPerson.EmailAddress);
    }

    public string Name => "MimeKit";

    public string Work => "signature only (Verify with verifySignatureOnly, which builds a path all the same); no address";

    public string? Declines(Scenario scenario) => scenario.IsGcm ? "reads and writes no AuthEnvelopedData" : null;

    public void Seal(Scenario scenario, ReadOnlyMemory<byte> attachment, Stream output)
    {
        using MimePart part = new("application", "octet-stream")
        {
            Content = new MimeContent(CpsPeer.AsStream(attachment)),
            ContentTransferEncoding = ContentEncoding.Base64,
            FileName = "mesure.bin",
        };
        CmsRecipientCollection recipients = [];
        foreach (CmsRecipient recipient in _recipients.AsSpan(0, scenario.Recipients))
        {
            recipients.Add(recipient);
        }

        using MultipartSigned signed = MultipartSigned.Create(_context, _signer, part);
        using MimeMessage message = new([_from], [new MailboxAddress(null, "correspondent@cabinet.example")], "Benchmark", ApplicationPkcs7Mime.Encrypt(_context, recipients, signed));
        message.WriteTo(output);
    }

    public void Open(Scenario scenario, ReadOnlyMemory<byte> message, Stream attachment)
    {
        using MimeMessage parsed = MimeMessage.Load(CpsPeer.AsStream(message), persistent: true);
        using MimeEntity decrypted = ((ApplicationPkcs7Mime)parsed.Body!).Decrypt(_context);
        MultipartSigned signed = (MultipartSigned)decrypted;
        if (!signed.Verify(_context).Single().Verify(verifySignatureOnly: true))
        {
            throw new InvalidOperationException("MimeKit does not verify the signature.");
        }

        MimePart part = signed[0] as MimePart ?? (MimePart)((Multipart)signed[0])[^1];
        part.Content!.DecodeTo(attachment);
    }

    public void Dispose() => _context.Dispose();
}
