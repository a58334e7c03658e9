using System.Diagnostics;
using System.Globalization;
using Spectre.Console;

namespace Cps.Smime.Tool;

/// <summary>
/// How far a long job is, on one line of the terminal that goes away again. Shown only at a terminal and only for jobs that take a
/// while. It makes room before a question is asked. Not for several threads.
/// </summary>
internal sealed class ProgressLine(ToolConsole console, string title, long total) : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(200);

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private TimeSpan _next = s_patience;
    private long _done;
    private bool _shown;

    /// <summary>More bytes are done.</summary>
    public void Add(int bytes)
    {
        _done += bytes;
        if (!console.CanAsk || _watch.Elapsed < _next)
        {
            return;
        }

        _next = _watch.Elapsed + s_interval;
        double megabytes = _done / (1024.0 * 1024.0);
        string share = total > 0 ? string.Create(CultureInfo.InvariantCulture, $" ({Math.Min(100, 100 * _done / total)} %)") : "";
        Clear();
        console.Terminal.Write(new Text(string.Create(CultureInfo.InvariantCulture, $"{title} {megabytes:F1} MiB{share}")));
        _shown = true;
    }

    /// <summary>Takes the line away.</summary>
    public void Clear()
    {
        if (_shown)
        {
            console.Terminal.Write(new ControlCode("\r\u001b[2K"));
            _shown = false;
        }
    }

    public void Dispose() => Clear();
}
