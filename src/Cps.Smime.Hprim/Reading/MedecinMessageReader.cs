namespace Cps.Smime.Hprim;

/// <summary>
/// Reads one message: header, body, structured part. It stops early when, among the results, another header starts: the end
/// marker was missing, and results of two patients must never be merged.
/// </summary>
internal sealed class MedecinMessageReader(IReadOnlyList<SourceLine> lines, DateOnly today, DiagnosticLog log)
{
    private readonly List<string> _body = [];
    private readonly HashSet<string> _bodyLines = new(StringComparer.Ordinal);
    private readonly List<HprimEntry> _entries = [];
    private readonly List<string> _comments = [];
    private HprimResult? _result;
    private bool _isCommentOpen;

    /// <summary>Reads the message in lines <paramref name="start"/> to <paramref name="end"/> (excluded).</summary>
    /// <param name="start">First line of the message.</param>
    /// <param name="end">The line after the last it may use.</param>
    /// <param name="next">The line after the last it used.</param>
    public HprimMessage Read(int start, int end, out int next)
    {
        HprimMessage message = ReadHeader(start, end, out int at);
        while (at < end && !IsStructured(at))
        {
            _body.Add(lines[at].Text);
            _bodyLines.Add(lines[at].Text.Trim());
            at++;
        }

        if (at < end && MedecinSyntax.Marker(lines[at].Text) == MedecinMarker.Lab)
        {
            ReportSpelling(lines[at]);
            at++;
        }
        else if (at < end)
        {
            log.Warning(HprimDiagnosticCode.LabMarkerMissing, lines[at].Number);
        }

        while (at < end && ReadEntry(at, end))
        {
            at++;
        }

        CloseResult();
        next = at;
        return message with { Body = [.. _body], Entries = [.. _entries] };
    }

    private HprimMessage ReadHeader(int start, int end, out int at)
    {
        if (MedecinHeaderLocator.Find(lines, start, end) is not { } header)
        {
            at = start;
            while (at < end && lines[at].IsBlank)
            {
                at++;
            }

            log.Error(HprimDiagnosticCode.HeaderNotRecognised, lines[start].Number);
            return new();
        }

        if (header.First > start)
        {
            log.Information(HprimDiagnosticCode.LinesBeforeHeader, lines[start].Number);
        }
        else if (header.First < start)
        {
            log.Warning(HprimDiagnosticCode.PatientCodeLineMissing, lines[start].Number);
        }

        if (header.Count < 12)
        {
            log.Warning(HprimDiagnosticCode.HeaderShort, lines[Math.Max(header.First, 0)].Number);
        }

        at = header.First + header.Count;
        HprimMessage message = MedecinHeader.Read(header, today, log);

        // Line 13 is often blank: it separates, it is not text.
        at += at < end && lines[at].IsBlank ? 1 : 0;
        return message;
    }

    private bool IsStructured(int at) =>
        MedecinSyntax.Marker(lines[at].Text) == MedecinMarker.Lab || MedecinSyntax.IsResult(lines[at].Text)
        || MedecinSyntax.IsText(lines[at].Text, isInside: false);

    private bool ReadEntry(int at, int end)
    {
        SourceLine line = lines[at];
        if (MedecinSyntax.IsResult(line.Text))
        {
            CloseResult();
            _result = MedecinResult.Read(line, log);
            _isCommentOpen = true;
        }
        else if (MedecinSyntax.IsText(line.Text, isInside: true))
        {
            ReadText(MedecinSyntax.TextOf(line.Text));
        }
        else if (MedecinSyntax.Marker(line.Text) == MedecinMarker.Lab)
        {
            log.Information(HprimDiagnosticCode.MarkerRepeated, line.Number);
        }
        else if (!line.IsBlank)
        {
            if (IsAnotherHeader(at, end))
            {
                return false;
            }

            log.Warning(HprimDiagnosticCode.SegmentUnknown, line.Number);
            CloseResult();
            _entries.Add(new HprimTextLine(line.Text));
        }

        return true;
    }

    /// <summary>Asked at every stray line, so cheap and bounded: first the birth date, on line 7, or 6 when the code line is missing.</summary>
    private bool IsAnotherHeader(int at, int end)
    {
        bool mayBe = (at + 6 < end && HprimDate.HasShape(lines[at + 6].Text.Trim())) || (at + 5 < end && HprimDate.HasShape(lines[at + 5].Text.Trim()));
        return mayBe && MedecinHeaderLocator.Find(lines, at, Math.Min(end, at + 16)) is { HasBirthDate: true };
    }

    private void ReadText(string text)
    {
        string trimmed = text.Trim();
        _isCommentOpen &= trimmed.Length > 0 && !_bodyLines.Contains(trimmed);
        if (_result is not null && _isCommentOpen)
        {
            _comments.Add(text);
            return;
        }

        CloseResult();
        _entries.Add(new HprimTextLine(text));
    }

    private void CloseResult()
    {
        if (_result is not null)
        {
            _entries.Add(_comments.Count == 0 ? _result : _result with { Comments = [.. _comments] });
            _comments.Clear();
            _result = null;
        }

        _isCommentOpen = false;
    }

    private void ReportSpelling(SourceLine line)
    {
        if (!MedecinSyntax.IsExact(line.Text))
        {
            log.Information(HprimDiagnosticCode.MarkerMisspelt, line.Number);
        }
    }
}
