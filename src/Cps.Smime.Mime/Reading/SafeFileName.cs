using System.Globalization;
using System.Text;

namespace Cps.Smime.Mime;

/// <summary>
/// Makes file names that are safe on every system from names that senders give: no path, drive, stream, reserved device name, control or
/// direction character, leading or trailing dot or space, none too long to be created, and no two alike in a message whatever the case.
/// </summary>
internal sealed class SafeFileName
{
    // In UTF-8: file systems count bytes (255 on most), and a number may still be added.
    private const int MaximumBytes = 200;
    private const int MaximumExtensionBytes = 20;

    private static readonly HashSet<string> s_reserved = new(
        ["CON", "PRN", "AUX", "NUL", .. Enumerable.Range(0, 10).SelectMany(i => new[] { $"COM{i}", $"LPT{i}" })], StringComparer.OrdinalIgnoreCase);

    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The name for a part.</summary>
    /// <param name="given">The sender's name, or null.</param>
    /// <param name="extension">The extension of a part that has no usable name, with its dot.</param>
    public string Make(string? given, string extension)
    {
        string name = Clean(given ?? "");
        if (name.Trim('_', '.').Length == 0)
        {
            name = "part" + extension;
        }

        // Windows passes over spaces at the end of a device's name too.
        if (s_reserved.Contains(name.Split('.')[0].TrimEnd(' ')))
        {
            name = "_" + name;
        }

        string stem = Path.GetFileNameWithoutExtension(name);
        string suffix = Path.GetExtension(name);
        for (int number = 2; !_taken.Add(name); number++)
        {
            name = string.Create(CultureInfo.InvariantCulture, $"{stem}-{number}{suffix}");
        }

        return name;
    }

    private static string Clean(string given)
    {
        // Only what follows the last separator of any system counts.
        int separator = given.LastIndexOfAny(['/', '\\', ':']);
        StringBuilder clean = new();
        foreach (Rune rune in Composed(given[(separator + 1)..]).EnumerateRunes())
        {
            bool plain = Rune.IsLetterOrDigit(rune) || rune.Value is '.' or '-' or '_' or ' ' or '(' or ')' or '+' or ',';
            clean.Append(plain ? rune.ToString() : "_");
        }

        string name = clean.ToString().Trim(' ', '.');
        if (Encoding.UTF8.GetByteCount(name) <= MaximumBytes)
        {
            return name;
        }

        string extension = Path.GetExtension(name);
        extension = Encoding.UTF8.GetByteCount(extension) <= MaximumExtensionBytes ? extension : "";
        return Cut(name, MaximumBytes - Encoding.UTF8.GetByteCount(extension)).TrimEnd(' ', '.') + extension;
    }

    // A lone surrogate, which cannot be composed, becomes U+FFFD when it is enumerated.
    private static string Composed(string text) => string.Concat(text.EnumerateRunes()).Normalize(NormalizationForm.FormC);

    private static string Cut(string name, int maximumBytes)
    {
        int length = 0;
        foreach (Rune rune in name.EnumerateRunes())
        {
            maximumBytes -= rune.Utf8SequenceLength;
            if (maximumBytes < 0)
            {
                break;
            }

            length += rune.Utf16SequenceLength;
        }

        return name[..length];
    }
}
