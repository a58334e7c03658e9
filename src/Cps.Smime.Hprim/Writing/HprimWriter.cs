using System.Diagnostics.CodeAnalysis;

namespace Cps.Smime.Hprim;

/// <summary>
/// Writes HPRIM Médecin. A document that was read and not changed gives its original bytes. What is written anew is read back
/// before it is given out: a value can never add a message, and what will read differently is reported. Thread safe.
/// </summary>
public static class HprimWriter
{
    /// <summary>Writes a document.</summary>
    /// <param name="document">The document; its format must be HPRIM Médecin and it must have a message.</param>
    /// <param name="options">Encoding, line ending, what to do with unsafe text; null for the defaults.</param>
    /// <exception cref="HprimFormatException">Text was refused; <see cref="HprimFormatException.Diagnostics"/> tells every place.</exception>
    public static HprimWriteResult Write(HprimDocument document, HprimWriterOptions? options = null) =>
        TryWrite(document, options, out HprimWriteResult? result, out HprimFormatException? error) ? result : throw error;

    /// <summary>Writes a document; false, with the error, when text was refused.</summary>
    public static bool TryWrite(
        HprimDocument document,
        HprimWriterOptions? options,
        [NotNullWhen(true)] out HprimWriteResult? result,
        [NotNullWhen(false)] out HprimFormatException? error)
    {
        ArgumentNullException.ThrowIfNull(document);
        options ??= HprimWriterOptions.Default;
        (result, error) = (null, null);
        if (document.IsUnchanged && !options.AlwaysRewrite)
        {
            result = new(document.OriginalBytes, []);
            return true;
        }

        if (document.Format != HprimFormat.Medecin || document.Messages.Count == 0)
        {
            error = new HprimFormatException(HprimErrorCode.NothingToWrite, document.Format);
            return false;
        }

        DiagnosticLog log = new(options.MaxDiagnostics);
        List<string> lines = new MedecinComposer(new SafeText(options.OnUnsafeText, log), log).Compose(document);
        byte[] bytes = new LineEncoder(options, log).Encode(lines);
        if (!log.HasErrors)
        {
            ReadBack(document, lines, options, log);
        }

        HprimList<HprimDiagnostic> diagnostics = log.ToList();
        if (log.HasErrors)
        {
            HprimDiagnostic? first = diagnostics.FirstOrDefault(d => d.Severity == HprimSeverity.Error);
            HprimErrorCode code = first?.Code == HprimDiagnosticCode.UnencodableText ? HprimErrorCode.UnencodableText : HprimErrorCode.UnsafeText;
            error = new HprimFormatException(code, HprimFormat.Medecin, first?.Line ?? 0, diagnostics);
            return false;
        }

        result = new(bytes, diagnostics);
        return true;
    }

    private static void ReadBack(HprimDocument document, List<string> lines, HprimWriterOptions options, DiagnosticLog log)
    {
        DateOnly today = DateOnly.FromDateTime(options.TimeProvider.GetLocalNow().DateTime);
        List<SourceLine> written = [.. lines.Select((text, index) => new SourceLine(index + 1, text))];
        HprimDocument read = new MedecinFileReader(written, today, int.MaxValue, new DiagnosticLog(0)).Read();
        if (read.Messages.Count != document.Messages.Count)
        {
            log.Error(HprimDiagnosticCode.UnsafeText);
            return;
        }

        for (int i = 0; i < read.Messages.Count; i++)
        {
            if (!read.Messages[i].Equals(document.Messages[i]))
            {
                log.Message = i + 1;
                log.Warning(HprimDiagnosticCode.TextNotKept);
            }
        }

        log.Message = 0;
        if (!read.Trailer.Equals(document.Trailer))
        {
            log.Warning(HprimDiagnosticCode.TextNotKept);
        }
    }
}
