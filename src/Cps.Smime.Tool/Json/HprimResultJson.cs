using Cps.Smime.Hprim;

namespace Cps.Smime.Tool.Json;

/// <summary>A result of an HPRIM message, with the laboratory's flag and the computed one apart.</summary>
internal sealed record HprimResultJson(
    string Label,
    string Code,
    string Kind,
    string KindText,
    HprimMeasurementJson Measurement,
    HprimMeasurementJson? SecondMeasurement,
    string LaboratoryFlag,
    string LaboratoryFlagText,
    string ComputedFlag,
    bool IsAbnormal,
    string Status,
    string StatusText,
    IReadOnlyList<string> Comments,
    IReadOnlyList<string> SurplusFields)
{
    public static HprimResultJson Of(HprimResult result) => new(
        result.Label, result.Code, JsonName.Of(result.Kind), result.KindText,
        HprimMeasurementJson.Of(result.Measurement),
        result.SecondMeasurement is { } second ? HprimMeasurementJson.Of(second) : null,
        JsonName.Of(result.LaboratoryFlag), result.LaboratoryFlagText, JsonName.Of(result.ComputedFlag), result.IsAbnormal,
        JsonName.Of(result.Status), result.StatusText, result.Comments, result.SurplusFields);
}
