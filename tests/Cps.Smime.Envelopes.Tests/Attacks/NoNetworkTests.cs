using System.Net;
using System.Net.Sockets;
using System.Text;
using Cps.Smime.Certificates;
using Cps.Smime.Fuzz;
using Cps.Smime.TestPki;

namespace Cps.Smime.Envelopes.Tests;

/// <summary>
/// A certificate in a message names servers: where its issuer's certificate lies, where revocation is answered. Platforms go there while
/// they verify, whoever wrote the message; this library does not.
/// </summary>
public sealed class NoNetworkTests
{
    [Fact]
    public async Task NobodyIsContactedByReadingVerifyingOrJudgingAMessageWhoseCertificateNamesServers()
    {
        using TcpListener server = new(IPAddress.Loopback, 0);
        server.Start();
        byte[] url = Encoding.ASCII.GetBytes($"http://127.0.0.1:{((IPEndPoint)server.LocalEndpoint).Port}/");
        byte[] access = Der.Sequence(
            Der.Sequence(Der.Oid("1.3.6.1.5.5.7.48.1"), Der.Element(0x86, url)),
            Der.Sequence(Der.Oid("1.3.6.1.5.5.7.48.2"), Der.Element(0x86, url)));
        byte[] lists = Der.Sequence(Der.Sequence(Der.Element(0xA0, Der.Element(0xA0, Der.Element(0x86, url)))));
        TestCredential signer = People.Authorities.IssueMail("Curieux", "curieux@cabinet.example", MailUsage.SignAndEncrypt, new TestCertificateOptions
        {
            Extensions = [new CertificateExtension("1.3.6.1.5.5.7.1.1", false, access), new CertificateExtension("2.5.29.31", false, lists)],
        });
        Assert.True(signer.Certificate.Encoded.Span.IndexOf(url) > 0);
        using SoftwareKey key = signer.ToSoftwareKey();
        byte[] signature = await SignedDataWriter.SignDetachedAsync(new MemoryStream([1, 2, 3]), key, new SigningOptions { IncludeIntermediates = false });
        byte[] envelope = await RecipientKindsTests.SealAsync([1, 2, 3], ContentEncryption.Aes256Gcm, new Recipient(signer.Certificate, KeyTransportAlgorithm.RsaOaepSha256));

        SignerReport report = Assert.Single(await Messages.VerifyAsync(signature, [1, 2, 3]));
        Outcome opened = await Outcome.OfOpeningAsync(envelope, key);
        CertificatePath known = new CertificatePathValidator(People.Authorities.Anchors).Validate(report.Certificate!, [], DateTimeOffset.UtcNow, PathPurpose.MailSignature);
        CertificatePath stranger = new CertificatePathValidator(new TrustAnchors([])).Validate(report.Certificate!, [], DateTimeOffset.UtcNow, PathPurpose.MailSignature);

        Assert.True(report.IsIntact);
        Assert.Equal([1, 2, 3], opened.Content);
        Assert.Empty(known.Problems);
        Assert.NotEmpty(stranger.Problems);

        // A connection on the way would be waiting by then.
        await Task.Delay(200, TestContext.Current.CancellationToken);
        Assert.False(server.Pending());
    }
}
