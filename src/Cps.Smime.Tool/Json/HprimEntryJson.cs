using System.Text.Json.Serialization;
using Cps.Smime.Hprim;

namespace Cps.Smime.Tool.Json;

/// <summary>One entry of the structured part: <c>type</c> is <c>result</c> or <c>text</c>, and the member of that name is there.</summary>
internal sealed record HprimEntryJson(string Type)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Text { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public HprimResultJson? Result { get; init; }

    public static HprimEntryJson Of(HprimEntry entry) => entry switch
    {
        HprimResult result => new HprimEntryJson("result") { Result = HprimResultJson.Of(result) },
        HprimTextLine line => new HprimEntryJson("text") { Text = line.Text },
        _ => new HprimEntryJson("unknown"),
    };
}
