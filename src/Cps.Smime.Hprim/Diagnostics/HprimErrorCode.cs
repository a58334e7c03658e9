namespace Cps.Smime.Hprim;

/// <summary>Why a file could not be read, or a document not be written.</summary>
public enum HprimErrorCode
{
    /// <summary>The file is empty.</summary>
    Empty,

    /// <summary>The content is no known format.</summary>
    NotHprim,

    /// <summary>The content is a recognised format that this reader does not read: see <see cref="HprimFormatException.Format"/>.</summary>
    FormatNotReadable,

    /// <summary>The file has more bytes than <see cref="HprimReaderOptions.MaxFileBytes"/>.</summary>
    FileTooLarge,

    /// <summary>A line has more characters than <see cref="HprimReaderOptions.MaxLineLength"/>.</summary>
    LineTooLong,

    /// <summary>The file has more lines than <see cref="HprimReaderOptions.MaxLines"/>.</summary>
    TooManyLines,

    /// <summary>The file has more messages than <see cref="HprimReaderOptions.MaxMessages"/>.</summary>
    TooManyMessages,

    /// <summary>A value holds a line break, a separator or a marker that would forge segments.</summary>
    UnsafeText,

    /// <summary>A character does not exist in the encoding asked for.</summary>
    UnencodableText,

    /// <summary>The document holds no message, or is of a format that is not written.</summary>
    NothingToWrite,
}
