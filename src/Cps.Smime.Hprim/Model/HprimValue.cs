namespace Cps.Smime.Hprim;

/// <summary>
/// A result value: the text as sent, and what can be read in it without guessing. <c>"    &lt; 0.12  mg/l "</c> is below 0.12,
/// unit mg/l; <c>"Oui"</c>, <c>"1/160"</c>, <c>"10 000"</c> or a date have no number. Immutable.
/// </summary>
public sealed record HprimValue
{
    /// <summary>Reads a value; any text is accepted.</summary>
    public HprimValue(string text)
        : this(text, isPlainText: false)
    {
    }

    private HprimValue(string text, bool isPlainText)
    {
        ArgumentNullException.ThrowIfNull(text);
        Text = text.Trim();
        if (isPlainText)
        {
            return;
        }

        NumberText reader = new(Text);
        bool isMarked = reader.Skip("*");
        reader.SkipBlanks();
        HprimComparison comparison = reader.Comparison();
        reader.SkipBlanks();
        decimal? number = reader.Number();
        bool isApart = reader.SkipBlanks();
        isMarked |= reader.Skip("*");
        isApart |= reader.SkipBlanks();
        ReadOnlySpan<char> unit = reader.Rest;
        if (number is null || !(unit.IsEmpty || unit is "%" || ((isApart || isMarked) && IsUnit(unit))))
        {
            return;
        }

        Number = number;
        Comparison = comparison;
        Unit = unit.ToString();
        IsMarked = isMarked;
    }

    /// <summary>No value.</summary>
    public static HprimValue None { get; } = new("");

    /// <summary>The text as sent, trimmed.</summary>
    public string Text { get; }

    /// <summary>The number, or null when the text is not one. Read with <see cref="Comparison"/>: a censored value is not its limit.</summary>
    public decimal? Number { get; }

    /// <summary>The operator in front of the number.</summary>
    public HprimComparison Comparison { get; }

    /// <summary>A unit inside the text, after the number; empty when there is none.</summary>
    public string Unit { get; } = "";

    /// <summary>True when a star stands at the number: in laboratory texts it marks an abnormal value.</summary>
    public bool IsMarked { get; }

    /// <summary>
    /// True for <c>2.920</c> and the like: the specification makes it 2.92, some laboratories mean 2920. <see cref="Number"/> is 2.920.
    /// </summary>
    internal bool MayHoldThousands
    {
        get
        {
            int dot = Text.IndexOf('.', StringComparison.Ordinal);
            return Number >= 1 && Comparison == HprimComparison.Equal && dot is >= 1 and <= 3 && Text.Length == dot + 4 && char.IsAsciiDigit(Text[0]);
        }
    }

    /// <summary>A text that is no number even if it looks like one: a code or a title.</summary>
    public static HprimValue OfText(string text) => new(text, isPlainText: true);

    private static bool IsUnit(ReadOnlySpan<char> rest)
    {
        int first = rest[0] == '/' && rest.Length > 1 ? 1 : 0;
        return (char.IsLetter(rest[first]) || rest[first] is '%' or '°') && rest.IndexOfAny(' ', '\t') < 0;
    }
}
