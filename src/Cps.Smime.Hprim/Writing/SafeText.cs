using System.Globalization;
using System.Text;

namespace Cps.Smime.Hprim;

/// <summary>
/// Keeps values from forging structure: no line break or control character in any value, no separator in a field, no text that
/// any reader could take for a marker or a segment. A bad value is an error, or is made harmless and reported.
/// </summary>
internal sealed class SafeText(HprimOnProblem onProblem, DiagnosticLog log)
{
    private static readonly string[] s_markers = ["***FIN", "***LAB"];

    /// <summary>A value of a RES line.</summary>
    public string Field(string value, int line, int column) => Check(value, line, column, isBar: true, isIndented: false);

    /// <summary>A whole line: header, body, trailer.</summary>
    public string Line(string value, int line) =>
        Check(value, line, 1, isBar: MedecinSyntax.IsResult(value) || MedecinSyntax.IsText(value, isInside: false), isIndented: true);

    /// <summary>The text of a TEX line.</summary>
    public string Text(string value, int line) => Check(value, line, 5, isBar: false, isIndented: true);

    private string Check(string value, int line, int column, bool isBar, bool isIndented)
    {
        bool isMarker = MedecinSyntax.Marker(value) != MedecinMarker.None || Array.Exists(s_markers, m => value.Contains(m, StringComparison.OrdinalIgnoreCase));
        StringBuilder safe = new(value.Length);
        int firstBad = -1;
        for (int i = 0; i < value.Length; i++)
        {
            char c = value[i];
            char replacement = (c == '|' && isBar) ? '/'
                : (c == '*' && isMarker) ? '+'
                : IsControl(c) && !(c == '\t' && isIndented) ? ' '
                : c;
            safe.Append(replacement);
            firstBad = replacement != c && firstBad < 0 ? i : firstBad;
        }

        if (firstBad < 0)
        {
            return value;
        }

        (onProblem == HprimOnProblem.Refuse ? log.Error : (Action<HprimDiagnosticCode, int, int>)log.Warning)(HprimDiagnosticCode.UnsafeText, line, column + firstBad);
        return safe.ToString();
    }

    private static bool IsControl(char c) =>
        c == '\uFEFF' || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
