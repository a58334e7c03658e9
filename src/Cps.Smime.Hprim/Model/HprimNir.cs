using System.Globalization;

namespace Cps.Smime.Hprim;

/// <summary>
/// The French social security number (NIR) of line 8 of the header: 13 characters and an optional key of 2 digits, with or without
/// blanks. Masked or foreign numbers keep their text and give no <see cref="Number"/>. Immutable.
/// </summary>
public sealed record HprimNir
{
    /// <summary>Reads a NIR; any text is accepted. A lone <c>.</c> means "not given".</summary>
    public HprimNir(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string trimmed = text.Trim();
        Text = trimmed == "." ? "" : trimmed;
        string compact = string.Concat(Text.Where(c => c is not (' ' or '.')).Take(16));
        if (compact.Length is not (13 or 15) || !IsNumber(compact))
        {
            return;
        }

        Number = compact[..13].ToUpperInvariant();
        Key = compact.Length == 15 ? compact[13..] : null;
    }

    /// <summary>No number given.</summary>
    public static HprimNir None { get; } = new("");

    /// <summary>The text as sent, trimmed.</summary>
    public string Text { get; }

    /// <summary>The 13 characters without key (digits; the 7th may be A or B: Corsica), or null when the text is not a NIR.</summary>
    public string? Number { get; }

    /// <summary>The key of 2 digits, or null when not given.</summary>
    public string? Key { get; }

    /// <summary>Whether the key is right (97 - number mod 97, with 2A = 19 and 2B = 18); null without number or key.</summary>
    public bool? IsKeyRight => Number is null || Key is null ? null : int.Parse(Key, CultureInfo.InvariantCulture) == ExpectedKey(Number);

    /// <summary>The sex that the first digit tells (1 and 2, or 7 and 8 for numbers in course of attribution).</summary>
    public HprimSex Sex => Number?[0] switch
    {
        '1' or '7' => HprimSex.Male,
        '2' or '8' => HprimSex.Female,
        _ => HprimSex.Unknown,
    };

    private static bool IsNumber(string compact)
    {
        for (int i = 0; i < compact.Length; i++)
        {
            bool corsica = i == 6 && compact[5] == '2' && char.ToUpperInvariant(compact[6]) is 'A' or 'B';
            if (!char.IsAsciiDigit(compact[i]) && !corsica)
            {
                return false;
            }
        }

        return true;
    }

    private static int ExpectedKey(string number)
    {
        long value = long.Parse(number.Replace("2A", "19", StringComparison.Ordinal).Replace("2B", "18", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        return (int)(97 - (value % 97));
    }
}
