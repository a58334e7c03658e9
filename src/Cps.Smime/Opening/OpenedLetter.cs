using Cps.Smime.Mime;

namespace Cps.Smime;

/// <summary>An opened message: the report, and the content as its texts and attachments. Disposing it forgets the content. Not for several threads.</summary>
public sealed class OpenedLetter : IDisposable
{
    private readonly OpenedMessage _message;

    internal OpenedLetter(OpenedMessage message, MessageReport report)
    {
        _message = message;
        Report = report;
    }

    /// <summary>What may be believed of it. Look here first.</summary>
    public MessageReport Report { get; }

    /// <summary>The texts and attachments, in order.</summary>
    public IReadOnlyList<MessagePart> Parts => _message.Parts;

    /// <summary>The message with its MIME structure, for those who need more.</summary>
    public OpenedMessage Message => _message;

    /// <inheritdoc/>
    public void Dispose() => _message.Dispose();
}
