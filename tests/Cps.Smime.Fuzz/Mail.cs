using System.Text;

namespace Cps.Smime.Fuzz;

/// <summary>Mail around CMS, line by line.</summary>
internal static class Mail
{
    public static byte[] Message(string entity) => Encoding.Latin1.GetBytes(
        "From: Secretariat <secretariat@clinique.example>\r\nTo: destinataire@cabinet.example\r\nSubject: Bonjour\r\nMIME-Version: 1.0\r\n" + entity);

    public static string Pkcs7(byte[] cms, string type) =>
        $"Content-Type: application/pkcs7-mime; smime-type={type}; name=\"smime.p7m\"\r\nContent-Transfer-Encoding: base64\r\n\r\n{Base64(cms)}\r\n";

    public static string MultipartSigned(byte[] content, byte[] signature, string boundary = "limite") =>
        $"Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\"; micalg=sha-256; boundary=\"{boundary}\"\r\n\r\n--{boundary}\r\n"
        + Encoding.Latin1.GetString(content)
        + $"\r\n--{boundary}\r\nContent-Type: application/pkcs7-signature; name=\"smime.p7s\"\r\nContent-Transfer-Encoding: base64\r\n\r\n{Base64(signature)}\r\n--{boundary}--\r\n";

    private static string Base64(byte[] bytes) => Convert.ToBase64String(bytes, Base64FormattingOptions.InsertLineBreaks);
}
