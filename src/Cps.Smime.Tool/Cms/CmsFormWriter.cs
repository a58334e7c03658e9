using System.Text;

namespace Cps.Smime.Tool.Cms;

/// <summary>Puts a CMS message into the form that was asked for while it is written.</summary>
internal static class CmsFormWriter
{
    private const int MailLine = 76;
    private const int PemLine = 64;

    /// <summary>Whether the form has definite lengths.</summary>
    public static bool IsDefinite(CmsForm form) => form is CmsForm.Der or CmsForm.Pem;

    /// <summary>Writes a message.</summary>
    /// <param name="output">Takes it; stays open.</param>
    /// <param name="form">The form.</param>
    /// <param name="mediaType">What a mail calls it.</param>
    /// <param name="write">Writes the encoding.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task WriteAsync(Stream output, CmsForm form, CmsMediaType mediaType, Func<Stream, Task> write, CancellationToken cancellationToken)
    {
        switch (form)
        {
            case CmsForm.Smime:
                await WriteAsciiAsync(output, Header(mediaType), cancellationToken);
                await WriteBase64Async(output, MailLine, "\r\n", write, cancellationToken);
                break;
            case CmsForm.Pem:
                await WriteAsciiAsync(output, "-----BEGIN CMS-----\n", cancellationToken);
                await WriteBase64Async(output, PemLine, "\n", write, cancellationToken);
                await WriteAsciiAsync(output, "-----END CMS-----\n", cancellationToken);
                break;
            default:
                await write(output);
                break;
        }
    }

    /// <summary>Base64 for mail.</summary>
    public static Task WriteMailBase64Async(Stream output, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        WriteBase64Async(output, MailLine, "\r\n", base64 => base64.WriteAsync(bytes, cancellationToken).AsTask(), cancellationToken);

    public static ValueTask WriteAsciiAsync(Stream output, string text, CancellationToken cancellationToken) => output.WriteAsync(Encoding.ASCII.GetBytes(text), cancellationToken);

    private static async Task WriteBase64Async(Stream output, int lineLength, string lineEnd, Func<Stream, Task> write, CancellationToken cancellationToken)
    {
        await using Base64Writer base64 = new(output, lineLength, lineEnd);
        await write(base64);
        await base64.CompleteAsync(cancellationToken);
    }

    private static string Header(CmsMediaType type) => $"""
        MIME-Version: 1.0
        Content-Type: application/pkcs7-mime; smime-type={type.SmimeType};
         name="{type.FileName}"
        Content-Transfer-Encoding: base64
        Content-Disposition: attachment; filename="{type.FileName}"


        """.ReplaceLineEndings("\r\n");
}
