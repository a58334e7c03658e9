using Cps.Smime.Hprim;

namespace Cps.Smime.Tool.Json;

/// <summary>A date as sent, and what of it is known.</summary>
internal sealed record HprimDateJson(string Text, int? Year, int? Month, int? Day, bool IsCenturyAssumed)
{
    public static HprimDateJson Of(HprimDate date) => new(date.Text, date.Year, date.Month, date.Day, date.IsCenturyAssumed);
}
