namespace Cps.Smime.Hprim;

/// <summary>A character encoding met in HPRIM files. None is declared in the file: it is detected, or chosen by the caller.</summary>
public enum HprimEncoding
{
    /// <summary>Only bytes below 0x80: every encoding of this list but UTF-16 reads it alike.</summary>
    Ascii,

    /// <summary>UTF-8, with or without byte order mark.</summary>
    Utf8,

    /// <summary>UTF-16 little endian, with byte order mark.</summary>
    Utf16LittleEndian,

    /// <summary>UTF-16 big endian, with byte order mark.</summary>
    Utf16BigEndian,

    /// <summary>Windows-1252, which also reads ISO-8859-1 text. What is written by default.</summary>
    Windows1252,

    /// <summary>Classic Mac OS Roman (code page 10000).</summary>
    MacRoman,

    /// <summary>DOS code page 850. Never detected: only an explicit choice gives it.</summary>
    CodePage850,
}
