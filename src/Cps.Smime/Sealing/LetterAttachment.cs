using Cps.Smime.Certificates;
using MimeKit;

namespace Cps.Smime;

/// <summary>A file that goes with a letter. The content is read when the letter is sealed, and only then.</summary>
public sealed class LetterAttachment
{
    private static readonly Dictionary<string, string> s_mediaTypes = new(StringComparer.OrdinalIgnoreCase)
    {
        [".pdf"] = "application/pdf",
        [".txt"] = "text/plain",
        [".xml"] = "application/xml",
        [".html"] = "text/html",
        [".zip"] = "application/zip",
        [".doc"] = "application/msword",
        [".docx"] = "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        [".rtf"] = "application/rtf",
        [".jpg"] = "image/jpeg",
        [".jpeg"] = "image/jpeg",
        [".png"] = "image/png",
        [".hpm"] = "application/x-hprim-med",
        [".hpr"] = "application/x-hprim-med",
    };

    private readonly Func<Stream> _open;

    /// <summary>Makes an attachment from anything that can be read.</summary>
    /// <param name="fileName">The name to send, without a path.</param>
    /// <param name="mediaType">The media type, for example <c>application/pdf</c>; not one that has parts of its own (multipart, message).</param>
    /// <param name="open">Opens the content; the stream must be seekable.</param>
    /// <exception cref="ArgumentException">The media type is not one, or not one of a file.</exception>
    public LetterAttachment(string fileName, string mediaType, Func<Stream> open)
    {
        ArgumentException.ThrowIfNullOrEmpty(fileName);
        ArgumentException.ThrowIfNullOrEmpty(mediaType);
        ArgumentNullException.ThrowIfNull(open);
        if (!IsOfAFile(mediaType))
        {
            throw new ArgumentException("Not the media type of a file.", nameof(mediaType));
        }

        FileName = fileName;
        MediaType = mediaType;
        _open = open;
    }

    /// <summary>The name to send.</summary>
    public string FileName { get; }

    /// <summary>The media type.</summary>
    public string MediaType { get; }

    /// <summary>An attachment held in memory.</summary>
    public static LetterAttachment FromBytes(string fileName, ReadOnlyMemory<byte> content, string? mediaType = null) =>
        new(fileName, mediaType ?? MediaTypeOf(fileName), () => new MemoryStream(content.ToArray(), writable: false));

    /// <summary>An attachment read from a file; its media type comes from the extension.</summary>
    /// <exception cref="CpsException">InputUnreadable: the file is not there. A file that vanishes later fails when sealing.</exception>
    public static LetterAttachment FromFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return File.Exists(path)
            ? new LetterAttachment(Path.GetFileName(path), MediaTypeOf(path), () => File.OpenRead(path))
            : throw new CpsException(CpsErrorCode.InputUnreadable, "the file to attach does not exist", path);
    }

    /// <summary>The same attachment, whose bytes are counted as they are read.</summary>
    internal LetterAttachment Counted(Action<int> count) =>
        new(FileName, MediaType, () => new CountedStream(_open(), count, cause => AttachmentStream.Unreadable(FileName, cause)));

    internal Stream Open()
    {
        try
        {
            return new AttachmentStream(_open(), FileName);
        }
        catch (Exception e) when (AttachmentStream.IsFailure(e))
        {
            throw AttachmentStream.Unreadable(FileName, e);
        }
    }

    // A control character would begin a header field of its own (RFC 2045 section 5.1 allows none).
    private static bool IsOfAFile(string mediaType) => !mediaType.Any(char.IsControl) && ContentType.TryParse(mediaType, out ContentType? type)
        && !type.IsMimeType("multipart", "*") && !type.IsMimeType("message", "*");

    private static string MediaTypeOf(string path) => s_mediaTypes.GetValueOrDefault(Path.GetExtension(path), "application/octet-stream");
}
