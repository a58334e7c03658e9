using Cps.Smime.Certificates;
using Cps.Smime.Envelopes;

namespace Cps.Smime.Tool.Cms;

/// <summary>
/// A CMS message in whichever form it comes, recognised by its first bytes: DER or BER, PEM, or a mail with the header of S/MIME. Of a
/// multipart/signed it holds the signed part too.
/// </summary>
internal sealed class CmsInput : IDisposable
{
    private const int HeadLength = 64;

    private CmsInput(string form, Stream cms, ContentSpool? content)
    {
        Form = form;
        Cms = cms;
        Content = content;
    }

    /// <summary><c>binary</c>, <c>pem</c> or <c>smime</c>.</summary>
    public string Form { get; }

    /// <summary>The message's encoding.</summary>
    public Stream Cms { get; }

    /// <summary>The signed part of a multipart/signed; else null.</summary>
    public ContentSpool? Content { get; private set; }

    /// <summary>What reading costs at most: a file's length is no attack, so content of any length is read; what a small file can blow up stays limited.</summary>
    public static CmsLimits Limits { get; } = CmsLimits.Default with { MaximumContentLength = long.MaxValue, MaximumDecompressedLength = long.MaxValue };

    /// <summary>Recognises the form.</summary>
    /// <exception cref="CpsException">Malformed: it is none of them.</exception>
    public static async Task<CmsInput> OpenAsync(Stream source, CancellationToken cancellationToken)
    {
        byte[] head = new byte[HeadLength];
        int length = await source.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken);
        PrefixedStream whole = new(head.AsMemory(0, length), source);
        ReadOnlyMemory<byte> text = head.AsMemory(0, length).TrimStart("\uFEFF \r\n\t"u8);
        if (text.Span.StartsWith("-----BEGIN "u8))
        {
            return await OpenPemAsync(whole, cancellationToken);
        }

        // A SEQUENCE longer than 127 bytes, or a short one that begins with an object identifier: no mail header begins like that.
        return head.AsSpan(0, length) is [0x30, >= 0x80, ..] or [0x30, _, 0x06, ..] ? new CmsInput("binary", whole, null) : await OpenMailAsync(whole, cancellationToken);
    }

    /// <summary>Gives <see cref="Content"/> to the caller, who disposes it.</summary>
    public ContentSpool? TakeContent()
    {
        ContentSpool? content = Content;
        Content = null;
        return content;
    }

    public void Dispose()
    {
        Cms.Dispose();
        Content?.Dispose();
    }

    private static async Task<CmsInput> OpenPemAsync(Stream source, CancellationToken cancellationToken)
    {
        LineChunks lines = new(source);
        ReadOnlyMemory<byte> line;
        do
        {
            line = (await lines.NextAsync(cancellationToken)).TrimStart("\uFEFF \t"u8);
        }
        while (!line.IsEmpty && !line.Span.StartsWith("-----BEGIN "u8));

        return new CmsInput("pem", new Base64Reader(lines.Rest(), isPem: true), null);
    }

    private static async Task<CmsInput> OpenMailAsync(Stream source, CancellationToken cancellationToken)
    {
        MailHeader header = await MailHeader.ReadAsync(source, cancellationToken);
        if (header.ContentType?.IsMimeType("multipart", "signed") == true)
        {
            (ContentSpool content, byte[] part) = await MultipartSignedReader.ReadAsync(header.Body, header.ContentType.Boundary, cancellationToken);
            try
            {
                MailHeader signature = await MailHeader.ReadAsync(new MemoryStream(part), cancellationToken);
                return new CmsInput("smime", signature.Decode(), content);
            }
            catch
            {
                content.Dispose();
                throw;
            }
        }

        return header.ContentType?.IsMimeType("application", "*") == true
            ? new CmsInput("smime", header.Decode(), null)
            : throw new CpsException(CpsErrorCode.Malformed, "the mail is not S/MIME, or the input no CMS message at all", advice: "Check that it is the right file");
    }
}
