using System.Globalization;

namespace Cps.Smime.Hprim;

/// <summary>
/// Reads the small words of a RES field one after the other: operator, number, range separator. Invariant culture, decimal comma
/// tolerated, no exponent, no thousands separator. A position moves forward only: reading a field is linear.
/// </summary>
internal ref struct NumberText(ReadOnlySpan<char> text)
{
    private static readonly (string Word, HprimComparison Meaning)[] s_comparisons =
    [
        ("<=", HprimComparison.LessThanOrEqual), ("=<", HprimComparison.LessThanOrEqual), ("≤", HprimComparison.LessThanOrEqual),
        (">=", HprimComparison.GreaterThanOrEqual), ("=>", HprimComparison.GreaterThanOrEqual), ("≥", HprimComparison.GreaterThanOrEqual),
        ("<", HprimComparison.LessThan), (">", HprimComparison.GreaterThan),
        ("inférieur à", HprimComparison.LessThan), ("inferieur a", HprimComparison.LessThan),
        ("inf. à", HprimComparison.LessThan), ("inf à", HprimComparison.LessThan), ("inf. a", HprimComparison.LessThan), ("inf a", HprimComparison.LessThan),
        ("supérieur à", HprimComparison.GreaterThan), ("superieur a", HprimComparison.GreaterThan),
        ("sup. à", HprimComparison.GreaterThan), ("sup à", HprimComparison.GreaterThan), ("sup. a", HprimComparison.GreaterThan), ("sup a", HprimComparison.GreaterThan),
    ];

    private ReadOnlySpan<char> _rest = text;

    /// <summary>What has not been read.</summary>
    public readonly ReadOnlySpan<char> Rest => _rest;

    /// <summary>Skips white space; true when there was some.</summary>
    public bool SkipBlanks()
    {
        int before = _rest.Length;
        _rest = _rest.TrimStart();
        return _rest.Length < before;
    }

    /// <summary>Skips this word, whatever its case; false when it is not there.</summary>
    public bool Skip(string word)
    {
        bool found = _rest.StartsWith(word, StringComparison.OrdinalIgnoreCase);
        _rest = found ? _rest[word.Length..] : _rest;
        return found;
    }

    /// <summary>Reads an operator, or <see cref="HprimComparison.Equal"/> when there is none.</summary>
    public HprimComparison Comparison()
    {
        foreach ((string word, HprimComparison meaning) in s_comparisons)
        {
            if (Skip(word))
            {
                return meaning;
            }
        }

        return HprimComparison.Equal;
    }

    /// <summary>Reads a signed decimal number; null, and nothing read, when there is none.</summary>
    public decimal? Number()
    {
        int at = _rest.Length > 0 && _rest[0] is '+' or '-' or '\u2212' ? 1 : 0;
        int whole = CountDigits(at);
        int end = at + whole;
        int decimals = end < _rest.Length && _rest[end] is '.' or ',' ? CountDigits(end + 1) : 0;
        if (whole is 0 or > 14 || decimals > 14)
        {
            return null;
        }

        end += decimals == 0 ? 0 : decimals + 1;
        string number = _rest[..end].ToString().Replace(',', '.').Replace('\u2212', '-');
        _rest = _rest[end..];
        return decimal.Parse(number, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
    }

    private readonly int CountDigits(int start)
    {
        int end = start;
        while (end < _rest.Length && char.IsAsciiDigit(_rest[end]))
        {
            end++;
        }

        return end - start;
    }
}
