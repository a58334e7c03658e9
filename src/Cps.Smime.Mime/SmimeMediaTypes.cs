using MimeKit;

namespace Cps.Smime.Mime;

/// <summary>
/// Recognises S/MIME by content type and name as products have written it (RFC 8551 section 3.2, the <c>x-</c> types of before 1998,
/// octet-stream with the file name), whatever the case.
/// </summary>
internal static class SmimeMediaTypes
{
    /// <summary>Whether the entity is an envelope or an opaque signature: <c>application/pkcs7-mime</c> or what stands for it.</summary>
    public static bool IsPkcs7Mime(ContentType type, string? fileName) =>
        type.IsMimeType("application", "pkcs7-mime") || type.IsMimeType("application", "x-pkcs7-mime")
        || (IsVague(type) && HasExtension(type.Name ?? fileName, ".p7m", ".p7z"));

    /// <summary>Whether the entity is a detached signature.</summary>
    public static bool IsPkcs7Signature(ContentType type, string? fileName) =>
        type.IsMimeType("application", "pkcs7-signature") || type.IsMimeType("application", "x-pkcs7-signature")
        || (IsVague(type) && HasExtension(type.Name ?? fileName, ".p7s"));

    /// <summary>Whether the entity is a multipart/signed of S/MIME.</summary>
    public static bool IsMultipartSigned(ContentType type) => type.IsMimeType("multipart", "signed")
        && (type.Parameters["protocol"] is not { } protocol
            || protocol.Trim().ToLowerInvariant() is "application/pkcs7-signature" or "application/x-pkcs7-signature");

    private static bool IsVague(ContentType type) => type.IsMimeType("application", "octet-stream") || type.IsMimeType("application", "pkcs7");

    private static bool HasExtension(string? name, params ReadOnlySpan<string> extensions)
    {
        foreach (string extension in extensions)
        {
            if (name?.EndsWith(extension, StringComparison.OrdinalIgnoreCase) == true)
            {
                return true;
            }
        }

        return false;
    }
}
