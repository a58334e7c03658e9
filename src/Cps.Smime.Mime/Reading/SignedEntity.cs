using System.Security.Cryptography;
using MimeKit;

namespace Cps.Smime.Mime;

/// <summary>
/// Recognises a multipart/signed (RFC 8551 section 3.5.3) by the beginning of an entity, so that its first part can be digested while it
/// is being received. It never fails: what it does not recognise is looked at again when it may be judged.
/// </summary>
internal static class SignedEntity
{
    private const int LongestBoundary = 256;

    /// <summary>Begins to scan an entity whose header is in its first block; null when it is not a multipart/signed.</summary>
    public static MultipartScan? TryBegin(ReadOnlySpan<byte> block, MailLimits limits)
    {
        if (HeaderBlock.TryRead(block, limits) is not { } header)
        {
            return null;
        }

        ContentType type = header.ContentType;
        return BoundaryOf(type) is { } boundary ? new MultipartScan(boundary, header.Length, position: 0, DigestsOf(type.Parameters["micalg"])) : null;
    }

    /// <summary>The boundary of a multipart/signed; null for another type, or without a boundary that can be used.</summary>
    public static string? BoundaryOf(ContentType type) =>
        SmimeMediaTypes.IsMultipartSigned(type) && type.Boundary is { Length: > 0 and <= LongestBoundary } boundary ? boundary : null;

    // What the signers will most likely have used. The signature says it with authority, afterwards.
    private static HashAlgorithmName[] DigestsOf(string? micalg)
    {
        HashAlgorithmName[] named = [.. (micalg ?? "").Split(',').Select(n => n.Trim().ToLowerInvariant().Replace("-", "", StringComparison.Ordinal))
            .Distinct(StringComparer.Ordinal).Select(DigestOf).OfType<HashAlgorithmName>()];
        return named.Length > 0 ? named : [HashAlgorithmName.SHA256];
    }

    private static HashAlgorithmName? DigestOf(string name) => name switch
    {
        "sha256" => HashAlgorithmName.SHA256,
        "sha384" => HashAlgorithmName.SHA384,
        "sha512" => HashAlgorithmName.SHA512,
        _ => null,
    };
}
