using Cps.Smime.Certificates;
using Cps.Smime.Envelopes;
using Cps.Smime.Mime;

namespace Cps.Smime;

/// <summary>How a <see cref="SecureMailbox"/> works. Immutable.</summary>
public sealed record SecureMailboxOptions
{
    /// <summary>The authorities trusted for correspondents and signers. Required: the operating system's store is never used.</summary>
    public required TrustAnchors Anchors { get; init; }

    /// <summary>
    /// Where certificates of correspondents are found. When it is given, opening asks it too whether a signer whose certificate names no
    /// address (a card's) belongs to the sender's address. Null: nothing is looked up, and no socket is ever opened.
    /// </summary>
    public ICertificateDirectory? Directory { get; init; }

    /// <summary>What is written for correspondents of whose software nothing is known. Default <see cref="SealingPolicy.Interoperable"/>.</summary>
    public SealingPolicy Policy { get; init; } = SealingPolicy.Interoperable;

    /// <summary>How many look-ups of a plan run at the same time. Default 8.</summary>
    public int ConcurrentLookups { get; init; } = 8;

    /// <summary>
    /// Whether the passes over one large letter overlap on several cores (signing, encrypting and encoding when it is sealed; decrypting, and
    /// decoding with digesting when it is opened):
    /// <see cref="HandOffOptions.Default"/>, which uses other threads for letters of more than 1 MiB and costs up to 6 MiB of memory for each
    /// of them. Default <see cref="HandOffOptions.Never"/>: it shortens the wait for one letter, and costs where many are sealed at once
    /// (docs/decisions/batch.md). The message is the same, and a batch never does it.
    /// </summary>
    public HandOffOptions Overlap { get; init; } = HandOffOptions.Never;

    /// <summary>What reading a message may cost.</summary>
    public MailLimits Limits { get; init; } = MailLimits.Default;

    /// <summary>The clock. Default the system's.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
