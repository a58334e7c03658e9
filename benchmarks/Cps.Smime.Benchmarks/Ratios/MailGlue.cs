using System.Text;

namespace Cps.Smime.Benchmarks.Ratios;

/// <summary>
/// The MIME around CMS for the peers that know only CMS: one attachment in a multipart/signed in an application/pkcs7-mime, put together
/// and taken apart in the least time, with no more care than these messages need.
/// </summary>
internal static class MailGlue
{
    private const string Boundary = "=-peer-6f1d2a";

    private static readonly byte[] s_end = Encoding.ASCII.GetBytes($"--{Boundary}--\r\n");

    /// <summary>The part that is signed.</summary>
    public static byte[] Content(ReadOnlySpan<byte> attachment) => WithHeader("""
        Content-Type: application/octet-stream; name="mesure.bin"
        Content-Transfer-Encoding: base64
        Content-Disposition: attachment; filename="mesure.bin"


        """, attachment, []);

    /// <summary>The multipart/signed of a part and its signature.</summary>
    public static byte[] Signed(ReadOnlySpan<byte> content, ReadOnlySpan<byte> signature)
    {
        byte[] beginning = Ascii($"""
            Content-Type: multipart/signed; protocol="application/pkcs7-signature"; micalg=sha-256;
             boundary="{Boundary}"

            --{Boundary}

            """);
        byte[] end = WithHeader($"""

            --{Boundary}
            Content-Type: application/pkcs7-signature; name="smime.p7s"
            Content-Transfer-Encoding: base64


            """, signature, s_end);
        byte[] signed = new byte[beginning.Length + content.Length + end.Length];
        beginning.CopyTo(signed, 0);
        content.CopyTo(signed.AsSpan(beginning.Length));
        end.CopyTo(signed, beginning.Length + content.Length);
        return signed;
    }

    /// <summary>The message around an envelope.</summary>
    public static void WriteMessage(ReadOnlySpan<byte> envelope, string from, Stream output) => output.Write(WithHeader($"""
        From: {from}
        To: correspondent@cabinet.example
        Subject: Benchmark
        MIME-Version: 1.0
        Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name="smime.p7m"
        Content-Transfer-Encoding: base64


        """, envelope, []));

    /// <summary>The envelope in a message, or what else an entity has in base64.</summary>
    public static byte[] DecodeBody(ReadOnlySpan<byte> entity)
    {
        ReadOnlySpan<byte> text = entity[(entity.IndexOf("\r\n\r\n"u8) + 4)..];
        byte[] bytes = new byte[(text.Length / 4 * 3) + 3];
        Array.Resize(ref bytes, Base64Lines.Decode(text, bytes));
        return bytes;
    }

    /// <summary>The signed part and the signature of a multipart/signed.</summary>
    public static (ReadOnlyMemory<byte> Content, byte[] Signature) Split(ReadOnlyMemory<byte> signed)
    {
        ReadOnlySpan<byte> bytes = signed.Span;
        int bodyStart = bytes.IndexOf("\r\n\r\n"u8) + 4;
        ReadOnlySpan<byte> header = bytes[..bodyStart];
        ReadOnlySpan<byte> boundary = header[(header.IndexOf("boundary=\""u8) + 10)..];
        byte[] delimiter = [.. "\r\n--"u8, .. boundary[..boundary.IndexOf((byte)'"')]];
        int start = bytes.IndexOf(delimiter) + delimiter.Length + 2;
        int end = start + bytes[start..].IndexOf(delimiter);
        ReadOnlySpan<byte> second = bytes[(end + delimiter.Length + 2)..];
        return (signed[start..end], DecodeBody(second[..second.IndexOf(delimiter)]));
    }

    /// <summary>Writes the attachment that a signed part holds: the last part that is in base64.</summary>
    public static void WriteAttachment(ReadOnlySpan<byte> content, Stream attachment)
    {
        int header = content.LastIndexOf("Content-Type:"u8);
        ReadOnlySpan<byte> part = content[header..];
        int end = part.IndexOf("\r\n--"u8);
        attachment.Write(DecodeBody(end < 0 ? part : part[..end]));
    }

    private static byte[] WithHeader(string header, ReadOnlySpan<byte> body, ReadOnlySpan<byte> end)
    {
        byte[] head = Ascii(header);
        byte[] text = new byte[head.Length + Base64Lines.EncodedLength(body.Length) + end.Length];
        head.CopyTo(text, 0);
        int length = head.Length + Base64Lines.Encode(body, text.AsSpan(head.Length));
        end.CopyTo(text.AsSpan(length));
        return text;
    }

    private static byte[] Ascii(string text) => Encoding.ASCII.GetBytes(text.ReplaceLineEndings("\r\n"));
}
