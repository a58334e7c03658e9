using Cps.Smime.Certificates;
using MimeKit;

namespace Cps.Smime.Mime;

/// <summary>
/// Goes over a MIME structure without keeping any of it, and stops where it goes over a limit: the parser that follows makes objects of
/// every part and header field, and a few bytes each are enough for a message to ask for any number of them.
/// </summary>
internal sealed class PartCount : MimeReader
{
    private readonly MailLimits _limits;
    private int _parts;
    private long _headerLength;

    private PartCount(ParserOptions options, Stream content, MailLimits limits)
        : base(options, content, MimeFormat.Entity) => _limits = limits;

    /// <summary>Checks a content; the stream is read to its end.</summary>
    /// <exception cref="MailException">LimitExceeded.</exception>
    public static void Check(ParserOptions options, Stream content, MailLimits limits, CancellationToken cancellationToken) =>
        new PartCount(options, content, limits).ReadEntity(cancellationToken);

    /// <inheritdoc/>
    protected override void OnMimePartBegin(ContentType contentType, long beginOffset, int beginLineNumber, CancellationToken cancellationToken) => CountPart();

    /// <inheritdoc/>
    protected override void OnMessagePartBegin(ContentType contentType, long beginOffset, int beginLineNumber, CancellationToken cancellationToken) => CountPart();

    /// <inheritdoc/>
    protected override void OnMultipartBegin(ContentType contentType, long beginOffset, int beginLineNumber, CancellationToken cancellationToken) => CountPart();

    /// <inheritdoc/>
    protected override void OnHeadersBegin(long beginOffset, int beginLineNumber, CancellationToken cancellationToken) => _headerLength = 0;

    /// <inheritdoc/>
    protected override void OnHeaderRead(Header header, int beginLineNumber, CancellationToken cancellationToken)
    {
        _headerLength += header.RawField.Length + 1 + header.RawValue.Length;
        if (_headerLength > _limits.MaximumHeaderLength)
        {
            throw new MailException(CpsErrorCode.LimitExceeded, $"the header of a part is longer than {_limits.MaximumHeaderLength} bytes");
        }
    }

    private void CountPart()
    {
        if (++_parts > _limits.MaximumParts)
        {
            throw new MailException(CpsErrorCode.LimitExceeded, $"the message has more than {_limits.MaximumParts} parts");
        }
    }
}
