using System.Globalization;

namespace Cps.Smime.Hprim;

/// <summary>
/// A date as the sender wrote it, and what of it is known. A month such as 30 (people born abroad take it from their NIR) or an
/// impossible day stays unknown: no date of an identity is ever made up. Immutable.
/// </summary>
public sealed record HprimDate
{
    /// <summary>A complete date.</summary>
    public HprimDate(DateOnly date)
    {
        Text = date.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);
        (Year, Month, Day) = (date.Year, date.Month, date.Day);
    }

    private HprimDate(string text) => Text = text;

    /// <summary>No date given.</summary>
    public static HprimDate None { get; } = new("");

    /// <summary>The text as sent, trimmed. Empty when nothing was given.</summary>
    public string Text { get; }

    /// <summary>The year, or null when unknown.</summary>
    public int? Year { get; private init; }

    /// <summary>The month (1 to 12), or null when unknown.</summary>
    public int? Month { get; private init; }

    /// <summary>The day of the month, or null when unknown.</summary>
    public int? Day { get; private init; }

    /// <summary>True when the year had two digits, so that the century is an assumption.</summary>
    public bool IsCenturyAssumed { get; private init; }

    /// <summary>The date when year, month and day are all known, else null.</summary>
    public DateOnly? Date => Year is { } y && Month is { } m && Day is { } d ? new DateOnly(y, m, d) : null;

    /// <summary>A complete date from code.</summary>
    public static implicit operator HprimDate(DateOnly date) => new(date);

    /// <summary>A complete date from code.</summary>
    public static HprimDate FromDateOnly(DateOnly date) => new(date);

    /// <summary>
    /// Reads <c>JJ/MM/AAAA</c>, <c>JJ/MM/AA</c> (also with <c>-</c> or <c>.</c>) or <c>AAAA-MM-JJ</c>. Anything else gives a date
    /// of which nothing but the text is known; a lone <c>.</c> means "not given".
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="latest">A two-digit year gives the last such date that is not after this day.</param>
    public static HprimDate Parse(string text, DateOnly latest)
    {
        ArgumentNullException.ThrowIfNull(text);
        string trimmed = text.Trim();
        return trimmed is "" or "." ? None
            : TryMatch(trimmed, 0, anySeparator: true, latest, out int end) is { } date && end == trimmed.Length ? date
            : new(trimmed);
    }

    /// <summary>As <see cref="Parse"/>, but a date with slashes may stand inside other text: <c>M-5128-23/10/23</c>.</summary>
    public static HprimDate FindIn(string text, DateOnly latest)
    {
        HprimDate whole = Parse(text, latest);
        if (whole.Year is not null || whole.Text.Length == 0)
        {
            return whole;
        }

        string trimmed = whole.Text;
        for (int i = 0; i < trimmed.Length; i++)
        {
            if (char.IsAsciiDigit(trimmed[i]) && (i == 0 || !char.IsAsciiDigit(trimmed[i - 1]))
                && TryMatch(trimmed, i, anySeparator: false, latest, out _) is { } found)
            {
                return found;
            }
        }

        return whole;
    }

    /// <summary>True when the text has the shape of a date, even one whose month or day is impossible.</summary>
    internal static bool HasShape(string trimmed) => TryMatch(trimmed, 0, anySeparator: true, DateOnly.MaxValue, out int end) is not null && end == trimmed.Length;

    private static HprimDate? TryMatch(string text, int start, bool anySeparator, DateOnly latest, out int end)
    {
        end = start;
        if (!Digits(text, ref end, out int first, out int firstLength) || end >= text.Length)
        {
            return null;
        }

        char separator = text[end++];
        bool known = separator == '/' || (anySeparator && separator is '-' or '.');
        if (!known || !Digits(text, ref end, out int month, out int monthLength) || monthLength > 2
            || end >= text.Length || text[end++] != separator || !Digits(text, ref end, out int last, out int lastLength))
        {
            return null;
        }

        return (firstLength, lastLength, separator) switch
        {
            (1 or 2, 4, _) => Make(text, last, month, first),
            (1 or 2, 2, _) => MakeWithCentury(text, last, month, first, latest),
            (4, 1 or 2, '-') => Make(text, first, month, last),
            _ => null,
        };
    }

    private static bool Digits(string text, ref int at, out int value, out int length)
    {
        int start = at;
        value = 0;
        while (at < text.Length && at - start < 5 && char.IsAsciiDigit(text[at]))
        {
            value = (value * 10) + (text[at++] - '0');
        }

        length = at - start;
        return length is >= 1 and <= 4;
    }

    private static HprimDate Make(string text, int year, int month, int day)
    {
        int? knownYear = year is >= 1 and <= 9999 ? year : null;
        int? knownMonth = month is >= 1 and <= 12 ? month : null;
        int daysInMonth = knownYear is { } y && knownMonth is { } m ? DateTime.DaysInMonth(y, m) : 31;
        return new(text) { Year = knownYear, Month = knownMonth, Day = day >= 1 && day <= daysInMonth ? day : null };
    }

    private static HprimDate MakeWithCentury(string text, int yearInCentury, int month, int day, DateOnly latest)
    {
        int year = (latest.Year / 100 * 100) + yearInCentury;
        HprimDate date = Make(text, year, month, day);
        DateOnly earliestReading = new(year, date.Month ?? 1, 1);
        bool isAfter = date.Date is { } complete ? complete > latest : earliestReading > latest;
        return (isAfter ? Make(text, year - 100, month, day) : date) with { IsCenturyAssumed = true };
    }
}
