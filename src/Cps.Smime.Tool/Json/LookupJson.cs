using System.Text.Json.Serialization;

namespace Cps.Smime.Tool.Json;

/// <summary>What <c>lookup --json</c> prints.</summary>
/// <param name="Address">The address asked for.</param>
/// <param name="Source">The directory.</param>
/// <param name="IsPartial">Whether the directory may have more than it gave.</param>
/// <param name="Problems">What the directory's reader passed over.</param>
/// <param name="Chosen">The certificate that a letter would be encrypted to; null without <c>--trust</c>, and when none is usable.</param>
/// <param name="Entries">The entries found.</param>
internal sealed record LookupJson(
    string Address,
    string Source,
    bool IsPartial,
    IReadOnlyList<string> Problems,
    CertificateJson? Chosen,
    IReadOnlyList<LookupEntryJson> Entries)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ErrorJson? Error { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? ExitStatus { get; init; }
}
