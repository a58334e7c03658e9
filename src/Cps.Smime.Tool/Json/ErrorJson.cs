using Cps.Smime.Certificates;

namespace Cps.Smime.Tool.Json;

/// <summary>An error: its code for programs, what happened, to which object, what to do.</summary>
internal sealed record ErrorJson(string Code, string Message, string? Object, string? Advice)
{
    public static ErrorJson Of(CpsException error) => new(JsonName.Of(error.Code), error.Message, error.Subject, error.Advice);
}
