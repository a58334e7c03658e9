using System.Globalization;
using System.Text;

namespace Cps.Smime.Hprim;

/// <summary>
/// Makes characters that act instead of being seen visible: C0 and C1 controls (terminal escapes), bidirectional overrides,
/// zero-width and other format characters, line separators. <c>ESC</c> becomes <c>␛</c>, U+202E becomes <c>[U+202E]</c>.
/// </summary>
internal static class VisibleText
{
    /// <summary>Text of one line: tabulations become blanks.</summary>
    public static string Line(string text) => Of(text, keepsLayout: false);

    /// <summary>Text of several lines: line feeds and tabulations stay.</summary>
    public static string Layout(string text) => Of(text, keepsLayout: true);

    private static string Of(string text, bool keepsLayout)
    {
        StringBuilder? visible = null;
        int index = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            // An unpaired surrogate is enumerated as U+FFFD, of the same length.
            bool isLone = char.IsSurrogate(text[index]) && rune.Value == 0xFFFD;
            if (isLone || IsActing(rune, keepsLayout))
            {
                visible ??= new StringBuilder(text, 0, index, text.Length + 16);
                visible.Append(Replacement(rune));
            }
            else
            {
                visible?.Append(text, index, rune.Utf16SequenceLength);
            }

            index += rune.Utf16SequenceLength;
        }

        return visible?.ToString() ?? text;
    }

    private static bool IsActing(Rune rune, bool keepsLayout) =>
        !(keepsLayout && rune.Value is '\n' or '\t')
        && Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse;

    private static string Replacement(Rune rune) => rune.Value switch
    {
        '\t' => " ",
        < 0x20 => ((char)(0x2400 + rune.Value)).ToString(),
        0x7F => "\u2421",
        0xFFFD => "\uFFFD",
        _ => string.Create(CultureInfo.InvariantCulture, $"[U+{rune.Value:X4}]"),
    };
}
