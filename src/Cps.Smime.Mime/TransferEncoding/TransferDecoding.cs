using Cps.Smime.Certificates;
using MimeKit;
using MimeKit.IO;
using MimeKit.IO.Filters;

namespace Cps.Smime.Mime;

/// <summary>Undoes a Content-Transfer-Encoding (RFC 2045 section 6) while a body is read.</summary>
internal static class TransferDecoding
{
    public static Stream Decode(Stream body, string encoding)
    {
        switch (encoding.ToLowerInvariant())
        {
            case "base64":
                return new Base64DecodingStream(body);
            case "quoted-printable":
                FilteredStream filtered = new(body);
                filtered.Add(DecoderFilter.Create(ContentEncoding.QuotedPrintable));
                return filtered;
            case "7bit" or "8bit" or "binary":
                return body;
            default:
                throw new MailException(CpsErrorCode.Unsupported, "the message's transfer encoding is not known");
        }
    }
}
