namespace Cps.Smime.Hprim;

/// <summary>What a diagnostic is about. <see cref="HprimDiagnostic.Describe"/> says it in words, with what was done.</summary>
public enum HprimDiagnosticCode
{
    /// <summary>The encoding is a guess: bytes above 0x7F that are not UTF-8.</summary>
    EncodingGuessed,

    /// <summary>UTF-8 that had been read as another encoding and saved again; undone.</summary>
    DoubleEncodingUndone,

    /// <summary>Bytes that mean nothing in the encoding; shown as U+FFFD.</summary>
    InvalidBytes,

    /// <summary>More than one kind of line ending.</summary>
    MixedLineEndings,

    /// <summary>Blank lines or <c>[apicrypt]</c> before the header; skipped.</summary>
    LinesBeforeHeader,

    /// <summary>The header starts with the name: line 1 is missing.</summary>
    PatientCodeLineMissing,

    /// <summary>The header has fewer than twelve lines.</summary>
    HeaderShort,

    /// <summary>No header was found; every line is text and no identity is given.</summary>
    HeaderNotRecognised,

    /// <summary>Name, first name or complete birth date is missing.</summary>
    IdentityIncomplete,

    /// <summary>The birth month is not 1 to 12; left unknown.</summary>
    BirthMonthUnknown,

    /// <summary>A date is impossible or not understood; what is unknown stays unknown.</summary>
    DateNotUnderstood,

    /// <summary>A year of two digits; the century is assumed.</summary>
    CenturyAssumed,

    /// <summary>The NIR is masked or no NIR.</summary>
    NirNotUnderstood,

    /// <summary>The key of the NIR is wrong.</summary>
    NirKeyWrong,

    /// <summary>Segments without <c>****LAB****</c> before them.</summary>
    LabMarkerMissing,

    /// <summary>A line of the structured part is neither RES nor TEX; kept as text.</summary>
    SegmentUnknown,

    /// <summary>A message without <c>****FIN****</c>.</summary>
    FinMissing,

    /// <summary>The file has no <c>****FINFICHIER****</c>.</summary>
    FinFichierMissing,

    /// <summary>A marker twice; the second was ignored.</summary>
    MarkerRepeated,

    /// <summary>A marker not written as it should be; accepted.</summary>
    MarkerMisspelt,

    /// <summary>Text after the end; kept apart from the messages.</summary>
    TextAfterEnd,

    /// <summary>A message after the end of the file; read.</summary>
    MessageAfterEnd,

    /// <summary>Several messages in one file.</summary>
    SeveralMessages,

    /// <summary>More than fourteen fields; kept aside.</summary>
    SurplusFields,

    /// <summary>A result of kind N is not a number; kept as text.</summary>
    TextInNumericResult,

    /// <summary>A dot may be a decimal point or a thousands separator; read as decimal point.</summary>
    NumberAmbiguous,

    /// <summary>No bound could be read in an interval; no flag was computed from it.</summary>
    IntervalNotUnderstood,

    /// <summary>The laboratory gives no flag although the value is out of its interval.</summary>
    FlagMissing,

    /// <summary>The flag of the laboratory and the computed one differ.</summary>
    FlagDisagrees,

    /// <summary>A flag, status or kind that the format does not know; kept as text.</summary>
    CodeUnknown,

    /// <summary>A value holds a line break, a separator or a marker that would forge segments.</summary>
    UnsafeText,

    /// <summary>A character does not exist in the encoding.</summary>
    UnencodableText,

    /// <summary>Text that the format cannot carry unchanged.</summary>
    TextNotKept,

    /// <summary>More diagnostics than the limit; the rest was dropped.</summary>
    TooManyDiagnostics,
}
