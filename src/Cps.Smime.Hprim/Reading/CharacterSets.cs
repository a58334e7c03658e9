using System.Text;

namespace Cps.Smime.Hprim;

/// <summary>The .NET encodings behind <see cref="HprimEncoding"/>, and which one a file is in.</summary>
internal static class CharacterSets
{
    private static readonly UTF8Encoding s_strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>An encoding that refuses what it cannot encode and reads what it cannot decode as U+FFFD.</summary>
    public static Encoding Of(HprimEncoding encoding) => encoding switch
    {
        HprimEncoding.Ascii => Encoding.GetEncoding("us-ascii", EncoderFallback.ExceptionFallback, new DecoderReplacementFallback("\uFFFD")),
        HprimEncoding.Utf8 => Encoding.GetEncoding("utf-8", EncoderFallback.ExceptionFallback, new DecoderReplacementFallback("\uFFFD")),
        HprimEncoding.Utf16LittleEndian => Encoding.GetEncoding("utf-16", EncoderFallback.ExceptionFallback, new DecoderReplacementFallback("\uFFFD")),
        HprimEncoding.Utf16BigEndian => Encoding.GetEncoding("utf-16BE", EncoderFallback.ExceptionFallback, new DecoderReplacementFallback("\uFFFD")),
        HprimEncoding.Windows1252 => CodePage(1252),
        HprimEncoding.MacRoman => CodePage(10000),
        HprimEncoding.CodePage850 => CodePage(850),
        _ => throw new ArgumentOutOfRangeException(nameof(encoding), encoding, null),
    };

    /// <summary>
    /// In this order: byte order mark, ASCII, strict UTF-8, Mac Roman (carriage returns alone, or the bytes of é, à, è between
    /// letters and none of the Windows-1252 letters), Windows-1252.
    /// </summary>
    public static HprimEncoding Detect(ReadOnlySpan<byte> bytes, out bool isGuess)
    {
        isGuess = false;
        if (bytes is [0xEF, 0xBB, 0xBF, ..])
        {
            return HprimEncoding.Utf8;
        }

        if (bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            return bytes[0] == 0xFF ? HprimEncoding.Utf16LittleEndian : HprimEncoding.Utf16BigEndian;
        }

        if (Ascii.IsValid(bytes))
        {
            return HprimEncoding.Ascii;
        }

        if (System.Text.Unicode.Utf8.IsValid(bytes))
        {
            return HprimEncoding.Utf8;
        }

        isGuess = true;
        return LooksLikeMacRoman(bytes) ? HprimEncoding.MacRoman : HprimEncoding.Windows1252;
    }

    /// <summary>The text without its byte order mark.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes, HprimEncoding encoding)
    {
        string text = Of(encoding).GetString(bytes);
        return text.StartsWith('\uFEFF') ? text[1..] : text;
    }

    /// <summary>
    /// The text as meant when the whole of it is UTF-8 that was read as Windows-1252 or ISO-8859-1; null when any character says
    /// otherwise, or when the result would hold a character that no French letter has (the two bytes of "É€" are also U+0240):
    /// a repair must not invent what nobody wrote.
    /// </summary>
    public static string? UndoDoubleEncoding(string text)
    {
        if (Ascii.IsValid(text))
        {
            return null;
        }

        foreach (Encoding wrong in (Encoding[])[CodePage(1252), Encoding.GetEncoding("iso-8859-1", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)])
        {
            try
            {
                string meant = s_strictUtf8.GetString(wrong.GetBytes(text));
                CodePage(1252).GetByteCount(meant);
                return meant;
            }
            catch (ArgumentException)
            {
                // EncoderFallbackException or DecoderFallbackException: the text is not what this reading supposes.
            }
        }

        return null;
    }

    private static Encoding CodePage(int number) =>
        CodePagesEncodingProvider.Instance.GetEncoding(number, EncoderFallback.ExceptionFallback, new DecoderReplacementFallback("\uFFFD"))!;

    private static bool LooksLikeMacRoman(ReadOnlySpan<byte> bytes)
    {
        bool isCrOnly = bytes.Contains((byte)'\r') && !bytes.Contains((byte)'\n');
        bool hasMacLetter = false;
        bool hasWindowsLetter = false;
        bool has80To9F = false;
        bool hasHighBetweenLowerCase = false;
        for (int i = 0; i < bytes.Length; i++)
        {
            byte b = bytes[i];
            has80To9F |= b is >= 0x80 and <= 0x9F;
            hasWindowsLetter |= b >= 0xE0;
            hasMacLetter |= b is 0x8E or 0x88 or 0x8F && (IsLetter(bytes, i - 1) || IsLetter(bytes, i + 1));
            hasHighBetweenLowerCase |= b >= 0xE0 && IsLowerCase(bytes, i - 1) && IsLowerCase(bytes, i + 1);
        }

        // A file of carriage returns alone is Mac Roman, unless its only accents sit where Windows-1252 has its small letters:
        // in Mac Roman those bytes are capitals, which do not stand between small letters.
        return isCrOnly ? has80To9F || !hasHighBetweenLowerCase : hasMacLetter && !hasWindowsLetter;
    }

    private static bool IsLetter(ReadOnlySpan<byte> bytes, int index) =>
        index >= 0 && index < bytes.Length && (char.IsAsciiLetter((char)bytes[index]) || bytes[index] >= 0x80);

    private static bool IsLowerCase(ReadOnlySpan<byte> bytes, int index) =>
        index >= 0 && index < bytes.Length && char.IsAsciiLetterLower((char)bytes[index]);
}
