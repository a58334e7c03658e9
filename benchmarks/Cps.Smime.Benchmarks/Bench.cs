using Cps.Smime.Certificates;
using Cps.Smime.Envelopes;
using Cps.Smime.TestPki;

namespace Cps.Smime.Benchmarks;

/// <summary>What every benchmark works with: two practitioners, a mailbox that trusts their PKI, and letters of any size.</summary>
internal sealed class Bench : IDisposable
{
    private readonly TestAuthorities _authorities = TestAuthorities.Create();

    public Bench()
    {
        TestPerson sender = TestPerson.Generate(1);
        TestPerson correspondent = TestPerson.Generate(2);
        From = EmailAddress.Parse(sender.EmailAddress);
        To = EmailAddress.Parse(correspondent.EmailAddress);
        Signer = _authorities.IssueCard(sender).Signature.ToSoftwareKey();
        Recipient = _authorities.IssueConfidentiality(correspondent, correspondent.EmailAddress).ToSoftwareKey();
        Mailbox = new SecureMailbox(new SecureMailboxOptions { Anchors = _authorities.Anchors });
        Options = new OpenOptions { ExpectedNationalId = sender.NationalId };
    }

    public EmailAddress From { get; }

    public EmailAddress To { get; }

    public SoftwareKey Signer { get; }

    public SoftwareKey Recipient { get; }

    public SecureMailbox Mailbox { get; }

    public OpenOptions Options { get; }

    public SealPlan Plan(ContentEncryption encryption) =>
        new([new PlannedRecipient(To, Recipient.Certificate, KeyTransportAlgorithm.RsaPkcs1, null)], encryption, DateTimeOffset.UtcNow);

    /// <summary>A letter with one attachment of this length, which is made while it is read and never held.</summary>
    public Letter Letter(long length) => new()
    {
        From = From,
        To = [To],
        Subject = "Benchmark",
        Attachments = [new LetterAttachment("mesure.bin", "application/octet-stream", () => new PatternStream(length))],
    };

    public void Dispose()
    {
        Signer.Dispose();
        Recipient.Dispose();
        _authorities.Dispose();
    }
}
