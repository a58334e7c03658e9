using Cps.Smime.Hprim;

namespace Cps.Smime.Tool.Json;

/// <summary>What <c>hprim show --json</c> prints: the document as the library models it.</summary>
internal sealed record HprimJson(
    string Format,
    string Encoding,
    IReadOnlyList<HprimMessageJson> Messages,
    IReadOnlyList<string> Trailer,
    IReadOnlyList<HprimDiagnosticJson> Diagnostics)
{
    public static HprimJson Of(HprimDocument document, HprimLanguage language) => new(
        JsonName.Of(document.Format),
        JsonName.Of(document.Encoding),
        [.. document.Messages.Select(HprimMessageJson.Of)],
        document.Trailer,
        [.. document.Diagnostics.Select(d => new HprimDiagnosticJson(JsonName.Of(d.Severity), JsonName.Of(d.Code), d.Line, d.Column, d.Message, d.Describe(language)))]);
}
