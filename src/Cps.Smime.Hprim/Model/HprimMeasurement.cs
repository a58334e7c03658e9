using System.Globalization;

namespace Cps.Smime.Hprim;

/// <summary>One value with its unit and interval; a result holds one, or two in different units. Immutable.</summary>
/// <param name="Value">The value.</param>
/// <param name="Unit">The unit field as sent, trimmed.</param>
/// <param name="Interval">The interval of normal values.</param>
public sealed record HprimMeasurement(HprimValue Value, string Unit, HprimInterval Interval)
{
    /// <summary>A measurement from its four fields.</summary>
    public HprimMeasurement(string value, string unit = "", string lower = "", string upper = "")
        : this(new HprimValue(value), unit, new HprimInterval(lower, upper))
    {
    }

    /// <summary>A measurement from numbers, written with a decimal point.</summary>
    public HprimMeasurement(decimal value, string unit, decimal? lower = null, decimal? upper = null)
        : this(Invariant(value), unit, Invariant(lower), Invariant(upper))
    {
    }

    /// <summary>Nothing measured.</summary>
    public static HprimMeasurement None { get; } = new("");

    /// <summary>The unit to show: the field, or the unit inside the value when the field is empty or a lone <c>.</c>.</summary>
    public string EffectiveUnit => Unit is "" or "." ? Value.Unit : Unit;

    /// <summary>True when no field holds anything.</summary>
    public bool IsEmpty => Value.Text.Length == 0 && Unit.Length == 0 && Interval.IsEmpty;

    /// <summary>
    /// Low, High or Normal by comparison of number and interval; None when that cannot be told: no number, no bound, a censored value
    /// that the bound does not decide, or a number that may hold a thousands separator (<c>2.920</c>) and whose two readings differ.
    /// </summary>
    public HprimFlag ComputedFlag
    {
        get
        {
            if (Value.Number is not { } number || Interval.IsPlaceholder || (Interval.Lower is null && Interval.Upper is null))
            {
                return HprimFlag.None;
            }

            HprimFlag flag = Compare(number);
            return IsNumberAmbiguous && Compare(number * 1000) != flag ? HprimFlag.None : flag;
        }
    }

    /// <summary>True when the dot may be a thousands separator: three decimals, and a bound of 1000 or more.</summary>
    internal bool IsNumberAmbiguous => Value.MayHoldThousands && (Interval.Lower >= 1000 || Interval.Upper >= 1000);

    private HprimFlag Compare(decimal number)
    {
        bool mayBeLess = Value.Comparison is HprimComparison.LessThan or HprimComparison.LessThanOrEqual;
        bool mayBeMore = Value.Comparison is HprimComparison.GreaterThan or HprimComparison.GreaterThanOrEqual;
        bool isNumberItselfOut = Value.Comparison is HprimComparison.LessThan or HprimComparison.GreaterThan;

        // The highest and the lowest the value can be, against the bounds.
        bool isLow = !mayBeMore && Interval.Lower is { } lower && (number < lower || (number == lower && (Interval.IsLowerExcluded || isNumberItselfOut)));
        bool isHigh = !mayBeLess && Interval.Upper is { } upper && (number > upper || (number == upper && (Interval.IsUpperExcluded || isNumberItselfOut)));
        if (isLow || isHigh)
        {
            return isLow ? HprimFlag.Low : HprimFlag.High;
        }

        bool isSurelyNotLow = Interval.Lower is not { } least || (!mayBeLess && (number > least || (number == least && (!Interval.IsLowerExcluded || isNumberItselfOut))));
        bool isSurelyNotHigh = Interval.Upper is not { } most || (!mayBeMore && (number < most || (number == most && (!Interval.IsUpperExcluded || isNumberItselfOut))));
        return isSurelyNotLow && isSurelyNotHigh ? HprimFlag.Normal : HprimFlag.None;
    }

    private static string Invariant(decimal? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
}
