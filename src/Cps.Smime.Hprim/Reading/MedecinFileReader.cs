namespace Cps.Smime.Hprim;

/// <summary>
/// Cuts a file at its end markers into messages and text that belongs to none, and reads each message on its own. Markers may be
/// missing, repeated, out of order or misspelt.
/// </summary>
internal sealed class MedecinFileReader(IReadOnlyList<SourceLine> lines, DateOnly today, int maxMessages, DiagnosticLog log)
{
    private readonly List<HprimMessage> _messages = [];
    private readonly List<string> _trailer = [];
    private bool _isEnded;

    public HprimDocument Read()
    {
        int start = 0;
        for (int i = 0; i < lines.Count; i++)
        {
            MedecinMarker marker = MedecinSyntax.Marker(lines[i].Text);
            if (marker is MedecinMarker.None or MedecinMarker.Lab)
            {
                continue;
            }

            if (!MedecinSyntax.IsExact(lines[i].Text))
            {
                log.Information(HprimDiagnosticCode.MarkerMisspelt, lines[i].Number);
            }

            bool isBlank = IsBlank(start, i);
            bool isEnd = marker == MedecinMarker.FinFichier;
            if (isEnd ? _isEnded : isBlank)
            {
                log.Information(HprimDiagnosticCode.MarkerRepeated, lines[i].Number);
            }

            ReadBlock(start, i, isEndedByFin: !isEnd);
            _isEnded |= isEnd;
            start = i + 1;
        }

        ReadBlock(start, lines.Count, isEndedByFin: false);
        if (!_isEnded)
        {
            log.Information(HprimDiagnosticCode.FinFichierMissing);
        }

        if (_messages.Count > 1)
        {
            log.Information(HprimDiagnosticCode.SeveralMessages);
        }

        return new() { Messages = [.. _messages], Trailer = Trim(_trailer) };
    }

    private void ReadBlock(int start, int end, bool isEndedByFin)
    {
        if (IsBlank(start, end))
        {
            return;
        }

        if (!IsMessage(start, end, isEndedByFin))
        {
            KeepApart(start, end);
            return;
        }

        while (start < end)
        {
            log.Message = _messages.Count + 1;
            if (_messages.Count >= maxMessages)
            {
                throw new HprimFormatException(HprimErrorCode.TooManyMessages, HprimFormat.Medecin, lines[start].Number);
            }

            if (_isEnded)
            {
                log.Warning(HprimDiagnosticCode.MessageAfterEnd, lines[start].Number);
            }

            _messages.Add(new MedecinMessageReader(lines, today, log).Read(start, end, out int next));
            if (next < end || !isEndedByFin)
            {
                log.Warning(HprimDiagnosticCode.FinMissing, lines[next - 1].Number);
            }

            start = next;
        }

        log.Message = 0;
    }

    private void KeepApart(int start, int end)
    {
        bool isReported = false;
        for (int i = start; i < end; i++)
        {
            _trailer.Add(lines[i].Text);
            if (!isReported && !lines[i].IsBlank)
            {
                log.Information(HprimDiagnosticCode.TextAfterEnd, lines[i].Number);
                isReported = true;
            }
        }
    }

    /// <summary>What FIN ends is a message even without header: its results must not go to another patient.</summary>
    private bool IsMessage(int start, int end, bool isEndedByFin)
    {
        bool isInside = !_isEnded && (isEndedByFin || _messages.Count == 0);
        return isInside || MedecinHeaderLocator.Find(lines, start, end) is not null || HoldsResult(start, end);
    }

    private bool HoldsResult(int start, int end)
    {
        for (int i = start; i < end; i++)
        {
            if (MedecinSyntax.IsResult(lines[i].Text))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsBlank(int start, int end)
    {
        for (int i = start; i < end; i++)
        {
            if (!lines[i].IsBlank)
            {
                return false;
            }
        }

        return true;
    }

    private static HprimList<string> Trim(List<string> lines)
    {
        int start = lines.FindIndex(line => !string.IsNullOrWhiteSpace(line));
        return start < 0 ? [] : [.. lines[start..(lines.FindLastIndex(line => !string.IsNullOrWhiteSpace(line)) + 1)]];
    }
}
