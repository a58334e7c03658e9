using System.Diagnostics.CodeAnalysis;

namespace Cps.Smime.Hprim;

/// <summary>
/// Reads HPRIM files. Any bytes give a document with its diagnostics, or one <see cref="HprimFormatException"/>. Time and memory
/// are linear in the size of the file. Thread safe. Formats read: HPRIM Médecin 3.0 (docs/hprim.md).
/// </summary>
public static class HprimReader
{
    /// <summary>Reads a file.</summary>
    /// <param name="bytes">The whole file; copied.</param>
    /// <param name="options">Limits and choices; null for the defaults.</param>
    /// <exception cref="HprimFormatException">The content is no readable format, or a limit is exceeded.</exception>
    public static HprimDocument Read(ReadOnlyMemory<byte> bytes, HprimReaderOptions? options = null) =>
        TryRead(bytes, options, out HprimDocument? document, out HprimFormatException? error) ? document : throw error;

    /// <summary>Reads a file from a stream, up to the size limit; the stream stays open.</summary>
    /// <param name="stream">The stream, read to its end or to one byte over the limit.</param>
    /// <param name="options">Limits and choices; null for the defaults.</param>
    /// <exception cref="HprimFormatException">The content is no readable format, or a limit is exceeded.</exception>
    /// <exception cref="IOException">The stream itself failed.</exception>
    public static HprimDocument Read(Stream stream, HprimReaderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        options ??= HprimReaderOptions.Default;
        using MemoryStream copy = new();
        byte[] buffer = new byte[81920];
        int count;
        while ((count = stream.Read(buffer, 0, (int)Math.Min(buffer.Length, options.MaxFileBytes + 1L - copy.Length))) > 0)
        {
            copy.Write(buffer, 0, count);
        }

        return Read(copy.GetBuffer().AsMemory(0, (int)copy.Length), options);
    }

    /// <summary>Reads a file; false, with the error, when the content is no readable format or a limit is exceeded.</summary>
    /// <param name="bytes">The whole file; copied.</param>
    /// <param name="options">Limits and choices; null for the defaults.</param>
    /// <param name="document">The document when true is returned.</param>
    /// <param name="error">The error when false is returned; it was not thrown.</param>
    public static bool TryRead(
        ReadOnlyMemory<byte> bytes,
        HprimReaderOptions? options,
        [NotNullWhen(true)] out HprimDocument? document,
        [NotNullWhen(false)] out HprimFormatException? error)
    {
        try
        {
            document = ReadChecked(bytes, options ?? HprimReaderOptions.Default);
            error = null;
            return true;
        }
        catch (HprimFormatException e)
        {
            document = null;
            error = e;
            return false;
        }
    }

    private static HprimDocument ReadChecked(ReadOnlyMemory<byte> bytes, HprimReaderOptions options)
    {
        if (bytes.Length > options.MaxFileBytes)
        {
            throw new HprimFormatException(HprimErrorCode.FileTooLarge);
        }

        if (bytes.IsEmpty)
        {
            throw new HprimFormatException(HprimErrorCode.Empty);
        }

        DiagnosticLog log = new(options.MaxDiagnostics);
        string text = Decode(bytes.Span, options, log, out HprimEncoding encoding);
        HprimFormat format = options.Format ?? HprimFormatDetector.DetectOther(text);
        if (format is not (HprimFormat.Unknown or HprimFormat.Medecin))
        {
            throw new HprimFormatException(HprimErrorCode.FormatNotReadable, format);
        }

        List<SourceLine> lines = SourceLine.Split(text, options, log);
        if (format == HprimFormat.Unknown && !HprimFormatDetector.IsMedecin(lines))
        {
            throw new HprimFormatException(HprimErrorCode.NotHprim);
        }

        DateOnly today = DateOnly.FromDateTime(options.TimeProvider.GetLocalNow().DateTime);
        HprimDocument content = new MedecinFileReader(lines, today, options.MaxMessages, log).Read();
        HprimDocument document = content with
        {
            Encoding = encoding,
            OriginalBytes = bytes.ToArray(),
            SourceText = text,
            Diagnostics = log.ToList(),
        };
        return document with { AsRead = document };
    }

    private static string Decode(ReadOnlySpan<byte> bytes, HprimReaderOptions options, DiagnosticLog log, out HprimEncoding encoding)
    {
        HprimEncoding detected = CharacterSets.Detect(bytes, out bool isGuess);
        encoding = options.Encoding ?? detected;
        if (isGuess && options.Encoding is null)
        {
            log.Information(HprimDiagnosticCode.EncodingGuessed);
        }

        string text = CharacterSets.Decode(bytes, encoding);
        if (text.Contains('\uFFFD', StringComparison.Ordinal))
        {
            log.Warning(HprimDiagnosticCode.InvalidBytes);
        }

        if (options.UndoDoubleEncoding && CharacterSets.UndoDoubleEncoding(text) is { } meant)
        {
            log.Warning(HprimDiagnosticCode.DoubleEncodingUndone);
            return meant;
        }

        return text;
    }
}
