namespace Cps.Smime.Tool.Json;

/// <summary>What <c>cms inspect --json</c> prints.</summary>
/// <param name="Form"><c>binary</c>, <c>pem</c> or <c>smime</c>.</param>
/// <param name="ContentType">The content type's name, or <c>other</c>.</param>
/// <param name="Oid">Its object identifier.</param>
/// <param name="InnerContentType">The type of the content inside, by its object identifier; null where there is none.</param>
/// <param name="Algorithm">Content encryption, signature algorithms, digest or compression; empty for the others.</param>
internal sealed record CmsInspectJson(string Form, string ContentType, string Oid, string? InnerContentType, string Algorithm)
{
    /// <summary>Whether a signature does not carry its content; null for other types.</summary>
    public bool? IsDetached { get; init; }

    /// <summary><c>intact</c> or <c>broken</c> for digestedData; null for other types.</summary>
    public string? Integrity { get; init; }

    /// <summary>The length of the content that can be seen, in bytes; null when there is none.</summary>
    public long? Length { get; init; }

    public IReadOnlyList<InspectRecipientJson> Recipients { get; init; } = [];

    public IReadOnlyList<InspectSignerJson> Signers { get; init; } = [];

    public IReadOnlyList<CertificateJson> Certificates { get; init; } = [];
}
