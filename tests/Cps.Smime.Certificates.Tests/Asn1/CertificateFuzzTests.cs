using System.Diagnostics;

namespace Cps.Smime.Certificates.Tests.Asn1;

/// <summary>Damaged certificates, keys and anchor files: whatever the bytes, a value or a <see cref="CertificateException"/>, and soon.</summary>
public sealed class CertificateFuzzTests(ITestOutputHelper output)
{
    private static readonly TimeSpan s_budget = TimeSpan.FromSeconds(3);

    [Fact]
    public void A_damaged_certificate_is_read_or_refused_and_nothing_else()
    {
        using TestCard card = SharedPki.Authorities.IssueCard(TestPerson.Generate(1), SharedPki.Options);
        using TestCard old = SharedPki.Authorities.IssueCard(TestPerson.Generate(2), TestCertificateOptions.GipCps with { Key = SharedPki.Key });
        byte[][] seeds =
        [
            card.Signature.Certificate.Encoded.ToArray(), card.Authentication.Certificate.Encoded.ToArray(), old.Signature.Certificate.Encoded.ToArray(),
            SharedPki.Leaf().Encoded.ToArray(), SharedPki.Authorities.Mail.Certificate.Encoded.ToArray(),
        ];
        CertificatePathValidator validator = new(SharedPki.Authorities.Anchors);
        (int accepted, int refused) = Run(seeds, bytes =>
        {
            Certificate certificate = Certificate.FromDer(bytes);
            Use(certificate);
            Assert.False(validator.Validate(certificate, [certificate], SharedPki.Now, PathPurpose.MailSignature).IsValid && !seeds.Any(s => s.AsSpan().SequenceEqual(bytes)));
        });
        Assert.True(accepted > 100, $"only {accepted} damaged certificates were still readable: the mutations are too coarse to test much");
        Assert.True(refused > 100, $"only {refused} were refused");
    }

    [Fact]
    public void A_damaged_key_file_is_read_or_refused_and_nothing_else()
    {
        using TestCredential credential = SharedPki.Authorities.IssueMail("Camille Exemple", "camille@ailleurs.example", options: SharedPki.Options);
        byte[][] seeds = [credential.ExportPkcs12("secret"), System.Text.Encoding.ASCII.GetBytes(credential.ExportPem())];
        (_, int refused) = Run(seeds, bytes =>
        {
            foreach (SoftwareKey key in KeyFile.Read(bytes, "secret", "damaged"))
            {
                key.Dispose();
            }
        });
        Assert.True(refused > 20, $"only {refused} were refused");
    }

    [Fact]
    public void A_damaged_anchor_file_is_read_or_refused_and_nothing_else()
    {
        string openssl = ForeignSoftware.Require("openssl", "openssl");
        using TempFolder folder = new();
        string pem = folder.Write("all.pem", SharedPki.Authorities.AnchorsPem);
        byte[] p7b = ForeignSoftware.Run(openssl, ["crl2pkcs7", "-nocrl", "-certfile", pem, "-outform", "DER"]).Succeeded().OutputBytes;
        (int accepted, int refused) = Run([p7b, File.ReadAllBytes(pem)], bytes => Assert.NotNull(new TrustAnchors(Certificate.ReadAll(bytes)).Anchors));
        Assert.True(accepted > 20, $"only {accepted} were still readable");
        Assert.True(refused > 20, $"only {refused} were refused");
    }

    private static void Use(Certificate certificate)
    {
        _ = certificate.ToString().Length + certificate.Identity.ToString().Length + certificate.GetHashCode();
        foreach (string address in certificate.EmailAddresses)
        {
            _ = EmailAddress.TryParse(address, out _);
        }

        foreach (Action action in new Action[] { () => _ = certificate.PublicKey.KeySize, () => certificate.PublicKey.EncryptKey(KeyTransportAlgorithm.RsaPkcs1, new byte[32]) })
        {
            try
            {
                action();
            }
            catch (CertificateException)
            {
                // The key is refused: an answer like any other.
            }
        }
    }

    private (int Accepted, int Refused) Run(byte[][] seeds, Action<byte[]> read)
    {
        int seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        Random random = new(seed);
        int accepted = 0, refused = 0;
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < s_budget || accepted + refused < 2_000;)
        {
            byte[] damaged = Damage(seeds[random.Next(seeds.Length)], random);
            try
            {
                read(damaged);
                accepted++;
            }
            catch (CertificateException)
            {
                refused++;
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {seed}, input {accepted + refused}: {e}\n{Convert.ToHexString(damaged)}");
            }
        }

        output.WriteLine($"{accepted} accepted, {refused} refused");
        return (accepted, refused);
    }

    private static byte[] Damage(byte[] original, Random random)
    {
        List<byte> bytes = [.. original];
        for (int changes = random.Next(1, 4); changes > 0; changes--)
        {
            int at = random.Next(bytes.Count);
            int length = Math.Min(random.Next(1, 24), bytes.Count - at);
            switch (random.Next(7))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes[at] = new byte[] { 0x00, 0x7F, 0x80, 0x81, 0x84, 0xFF }[random.Next(6)];
                    break;
                case 3:
                    bytes.RemoveRange(at, length);
                    break;
                case 4:
                    bytes.InsertRange(at, bytes.GetRange(random.Next(bytes.Count - length + 1), length));
                    break;
                case 5:
                    // A tag of another type in place of one that is there.
                    bytes[at] = new byte[] { 0x02, 0x03, 0x04, 0x05, 0x06, 0x0C, 0x13, 0x14, 0x1E, 0x1C, 0x17, 0x18, 0x30, 0x31, 0xA0, 0xA3 }[random.Next(16)];
                    break;
                default:
                    bytes[at]++;
                    break;
            }

            if (bytes.Count == 0)
            {
                bytes.Add(0);
            }
        }

        return [.. bytes];
    }
}
