namespace Cps.Smime.Hprim;

/// <summary>
/// Tells what a file is from its content, as extensions do not: <c>.hpr</c> may be HPRIM Médecin, HPRIM Santé, a PDF or forestry
/// data. Never throws; thread safe.
/// </summary>
public static class HprimFormatDetector
{
    private const int PrefixLength = 64 * 1024;
    private const string XmlNamespace = "http://www.hprim.org/hprimXML";

    /// <summary>The format of these bytes. HPRIM Médecin is told by its header or its segments and markers.</summary>
    public static HprimFormat Detect(ReadOnlySpan<byte> bytes) =>
        Detect(CharacterSets.Decode(bytes, CharacterSets.Detect(bytes, out _)), new() { MaxLineLength = int.MaxValue, MaxLines = int.MaxValue });

    internal static HprimFormat Detect(string text, HprimReaderOptions options) =>
        DetectOther(text) is var other && other != HprimFormat.Unknown ? other
        : IsMedecin(SourceLine.Split(text, options, new DiagnosticLog(0))) ? HprimFormat.Medecin
        : HprimFormat.Unknown;

    /// <summary>The formats that their first characters tell.</summary>
    internal static HprimFormat DetectOther(string text)
    {
        ReadOnlySpan<char> start = text.AsSpan(0, Math.Min(text.Length, PrefixLength));
        while (!start.IsEmpty && (char.IsWhiteSpace(start[0]) || char.IsControl(start[0]) || start[0] == '\uFEFF'))
        {
            start = start[1..];
        }

        return start.StartsWith("%PDF", StringComparison.Ordinal) ? HprimFormat.Pdf
            : start.StartsWith("<", StringComparison.Ordinal) && start.Contains(XmlNamespace, StringComparison.Ordinal) ? HprimFormat.Xml
            : IsSanteHeader(start) ? HprimFormat.Sante
            : HprimFormat.Unknown;
    }

    internal static bool IsMedecin(IReadOnlyList<SourceLine> lines)
    {
        foreach (SourceLine line in lines)
        {
            if (MedecinSyntax.Marker(line.Text) != MedecinMarker.None || (MedecinSyntax.IsResult(line.Text) && line.Text.AsSpan().Count('|') >= 3))
            {
                return true;
            }
        }

        return MedecinHeaderLocator.Find(lines, 0, lines.Count) is not null;
    }

    /// <summary><c>H</c>, a separator, two to four other delimiters, the same separator: <c>H|~^\&amp;|</c> and its variants.</summary>
    private static bool IsSanteHeader(ReadOnlySpan<char> text)
    {
        if (text.Length < 5 || text[0] != 'H' || !IsDelimiter(text[1]))
        {
            return false;
        }

        int length = text[2..Math.Min(text.Length, 8)].IndexOf(text[1]);
        if (length is < 2 or > 4)
        {
            return false;
        }

        foreach (char c in text.Slice(2, length))
        {
            if (!IsDelimiter(c))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsDelimiter(char c) => char.IsAscii(c) && !char.IsLetterOrDigit(c) && !char.IsWhiteSpace(c) && !char.IsControl(c);
}
