using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Cps.Smime.Certificates;
using Cps.Smime.Envelopes;
using MimeKit;

namespace Cps.Smime.Mime;

/// <summary>
/// Writes a sealed message: the content in a multipart/signed (RFC 8551 section 3.5.3), which goes into an envelope (section 3.3 or 3.4),
/// which goes out in base64. Everything streams: neither the content nor the message is ever held whole. Always signed inside, then
/// enveloped. Safe for any number of threads.
/// </summary>
public static class SealedMessageWriter
{
    private static readonly FormatOptions s_format = CreateFormat();

    private static readonly ReadOnlyMemory<byte> s_headerEnd = Ascii("""
        ;
         name="smime.p7m"
        Content-Transfer-Encoding: base64
        Content-Disposition: attachment; filename="smime.p7m"
        Content-Description: S/MIME Encrypted Message


        """);

    private static readonly ReadOnlyMemory<byte> s_signatureHeader = Ascii("""

        Content-Type: application/pkcs7-signature; name="smime.p7s"
        Content-Transfer-Encoding: base64
        Content-Disposition: attachment; filename="smime.p7s"
        Content-Description: S/MIME Cryptographic Signature


        """);

    /// <summary>Seals a message.</summary>
    /// <param name="message">
    /// The message with its header fields and its body. The body is prepared for seven-bit transport, which may change the encodings of
    /// its parts.
    /// </param>
    /// <param name="signer">The key that signs.</param>
    /// <param name="signing">How to sign; null for the defaults.</param>
    /// <param name="recipients">Those who shall be able to open it.</param>
    /// <param name="encryption">The content encryption.</param>
    /// <param name="output">Takes the message; what was written to it is worthless when this throws.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="CpsException">A key cannot be used, or a header field is refused.</exception>
    public static Task WriteAsync(
        MimeMessage message,
        ISigningKey signer,
        SigningOptions? signing,
        IReadOnlyCollection<Recipient> recipients,
        ContentEncryption encryption,
        Stream output,
        CancellationToken cancellationToken = default) =>
        WriteAsync(message, signer, signing, recipients, encryption, HandOffOptions.Never, output, cancellationToken);

    /// <inheritdoc cref="WriteAsync(MimeMessage, ISigningKey, SigningOptions?, IReadOnlyCollection{Recipient}, ContentEncryption, Stream, CancellationToken)"/>
    /// <param name="message">
    /// The message with its header fields and its body. The body is prepared for seven-bit transport, which may change the encodings of
    /// its parts.
    /// </param>
    /// <param name="signer">The key that signs.</param>
    /// <param name="signing">How to sign; null for the defaults.</param>
    /// <param name="recipients">Those who shall be able to open it.</param>
    /// <param name="encryption">The content encryption.</param>
    /// <param name="overlap">
    /// Whether the passes over a large message (signing, encrypting, encoding) run at the same time, on several cores:
    /// <see cref="HandOffOptions.Default"/>, or <see cref="HandOffOptions.Never"/>. The message is the same. Its output is then written on
    /// another thread, by one thread at a time, and by none when this has ended.
    /// </param>
    /// <param name="output">Takes the message; what was written to it is worthless when this throws.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task WriteAsync(
        MimeMessage message,
        ISigningKey signer,
        SigningOptions? signing,
        IReadOnlyCollection<Recipient> recipients,
        ContentEncryption encryption,
        HandOffOptions overlap,
        Stream output,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(overlap);
        ArgumentNullException.ThrowIfNull(output);
        MimeEntity body = message.Body ?? throw new ArgumentException("The message has no body.", nameof(message));
        RefuseControlCharacters(message.Headers);
        body.Prepare(EncodingConstraint.SevenBit);
        bool authenticated = encryption is ContentEncryption.Aes256Gcm or ContentEncryption.Aes192Gcm or ContentEncryption.Aes128Gcm;
        await WriteHeaderAsync(message, authenticated ? "authEnveloped-data" : "enveloped-data", output, cancellationToken).ConfigureAwait(false);
        Base64LineStream lines = new(output);
        await using (lines.ConfigureAwait(false))
        {
            // Signing, encrypting and encoding: three stages, each of which may have a thread of its own.
            HandOffStream encoding = new(lines, overlap);
            await using (encoding.ConfigureAwait(false))
            {
                EnvelopeStream envelope = await EnvelopeStream.CreateAsync(encoding, recipients, encryption, cancellationToken).ConfigureAwait(false);
                await using (envelope.ConfigureAwait(false))
                {
                    await WriteSignedAsync(body, signer, signing, envelope, overlap, cancellationToken).ConfigureAwait(false);
                    await envelope.CompleteAsync(cancellationToken).ConfigureAwait(false);
                }

                await encoding.CompleteAsync(cancellationToken).ConfigureAwait(false);
            }

            await lines.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static ValueTask WriteHeaderAsync(MimeMessage message, string smimeType, Stream output, CancellationToken cancellationToken)
    {
        ArrayBufferWriter<byte> text = new(1024);
        foreach (Header header in message.Headers.Where(h => h.Id is not HeaderId.MimeVersion && !h.Field.StartsWith("Content-", StringComparison.OrdinalIgnoreCase)))
        {
            Encoding.ASCII.GetBytes(header.Field, text);
            text.Write(":"u8);
            WriteWithCrlf(header.RawValue, text);
        }

        text.Write("MIME-Version: 1.0\r\nContent-Type: application/pkcs7-mime; smime-type="u8);
        Encoding.ASCII.GetBytes(smimeType, text);
        text.Write(s_headerEnd.Span);
        return output.WriteAsync(text.WrittenMemory, cancellationToken);
    }

    private static async Task WriteSignedAsync(
        MimeEntity body, ISigningKey signer, SigningOptions? signing, EnvelopeStream envelope, HandOffOptions overlap, CancellationToken cancellationToken)
    {
        HandOffStream encrypting = new(envelope, overlap);
        await using (encrypting.ConfigureAwait(false))
        {
            await WriteSignedAsync(body, signer, signing, encrypting, cancellationToken).ConfigureAwait(false);
            await encrypting.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task WriteSignedAsync(MimeEntity body, ISigningKey signer, SigningOptions? signing, Stream output, CancellationToken cancellationToken)
    {
        HashAlgorithmName digest = SignedDataWriter.DigestFor(signer, signing);
        string boundary = "=-cps-" + Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        await WriteAsciiAsync(output, "Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\";\r\n micalg=" + MicAlg(digest)
            + "; boundary=\"" + boundary + "\"\r\n\r\nThis is a signed message in S/MIME format.\r\n\r\n--" + boundary + "\r\n", cancellationToken).ConfigureAwait(false);
        byte[] contentDigest;
        DigestTeeStream tee = new(output, digest);
        await using (tee.ConfigureAwait(false))
        {
            await WriteContentAsync(body, tee, cancellationToken).ConfigureAwait(false);
            contentDigest = tee.Finish();
        }

        byte[] signature = await SignedDataWriter.SignDigestAsync(contentDigest, signer, signing, cancellationToken).ConfigureAwait(false);
        ArrayBufferWriter<byte> end = new(Base64Lines.EncodedLength(signature.Length) + 512);
        end.Write("\r\n--"u8);
        Encoding.ASCII.GetBytes(boundary, end);
        end.Write(s_signatureHeader.Span);
        end.Advance(Base64Lines.Encode(signature, end.GetSpan(Base64Lines.EncodedLength(signature.Length))));
        end.Write("--"u8);
        Encoding.ASCII.GetBytes(boundary, end);
        end.Write("--\r\n"u8);
        await output.WriteAsync(end.WrittenMemory, cancellationToken).ConfigureAwait(false);
    }

    private static async Task WriteContentAsync(MimeEntity body, Stream output, CancellationToken cancellationToken)
    {
        List<Action> undo = [];
        try
        {
            await Base64MimePart.Substitute(body, undo).WriteToAsync(s_format, output, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            undo.ForEach(u => u());
        }
    }

    private static byte[] Ascii(string text) => Encoding.ASCII.GetBytes(text.ReplaceLineEndings("\r\n"));

    private static ValueTask WriteAsciiAsync(Stream output, string text, CancellationToken cancellationToken) => output.WriteAsync(Encoding.ASCII.GetBytes(text), cancellationToken);

    private static void WriteWithCrlf(ReadOnlySpan<byte> value, ArrayBufferWriter<byte> text)
    {
        int length;
        while ((length = value.IndexOfAny((byte)'\r', (byte)'\n')) >= 0)
        {
            text.Write(value[..length]);
            text.Write("\r\n"u8);
            value = value[(length + (value[length..].StartsWith("\r\n"u8) ? 2 : 1))..];
        }

        text.Write(value);
    }

    // A line end inside a value would begin a header field of somebody else's choosing (CVE-2026-30227).
    private static void RefuseControlCharacters(HeaderList headers)
    {
        foreach (Header header in headers.Where(h => h.Value.Any(c => (char.IsControl(c) && c != '\t') || c is '\u2028' or '\u2029')))
        {
            throw new MailException(CpsErrorCode.Refused, "a header field holds a control character", header.Field);
        }
    }

    private static string MicAlg(HashAlgorithmName digest) => digest.Name switch
    {
        "SHA384" => "sha-384",
        "SHA512" => "sha-512",
        _ => "sha-256",
    };

    private static FormatOptions CreateFormat()
    {
        FormatOptions format = FormatOptions.Default.Clone();
        format.NewLineFormat = NewLineFormat.Dos;
        format.EnsureNewLine = false;
        format.International = false;
        return format;
    }
}
