using System.Text.Json.Serialization;

namespace Cps.Smime.Tool.Json;

/// <summary>What <c>card list --json</c> prints.</summary>
internal sealed record CardListJson(string Module, string Description, string Version, IReadOnlyList<CardReaderJson> Readers)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ErrorJson? Error { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? ExitStatus { get; init; }
}
