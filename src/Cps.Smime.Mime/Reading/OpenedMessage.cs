using MimeKit;

namespace Cps.Smime.Mime;

/// <summary>
/// A message after its layers were taken off: facts about the layers, and the content. It judges nothing: whether the signers are to be
/// believed is computed from it. The content lives until this object is disposed. Not for several threads.
/// </summary>
public sealed class OpenedMessage : IDisposable
{
    private readonly List<IDisposable> _owned;

    internal OpenedMessage(HeaderList headers, IReadOnlyList<MessageLayer> layers, MimeEntity? content, IReadOnlyList<MessagePart> parts, bool hasSecurityBelow, List<IDisposable> owned)
    {
        Headers = headers;
        Layers = layers;
        Content = content;
        Parts = parts;
        HasSecurityBelow = hasSecurityBelow;
        _owned = owned;
        From = MailboxList.Read(headers, HeaderId.From);
        Sender = MailboxList.Read(headers, HeaderId.Sender);
        To = MailboxList.Read(headers, HeaderId.To);
    }

    /// <summary>The header fields of the message as it came. No signature covers them.</summary>
    public HeaderList Headers { get; }

    /// <summary>The layers, outermost first; empty for an ordinary message.</summary>
    public IReadOnlyList<MessageLayer> Layers { get; }

    /// <summary>What is inside every layer, or null when the message was only inspected and is encrypted.</summary>
    public MimeEntity? Content { get; }

    /// <summary>The texts and attachments of <see cref="Content"/>.</summary>
    public IReadOnlyList<MessagePart> Parts { get; }

    /// <summary>
    /// Whether a part of the content is itself signed or encrypted although the whole is not: such a signature covers only what it covers,
    /// and an encrypted part is never shown in one page with what surrounds it (EFAIL).
    /// </summary>
    public bool HasSecurityBelow { get; }

    /// <summary>The mailboxes of all From fields.</summary>
    public MailboxList From { get; }

    /// <summary>The mailboxes of all Sender fields.</summary>
    public MailboxList Sender { get; }

    /// <summary>The mailboxes of all To fields.</summary>
    public MailboxList To { get; }

    /// <summary>The subject as it came, outside every signature.</summary>
    public string Subject => Headers[HeaderId.Subject] ?? "";

    /// <summary>The innermost signature that nothing but content lies under: the only one that says who wrote the content.</summary>
    public MessageLayer? ContentSignature => Layers.Count > 0 && Layers[^1].IsSignature ? Layers[^1] : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        Content?.Dispose();
        foreach (IDisposable owned in _owned)
        {
            owned.Dispose();
        }
    }
}
