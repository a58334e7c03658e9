using System.Globalization;
using System.Text;

namespace Cps.Smime.Mime;

/// <summary>
/// Makes file names that are safe on every system from names that senders give: no path, drive, stream, reserved device name, control or
/// direction character, leading or trailing dot or space, and no two alike in a message whatever the case.
/// </summary>
internal sealed class SafeFileName
{
    private const int MaximumLength = 100;

    private static readonly HashSet<string> s_reserved = new(
        ["CON", "PRN", "AUX", "NUL", .. Enumerable.Range(0, 10).SelectMany(i => new[] { $"COM{i}", $"LPT{i}" })], StringComparer.OrdinalIgnoreCase);

    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The name for a part.</summary>
    /// <param name="given">The sender's name, or null.</param>
    /// <param name="extension">The extension of a part that has no usable name, with its dot.</param>
    public string Make(string? given, string extension)
    {
        string name = Clean(given ?? "");
        if (name.Length == 0 || name.Trim('_', '.').Length == 0)
        {
            name = "part" + extension;
        }

        string stem = Path.GetFileNameWithoutExtension(name);
        string suffix = Path.GetExtension(name);
        if (s_reserved.Contains(stem.Split('.')[0]))
        {
            name = "_" + name;
            stem = "_" + stem;
        }

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
        foreach (Rune rune in given[(separator + 1)..].Normalize(NormalizationForm.FormC).EnumerateRunes())
        {
            bool plain = Rune.IsLetterOrDigit(rune) || rune.Value is '.' or '-' or '_' or ' ' or '(' or ')' or '+' or ',';
            clean.Append(plain ? rune.ToString() : "_");
        }

        string name = clean.ToString().Trim(' ', '.');
        if (name.Length <= MaximumLength)
        {
            return name;
        }

        string extension = Path.GetExtension(name);
        extension = extension.Length <= 10 ? extension : "";
        int cut = MaximumLength - extension.Length;
        cut -= char.IsHighSurrogate(name[cut - 1]) ? 1 : 0;
        return name[..cut].TrimEnd(' ', '.') + extension;
    }
}
