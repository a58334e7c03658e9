namespace Cps.Smime.Envelopes;

/// <summary>
/// The figures of a batch. Reports are made one at a time and in order, none after <see cref="Close"/> returned. A report that throws is the
/// batch's affair, not that of the message it happens to be about. Safe for any number of threads.
/// </summary>
internal sealed class BatchTally(IProgress<BatchProgress>? progress, long step, Action<Exception> failed)
{
    private readonly Lock _lock = new();
    private BatchProgress _figures = new(0, 0, 0, 0, 0, 0);
    private long _reportedBytes;
    private bool _closed;

    /// <summary>A message was begun.</summary>
    public void Begin()
    {
        lock (_lock)
        {
            _figures = _figures with { InFlight = _figures.InFlight + 1 };
        }
    }

    /// <summary>Bytes passed.</summary>
    public void Count(long index, long read, long written)
    {
        lock (_lock)
        {
            _figures = _figures with { BytesIn = _figures.BytesIn + read, BytesOut = _figures.BytesOut + written };
            if (_figures.BytesIn + _figures.BytesOut - _reportedBytes >= step)
            {
                Report(index);
            }
        }
    }

    /// <summary>A message ended.</summary>
    public void End(long index, bool succeeded)
    {
        lock (_lock)
        {
            _figures = _figures with
            {
                InFlight = _figures.InFlight - 1,
                Succeeded = _figures.Succeeded + (succeeded ? 1 : 0),
                Failed = _figures.Failed + (succeeded ? 0 : 1),
            };
            Report(index);
        }
    }

    /// <summary>No report is made any more.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _closed = true;
        }
    }

    private void Report(long index)
    {
        _reportedBytes = _figures.BytesIn + _figures.BytesOut;
        if (_closed)
        {
            return;
        }

        try
        {
            progress?.Report(_figures with { Current = index });
        }
        catch (Exception e)
        {
            _closed = true;
            failed(e);
        }
    }
}
