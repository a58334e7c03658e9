namespace Cps.Smime.Hprim;

/// <summary>Collects diagnostics up to a limit, so that a hostile file cannot make the list larger than the file is worth.</summary>
internal sealed class DiagnosticLog(int limit)
{
    private readonly List<HprimDiagnostic> _items = [];

    /// <summary>Number of the message being worked on, from 1; 0 outside messages.</summary>
    public int Message { get; set; }

    /// <summary>True when something was refused.</summary>
    public bool HasErrors { get; private set; }

    public void Information(HprimDiagnosticCode code, int line = 0, int column = 0) => Add(HprimSeverity.Information, code, line, column);

    public void Warning(HprimDiagnosticCode code, int line = 0, int column = 0) => Add(HprimSeverity.Warning, code, line, column);

    public void Error(HprimDiagnosticCode code, int line = 0, int column = 0) => Add(HprimSeverity.Error, code, line, column);

    public HprimList<HprimDiagnostic> ToList() => [.. _items];

    private void Add(HprimSeverity severity, HprimDiagnosticCode code, int line, int column)
    {
        HasErrors |= severity == HprimSeverity.Error;
        if (_items.Count < limit)
        {
            _items.Add(new(severity, code, line, column, Message));
        }
        else if (_items.Count == limit)
        {
            _items.Add(new(HprimSeverity.Warning, HprimDiagnosticCode.TooManyDiagnostics));
        }
    }
}
