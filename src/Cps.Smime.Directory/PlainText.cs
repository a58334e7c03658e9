using System.Globalization;
using System.Text;

namespace Cps.Smime.Directories;

/// <summary>Text of a server or a file made fit for a message to people: no control or formatting character, and short.</summary>
internal static class PlainText
{
    private const int MaximumLength = 200;

    public static string Of(string text)
    {
        StringBuilder plain = new(Math.Min(text.Length, MaximumLength + 1));
        foreach (char c in text)
        {
            if (plain.Length == MaximumLength)
            {
                plain.Append('…');
                break;
            }

            plain.Append(IsPlain(c) ? c : '\uFFFD');
        }

        return plain.ToString();
    }

    private static bool IsPlain(char c) => char.GetUnicodeCategory(c) is not (UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse);
}
