namespace Cps.Smime.Tool.Cms;

/// <summary>How S/MIME names a CMS message in a mail's header (RFC 8551 section 3.2).</summary>
/// <param name="SmimeType">The <c>smime-type</c> parameter.</param>
/// <param name="FileName">The name of the file.</param>
internal sealed record CmsMediaType(string SmimeType, string FileName)
{
    public static CmsMediaType Signed { get; } = new("signed-data", "smime.p7m");

    public static CmsMediaType Enveloped { get; } = new("enveloped-data", "smime.p7m");

    public static CmsMediaType AuthEnveloped { get; } = new("authEnveloped-data", "smime.p7m");

    public static CmsMediaType Compressed { get; } = new("compressed-data", "smime.p7z");
}
