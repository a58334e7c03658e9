using Cps.Smime.Hprim;

namespace Cps.Smime.Tool.Json;

/// <summary>A value with its unit and interval: the texts as sent, and what was read in them.</summary>
internal sealed record HprimMeasurementJson(
    string Text,
    decimal? Number,
    string Comparison,
    string Unit,
    string EffectiveUnit,
    bool IsMarked,
    string LowerText,
    string UpperText,
    decimal? Lower,
    decimal? Upper)
{
    public static HprimMeasurementJson Of(HprimMeasurement measurement) => new(
        measurement.Value.Text, measurement.Value.Number, JsonName.Of(measurement.Value.Comparison), measurement.Unit, measurement.EffectiveUnit,
        measurement.Value.IsMarked, measurement.Interval.LowerText, measurement.Interval.UpperText, measurement.Interval.Lower, measurement.Interval.Upper);
}
