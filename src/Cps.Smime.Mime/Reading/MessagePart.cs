using MimeKit;

namespace Cps.Smime.Mime;

/// <summary>
/// One leaf of the content: a text or an attachment. The given name is what the sender wrote and may be anything; <see cref="FileName"/>
/// is made from it and is safe to create inside a folder.
/// </summary>
public sealed class MessagePart
{
    private readonly MimePart _part;
    private readonly Func<Stream>? _openDecoded;

    /// <param name="part">The part as parsed.</param>
    /// <param name="fileName">A safe name.</param>
    /// <param name="openDecoded">Opens what the part's base64 stands for; null when it is not base64.</param>
    internal MessagePart(MimePart part, string fileName, Func<Stream>? openDecoded)
    {
        _part = part;
        _openDecoded = openDecoded;
        FileName = fileName;
    }

    /// <summary>A file name without any path, reserved name or control character, unique in its message.</summary>
    public string FileName { get; }

    /// <summary>The name the sender gave, or null. Untrusted: to show, after escaping, and never to open.</summary>
    public string? GivenName => _part.FileName;

    /// <summary>The media type, for example <c>application/pdf</c>.</summary>
    public string MediaType => _part.ContentType.MimeType.ToLowerInvariant();

    /// <summary>The charset parameter, or null. For HPRIM it is a hint only.</summary>
    public string? Charset => _part.ContentType.Charset;

    /// <summary>Whether the sender marked it as an attachment or gave it a file name.</summary>
    public bool IsAttachment => _part.IsAttachment || _part.FileName is not null;

    /// <summary>The decoded content as a stream that lives as long as its message.</summary>
    public Stream OpenRead() => _openDecoded?.Invoke() ?? _part.Content?.Open() ?? Stream.Null;

    /// <summary>The decoded content of a small part.</summary>
    /// <param name="maximumLength">The most bytes to hold in memory.</param>
    /// <exception cref="MailException">LimitExceeded: the part is larger.</exception>
    public byte[] ReadAllBytes(int maximumLength = 64 * 1024 * 1024)
    {
        using Stream stream = OpenRead();
        using MemoryStream copy = new();
        byte[] buffer = new byte[16 * 1024];
        int count;
        while ((count = stream.Read(buffer)) > 0)
        {
            if (copy.Length + count > maximumLength)
            {
                throw new MailException(Certificates.CpsErrorCode.LimitExceeded, $"a part is larger than {maximumLength} bytes", FileName);
            }

            copy.Write(buffer, 0, count);
        }

        return copy.ToArray();
    }
}
