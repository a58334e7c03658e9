namespace Cps.Smime.Hprim;

/// <summary>
/// Finds where the twelve header lines of a message are, since position alone gives them their meaning: extra blank lines or
/// <c>[apicrypt]</c> may come first, the code line may be missing, the header may stop after the NIR or the birth date.
/// Each place is scored by what must look like something: birth date, NIR, dossier date, postcode, names.
/// </summary>
internal sealed class MedecinHeaderLocator
{
    private const int AcceptedScore = 6;
    private const int LongestParty = 60;
    private readonly IReadOnlyList<SourceLine> _lines;
    private readonly int _start;
    private readonly int _end;

    private MedecinHeaderLocator(IReadOnlyList<SourceLine> lines, int start, int first, int end) => (_lines, _start, First, _end) = (lines, start, first, end);

    /// <summary>Index of header line 1; it is one before the block when the code line is missing.</summary>
    public int First { get; }

    /// <summary>How many of the twelve lines there are.</summary>
    public int Count { get; private init; }

    /// <summary>True when line 7 has the shape of a date: the strongest sign.</summary>
    public bool HasBirthDate { get; private init; }

    /// <summary>The header at the start of this block, or null.</summary>
    public static MedecinHeaderLocator? Find(IReadOnlyList<SourceLine> lines, int start, int end)
    {
        int first = start;
        while (first < end && IsSkipped(lines[first].Text))
        {
            first++;
        }

        // The first line with text is the code (line 1), or the name (line 2) when the code is blank or its line missing.
        MedecinHeaderLocator? withCode = At(lines, start, first, end, out int score);
        MedecinHeaderLocator? withoutCode = At(lines, start, first - 1, end, out int otherScore);
        return otherScore > score ? withoutCode : withCode;
    }

    /// <summary>Header line 1 to 12, trimmed; empty when it is not there or holds a lone dot.</summary>
    public string Field(int number) => number <= Count && Line(number) is var text && text != "." ? text : "";

    private static MedecinHeaderLocator? At(IReadOnlyList<SourceLine> lines, int start, int first, int blockEnd, out int score)
    {
        int end = Math.Max(first, start);
        while (end < blockEnd && end < first + 13 && MedecinSyntax.Marker(lines[end].Text) == MedecinMarker.None
            && !MedecinSyntax.IsResult(lines[end].Text) && !MedecinSyntax.IsText(lines[end].Text, isInside: false))
        {
            end++;
        }

        MedecinHeaderLocator candidate = new(lines, start, first, end);
        score = candidate.Score();
        return score < AcceptedScore ? null
            : new(lines, start, first, end) { Count = candidate.Length(), HasBirthDate = HprimDate.HasShape(candidate.Line(7)) };
    }

    private static bool IsSkipped(string line) => string.IsNullOrWhiteSpace(line) || line.AsSpan().Trim().Equals("[apicrypt]", StringComparison.OrdinalIgnoreCase);

    private static bool IsAbsent(string trimmed) => trimmed is "" or ".";

    private static bool HoldsDate(string trimmed) => HprimDate.FindIn(trimmed, DateOnly.MaxValue).Year is not null;

    /// <summary>Header line 1 to 13, trimmed; empty when it is not there.</summary>
    private string Line(int number)
    {
        int index = First + number - 1;
        return index >= _start && index < _end ? _lines[index].Text.Trim() : "";
    }

    private int Score()
    {
        string birth = Line(7);
        string nir = Line(8);
        string date = Line(10);
        string city = Line(6);
        int score = HprimDate.HasShape(birth) ? 8 : IsAbsent(birth) ? 0 : -2;
        score += new HprimNir(nir).Number is not null ? 3 : IsAbsent(nir) ? 0 : -1;
        score += HoldsDate(date) ? 4 : IsAbsent(date) ? 0 : -2;
        score += city.Length >= 5 && city.AsSpan(0, 5).IndexOfAnyExceptInRange('0', '9') < 0 ? 1 : 0;
        score += IsAbsent(Line(2)) ? -1 : 1;
        score += IsAbsent(Line(3)) ? -1 : 1;
        return score;
    }

    private int Length()
    {
        int available = Math.Min(12, _end - First);
        bool isNir = new HprimNir(Line(8)).Number is not null;
        if (available < 10)
        {
            return available < 8 || isNir || IsAbsent(Line(8)) ? available : 7;
        }

        // A date on line 10 says that the header is whole. Without one, lines 9, 11 and 12 must look like what they should be.
        bool hasParties = IsParty(Line(11)) && IsParty(Line(12));
        bool isWhole = HoldsDate(Line(10))
            || (IsReference(Line(9)) && (IsAbsent(Line(10)) ? isNir || hasParties : hasParties && Line(13).Length == 0));
        return isWhole ? available
            : isNir || IsAbsent(Line(8)) ? 8
            : 7;
    }

    /// <summary>True for what may be a dossier number: nothing, one word, or a few with a digit; not the start of a letter.</summary>
    private static bool IsReference(string trimmed)
    {
        int blanks = trimmed.AsSpan().Count(' ');
        return !trimmed.EndsWith(',') && (blanks == 0 || (blanks <= 2 && trimmed.AsSpan().IndexOfAnyInRange('0', '9') >= 0));
    }

    private static bool IsParty(string trimmed) => trimmed.Length is > 0 and <= LongestParty;
}
