using System.Text.Json.Serialization;

namespace Cps.Smime.Tool.Json;

/// <summary>What <c>seal --json</c> prints: the file, or the error, and the plan.</summary>
internal sealed record SealJson(
    string? File,
    string From,
    string Subject,
    string Policy,
    string ContentEncryption,
    string ContentEncryptionReason,
    CertificateJson? Signer,
    IReadOnlyList<SealRecipientJson> Recipients)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ErrorJson? Error { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? ExitStatus { get; init; }
}
