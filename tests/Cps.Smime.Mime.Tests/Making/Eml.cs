using System.Text;
using Cps.Smime.Certificates;
using Cps.Smime.Envelopes;

namespace Cps.Smime.MailTesting;

/// <summary>
/// Messages put together line by line, as a foreign product or an attacker would, so that every line can be the odd one. Text is Latin-1:
/// a character is a byte.
/// </summary>
internal static class Eml
{
    /// <summary>A small letter as a MIME entity.</summary>
    public const string Letter = "Content-Type: text/plain; charset=utf-8\r\n\r\nCher confrere, le patient va bien.\r\n";

    /// <summary>The text of <see cref="Letter"/>.</summary>
    public const string LetterText = "Cher confrere, le patient va bien.\r\n";

    public static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);

    public static string Text(byte[] bytes) => Encoding.Latin1.GetString(bytes);

    /// <summary>A message: header fields, then the entity with its own content fields.</summary>
    public static byte[] Message(string from, string entity, string moreFields = "") =>
        Bytes($"From: {from}\r\nTo: destinataire@cabinet.example\r\nSubject: Bonjour\r\n{moreFields}MIME-Version: 1.0\r\n{entity}");

    /// <summary>A multipart/signed entity around an entity.</summary>
    public static string MultipartSigned(string content, byte[] signature, string tail = "", string boundary = "sig-limite") => $"""
        Content-Type: multipart/signed; protocol="application/pkcs7-signature"; micalg=sha-256; boundary="{boundary}"

        --{boundary}

        """.ReplaceLineEndings("\r\n") + content + $"""

        --{boundary}
        Content-Type: application/pkcs7-signature; name="smime.p7s"
        Content-Transfer-Encoding: base64

        {Base64(signature)}
        {tail}--{boundary}--

        """.ReplaceLineEndings("\r\n");

    /// <summary>An application/pkcs7-mime entity.</summary>
    public static string Pkcs7Mime(byte[] cms, string smimeType = "signed-data") =>
        $"Content-Type: application/pkcs7-mime; smime-type={smimeType}; name=\"smime.p7m\"\r\nContent-Transfer-Encoding: base64\r\n\r\n{Base64(cms)}\r\n";

    /// <summary>A multipart/mixed around entities.</summary>
    public static string Mixed(params string[] entities) =>
        "Content-Type: multipart/mixed; boundary=\"mixte\"\r\n\r\n" + string.Concat(entities.Select(e => $"--mixte\r\n{e}\r\n")) + "--mixte--\r\n";

    public static string Base64(byte[] bytes) => Convert.ToBase64String(bytes, Base64FormattingOptions.InsertLineBreaks);

    /// <summary>The entity signed as multipart/signed.</summary>
    public static async Task<string> SignAsync(string content, ISigningKey key, SigningOptions? options = null) =>
        MultipartSigned(content, await DetachedAsync(content, key, options));

    public static Task<byte[]> DetachedAsync(string content, ISigningKey key, SigningOptions? options = null) =>
        SignedDataWriter.SignDetachedAsync(new MemoryStream(Bytes(content)), key, options);

    /// <summary>The entity signed and carried in one CMS.</summary>
    public static async Task<byte[]> OpaqueAsync(string content, ISigningKey key)
    {
        using MemoryStream message = new();
        await using SignedDataStream signed = await SignedDataStream.CreateAsync(message, key);
        await signed.WriteAsync(Bytes(content));
        await signed.CompleteAsync();
        return message.ToArray();
    }

    /// <summary>The entity in an envelope.</summary>
    public static async Task<byte[]> EnvelopeAsync(string content, Certificate recipient, ContentEncryption encryption = ContentEncryption.Aes256Gcm)
    {
        using MemoryStream message = new();
        await using EnvelopeStream envelope = await EnvelopeStream.CreateAsync(message, [new Recipient(recipient, KeyTransportAlgorithm.RsaOaepSha256)], encryption);
        await envelope.WriteAsync(Bytes(content));
        await envelope.CompleteAsync();
        return message.ToArray();
    }
}
