using System.Globalization;
using System.Text;

namespace Cps.Smime.Tool;

/// <summary>
/// Text of messages, certificates and directories made harmless for a terminal and for a log of lines: characters that act instead of
/// being seen (control characters, terminal escapes, directions, line separators) are shown and not obeyed.
/// </summary>
internal static class TerminalText
{
    private const int MaximumLength = 4096;

    /// <summary>The text on one line. ESC becomes U+241B, its picture; other acting characters become <c>[U+202E]</c>.</summary>
    public static string Line(string text)
    {
        StringBuilder line = new(Math.Min(text.Length, MaximumLength));
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (line.Length >= MaximumLength)
            {
                line.Append('…');
                break;
            }

            line.Append(IsActing(rune) ? Picture(rune) : rune.ToString());
        }

        return line.ToString();
    }

    private static bool IsActing(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;

    private static string Picture(Rune rune) => rune.Value switch
    {
        '\t' => " ",
        < 0x20 => ((char)(0x2400 + rune.Value)).ToString(),
        0x7F => "\u2421",
        _ => string.Create(CultureInfo.InvariantCulture, $"[U+{rune.Value:X4}]"),
    };
}
