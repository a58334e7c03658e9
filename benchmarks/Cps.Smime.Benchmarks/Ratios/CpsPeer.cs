using System.Runtime.InteropServices;
using Cps.Smime.Certificates;
using Cps.Smime.Envelopes;
using Cps.Smime.Mime;

namespace Cps.Smime.Benchmarks.Ratios;

/// <summary>This library, with the options given.</summary>
internal sealed class CpsPeer : IPeer
{
    private readonly bool _isDefault;
    private readonly SoftwareKey _signer;
    private readonly SoftwareKey _recipient;
    private readonly SecureMailbox _mailbox;
    private readonly EmailAddress _from;
    private readonly PlannedRecipient[] _recipients;

    public CpsPeer(Material material, int? memoryBuffer = null)
    {
        _isDefault = memoryBuffer is null;
        Name = memoryBuffer is null ? "Cps.Smime" : $"Cps.Smime({memoryBuffer / 1024 / 1024}MiB)";
        Work = memoryBuffer is null
            ? "whole verdict: certificate path, sender's address; default options (16 MiB in memory, then an encrypted temporary file)"
            : "the same with MailLimits.Cms.MemoryBuffer so large that no temporary file is used";
        _signer = material.Sender.ToSoftwareKey();
        _recipient = material.Recipient.ToSoftwareKey();
        CmsLimits cms = memoryBuffer is { } length ? new CmsLimits { MemoryBuffer = length } : CmsLimits.Default;
        _mailbox = new SecureMailbox(new SecureMailboxOptions { Anchors = material.Anchors, Limits = new MailLimits { Cms = cms } });
        _from = EmailAddress.Parse(material.SenderPerson.EmailAddress);
        _recipients = [.. material.Recipients.Select(c => new PlannedRecipient(EmailAddress.Parse(c.EmailAddresses[0]), c, KeyTransportAlgorithm.RsaPkcs1, null))];
    }

    public string Name { get; }

    public string Work { get; }

    public string? Declines(Scenario scenario) =>
        _isDefault || (scenario.Length > CmsLimits.Default.MemoryBuffer && !scenario.IsSeal) ? null : "the same as Cps.Smime: nothing goes to a file";

    public void Seal(Scenario scenario, ReadOnlyMemory<byte> attachment, Stream output)
    {
        PlannedRecipient[] recipients = _recipients[..scenario.Recipients];
        Letter letter = new()
        {
            From = _from,
            To = [.. recipients.Select(r => r.Address)],
            Subject = "Benchmark",
            Attachments = [new LetterAttachment("mesure.bin", "application/octet-stream", () => AsStream(attachment))],
        };
        _mailbox.SealAsync(letter, new SealPlan(recipients, scenario.Encryption, DateTimeOffset.UtcNow), _signer, output).GetAwaiter().GetResult();
    }

    public void Open(Scenario scenario, ReadOnlyMemory<byte> message, Stream attachment)
    {
        using OpenedLetter letter = _mailbox.OpenAsync(AsStream(message), [_recipient]).GetAwaiter().GetResult();
        if (letter.Report.Verdict != Verdict.Valid)
        {
            throw new InvalidOperationException(letter.Report.ToSentence(TextLanguage.English));
        }

        using Stream content = letter.Parts[^1].OpenRead();
        content.CopyTo(attachment);
    }

    public void Dispose()
    {
        _signer.Dispose();
        _recipient.Dispose();
    }

    /// <summary>A stream over memory that is an array.</summary>
    public static MemoryStream AsStream(ReadOnlyMemory<byte> memory)
    {
        MemoryMarshal.TryGetArray(memory, out ArraySegment<byte> segment);
        return new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false);
    }
}
