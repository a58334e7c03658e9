namespace Cps.Smime.Hprim;

/// <summary>
/// The one error of reading and writing: the bytes cannot be read as HPRIM, or the document cannot be written as asked. Its message
/// holds no text of the file. Never thrown for a malformed value, which gives a diagnostic instead.
/// </summary>
public sealed class HprimFormatException : FormatException
{
    internal HprimFormatException(HprimErrorCode code, HprimFormat format = HprimFormat.Unknown, int line = 0, HprimList<HprimDiagnostic>? diagnostics = null)
        : base(ErrorTexts.Of(code, format, line, HprimLanguage.English))
    {
        Code = code;
        Format = format;
        Line = line;
        Diagnostics = diagnostics ?? [];
    }

    /// <summary>Why.</summary>
    public HprimErrorCode Code { get; }

    /// <summary>What the content is, when it was recognised.</summary>
    public HprimFormat Format { get; }

    /// <summary>The line concerned, from 1; 0 when none is.</summary>
    public int Line { get; }

    /// <summary>When writing: every place that was refused.</summary>
    public HprimList<HprimDiagnostic> Diagnostics { get; }

    /// <summary>What happened and what to do, in words for people.</summary>
    public string Describe(HprimLanguage language) => ErrorTexts.Of(Code, Format, Line, language);
}
