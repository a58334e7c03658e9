namespace Cps.Smime.Hprim;

/// <summary>
/// The interval of normal values: the two fields as sent and the bounds read in them. Real files put <c>2.20-2.60</c>,
/// <c>-2 - 2</c>, <c>&lt;10</c>, <c>sup. à 5</c> or <c>VR: 4 - 10</c> in one field. What is not understood gives no bound.
/// Immutable.
/// </summary>
public sealed record HprimInterval
{
    private static readonly string[] s_prefixes = ["VR", "N"];

    /// <summary>Reads an interval; any text is accepted.</summary>
    /// <param name="lowerText">The field of the lower bound.</param>
    /// <param name="upperText">The field of the upper bound.</param>
    public HprimInterval(string lowerText, string upperText)
    {
        ArgumentNullException.ThrowIfNull(lowerText);
        ArgumentNullException.ThrowIfNull(upperText);
        LowerText = lowerText.Trim();
        UpperText = upperText.Trim();
        Bounds? lower = Read(LowerText, isLowerField: true);
        Bounds? upper = Read(UpperText, isLowerField: false);
        if (lower is not { } a || upper is not { } b || (a.Lower is not null && b.Lower is not null) || (a.Upper is not null && b.Upper is not null)
            || (a.Lower ?? b.Lower) > (a.Upper ?? b.Upper))
        {
            return;
        }

        IsUnderstood = true;
        Lower = a.Lower ?? b.Lower;
        Upper = a.Upper ?? b.Upper;
        IsLowerExcluded = a.IsLowerExcluded || b.IsLowerExcluded;
        IsUpperExcluded = a.IsUpperExcluded || b.IsUpperExcluded;
    }

    /// <summary>No interval.</summary>
    public static HprimInterval None { get; } = new("", "");

    /// <summary>The field of the lower bound as sent, trimmed.</summary>
    public string LowerText { get; }

    /// <summary>The field of the upper bound as sent, trimmed.</summary>
    public string UpperText { get; }

    /// <summary>The lower bound, or null.</summary>
    public decimal? Lower { get; }

    /// <summary>The upper bound, or null.</summary>
    public decimal? Upper { get; }

    /// <summary>True when a value equal to the lower bound is not normal (<c>&gt; 5</c>).</summary>
    public bool IsLowerExcluded { get; }

    /// <summary>True when a value equal to the upper bound is not normal (<c>&lt; 10</c>).</summary>
    public bool IsUpperExcluded { get; }

    /// <summary>False when a field holds a text in which no bound could be read, or the two contradict each other.</summary>
    public bool IsUnderstood { get; }

    /// <summary>True for 0 to 9999, which laboratories send for "no bound": no flag is computed from it.</summary>
    public bool IsPlaceholder => Lower == 0 && Upper is 9999;

    /// <summary>Both fields empty.</summary>
    public bool IsEmpty => LowerText.Length == 0 && UpperText.Length == 0;

    private static Bounds? Read(string text, bool isLowerField)
    {
        if (text is "" or ".")
        {
            return default(Bounds);
        }

        NumberText reader = new(text);
        SkipPrefix(ref reader);
        bool isBracketed = reader.Skip("(") || reader.Skip("[");
        reader.SkipBlanks();
        HprimComparison comparison = reader.Comparison();
        reader.SkipBlanks();
        if (reader.Number() is not { } first)
        {
            return null;
        }

        reader.SkipBlanks();
        Bounds bounds = comparison switch
        {
            HprimComparison.LessThan or HprimComparison.LessThanOrEqual => new(null, first, false, comparison == HprimComparison.LessThan),
            HprimComparison.GreaterThan or HprimComparison.GreaterThanOrEqual => new(first, null, comparison == HprimComparison.GreaterThan, false),
            _ => isLowerField ? new(first, null, false, false) : new(null, first, false, false),
        };
        if (comparison == HprimComparison.Equal && (reader.Skip("-") || reader.Skip("–") || reader.Skip("à")))
        {
            reader.SkipBlanks();
            if (reader.Number() is not { } second)
            {
                return null;
            }

            bounds = new(first, second, false, false);
        }

        _ = isBracketed && (reader.Skip(")") || reader.Skip("]"));
        return reader.Rest.IsWhiteSpace() ? bounds : null;
    }

    private static void SkipPrefix(ref NumberText reader)
    {
        foreach (string prefix in s_prefixes)
        {
            if (reader.Skip(prefix))
            {
                break;
            }
        }

        reader.SkipBlanks();
        reader.Skip(":");
        reader.SkipBlanks();
    }

    private readonly record struct Bounds(decimal? Lower, decimal? Upper, bool IsLowerExcluded, bool IsUpperExcluded);
}
