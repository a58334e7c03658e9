using System.Runtime.InteropServices;
using Cps.Smime.Certificates;
using Cps.Smime.TestPki;

namespace Cps.Smime.Benchmarks.Ratios;

/// <summary>What all peers work on: the same keys, certificates, attachments and messages. Safe for several threads once it is made.</summary>
internal sealed class Material : IDisposable
{
    public const int ManyRecipients = 50;

    private const int LongestAttachment = 100_000_000;

    private readonly TestAuthorities _authorities = TestAuthorities.Create();
    private readonly byte[] _attachment = new byte[LongestAttachment];
    private readonly Dictionary<object, ReadOnlyMemory<byte>> _messages = [];

    public Material()
    {
        SenderPerson = TestPerson.Generate(1);
        // Not a card: MimeKit refuses certificates whose only usage is nonRepudiation, and nobody else knows how a card is bound to an address.
        Sender = _authorities.IssueMail("Expéditeur", SenderPerson.EmailAddress);
        TestPerson first = TestPerson.Generate(2);
        Recipient = _authorities.IssueConfidentiality(first, first.EmailAddress);

        // One key for all: what it costs to encrypt to somebody does not depend on the key.
        TestCertificateOptions sameKey = new() { Key = Recipient.PrivateKey };
        Recipients = [Recipient.Certificate, .. Enumerable.Range(3, ManyRecipients - 1).Select(i =>
        {
            TestPerson person = TestPerson.Generate(i);
            return _authorities.IssueConfidentiality(person, person.EmailAddress, sameKey).Certificate;
        })];
        new Random(1).NextBytes(_attachment);
    }

    public TestPerson SenderPerson { get; }

    public TestCredential Sender { get; }

    public TestCredential Recipient { get; }

    public IReadOnlyList<Certificate> Recipients { get; }

    public TrustAnchors Anchors => _authorities.Anchors;

    public ReadOnlyMemory<byte> Attachment(int length) => _attachment.AsMemory(0, length);

    /// <summary>The message that everybody opens: sealed by this library, since any of the peers must be able to read it.</summary>
    public ReadOnlyMemory<byte> Message(Scenario scenario, IPeer sealer)
    {
        ref ReadOnlyMemory<byte> message = ref CollectionsMarshal.GetValueRefOrAddDefault(_messages, scenario.Message, out bool known);
        if (!known)
        {
            MemoryStream output = new(scenario.Length * 2 + 100_000);
            sealer.Seal(scenario, Attachment(scenario.Length), output);
            message = output.GetBuffer().AsMemory(0, (int)output.Length);
        }

        return message;
    }

    /// <summary>Forgets the messages of other lengths.</summary>
    public void KeepOnly(int length)
    {
        foreach (object key in _messages.Keys.Where(k => k is ValueTuple<int, Envelopes.ContentEncryption, int> m && m.Item1 != length).ToArray())
        {
            _messages.Remove(key);
        }
    }

    public void Dispose() => _authorities.Dispose();
}
