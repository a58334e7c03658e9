namespace Cps.Smime.Hprim;

/// <summary>One line of a file, without its ending.</summary>
/// <param name="Number">Line number from 1.</param>
/// <param name="Text">The text with its blanks.</param>
internal readonly record struct SourceLine(int Number, string Text)
{
    public bool IsBlank => string.IsNullOrWhiteSpace(Text);

    /// <summary>Splits at CRLF, LF and CR; a line ending at the end of the file starts no line.</summary>
    /// <exception cref="HprimFormatException">A limit is exceeded.</exception>
    public static List<SourceLine> Split(string text, HprimReaderOptions options, DiagnosticLog log)
    {
        List<SourceLine> lines = [];
        HashSet<int> endings = [];
        for (int start = 0; start < text.Length;)
        {
            int length = text.AsSpan(start).IndexOfAny('\r', '\n');
            int end = length < 0 ? text.Length : start + length;
            if (end - start > options.MaxLineLength)
            {
                throw new HprimFormatException(HprimErrorCode.LineTooLong, line: lines.Count + 1);
            }

            if (lines.Count >= options.MaxLines)
            {
                throw new HprimFormatException(HprimErrorCode.TooManyLines);
            }

            lines.Add(new(lines.Count + 1, text[start..end]));
            if (end == text.Length)
            {
                break;
            }

            bool isCrLf = text[end] == '\r' && end + 1 < text.Length && text[end + 1] == '\n';
            endings.Add(isCrLf ? 0 : text[end]);
            start = end + (isCrLf ? 2 : 1);
        }

        if (endings.Count > 1)
        {
            log.Information(HprimDiagnosticCode.MixedLineEndings);
        }

        return lines;
    }
}
