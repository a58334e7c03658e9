using System.Text.Json;

namespace Cps.Smime.Tool.Json;

/// <summary>The name of an enumeration's value in JSON: lower camel case.</summary>
internal static class JsonName
{
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
