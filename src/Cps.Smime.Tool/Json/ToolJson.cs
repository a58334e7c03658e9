using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace Cps.Smime.Tool.Json;

/// <summary>
/// Writes the objects of <c>--json</c> (docs/cli.md) without reflection. French letters stay readable; control, format and direction
/// characters are escaped, so that the object may be shown on a terminal.
/// </summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(FailureJson))]
[JsonSerializable(typeof(SealJson))]
[JsonSerializable(typeof(OpenJson))]
[JsonSerializable(typeof(InspectJson))]
[JsonSerializable(typeof(LookupJson))]
[JsonSerializable(typeof(CardListJson))]
[JsonSerializable(typeof(CardShowJson))]
[JsonSerializable(typeof(CardDoctorJson))]
[JsonSerializable(typeof(HprimJson))]
[JsonSerializable(typeof(CmsSignJson))]
[JsonSerializable(typeof(CmsVerifyJson))]
[JsonSerializable(typeof(CmsEncryptJson))]
[JsonSerializable(typeof(CmsDecryptJson))]
[JsonSerializable(typeof(CmsCompressJson))]
[JsonSerializable(typeof(CmsUncompressJson))]
[JsonSerializable(typeof(CmsRewrapJson))]
[JsonSerializable(typeof(CmsInspectJson))]
internal sealed partial class ToolJson : JsonSerializerContext
{
    private static readonly Lazy<ToolJson> s_instance = new(() => new ToolJson(new JsonSerializerOptions(new ToolJson().GeneratedSerializerOptions!)
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.BasicLatin, UnicodeRange.Create('\u00C0', '\u00FF'), UnicodeRanges.LatinExtendedA),
    }));

    /// <summary>The context to write with.</summary>
    public static ToolJson Instance => s_instance.Value;
}
