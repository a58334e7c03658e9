namespace Cps.Smime.Tool.Json;

/// <summary>What <c>cms decrypt --json</c> prints.</summary>
/// <param name="File">Where the content was written.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="ContentType">The type of the content, by its object identifier.</param>
/// <param name="ContentEncryption">The content encryption.</param>
/// <param name="IsAuthenticated">Whether the envelope proves that the content is whole; false for CBC.</param>
/// <param name="Weaknesses">What was weak.</param>
/// <param name="OpenedBy">The recipient whose key opened it.</param>
internal sealed record CmsDecryptJson(
    string File, long Length, string ContentType, string ContentEncryption, bool IsAuthenticated, IReadOnlyList<string> Weaknesses, CmsRecipientJson OpenedBy);
