using System.Runtime.ExceptionServices;
using System.Threading.Channels;

namespace Cps.Smime.Envelopes;

/// <summary>
/// One enumeration of a <see cref="MessageBatch"/>: a feeder takes jobs as slots become free and starts each as a task of its own; results
/// wait in a channel, which the slots keep short. Disposing cancels what runs and waits for it.
/// </summary>
internal sealed class BatchRun<TJob, TResult> : IAsyncDisposable
{
    private readonly IAsyncEnumerable<TJob> _jobs;
    private readonly Func<TJob, BatchTurn, CancellationToken, ValueTask<TResult>> _work;
    private readonly BatchOptions _options;
    private readonly BatchShared _shared;
    private readonly SemaphoreSlim _slots;
    private readonly CancellationTokenSource _stop;
    private readonly CancellationTokenSource _stopFeeding;
    private readonly Channel<Task<BatchResult<TJob, TResult>>> _results = Channel.CreateUnbounded<Task<BatchResult<TJob, TResult>>>();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ExceptionDispatchInfo? _fault;
    private int _running = 1;

    /// <summary>Begins.</summary>
    public BatchRun(
        IAsyncEnumerable<TJob> jobs,
        Func<TJob, BatchTurn, CancellationToken, ValueTask<TResult>> work,
        BatchOptions options,
        IProgress<BatchProgress>? progress,
        CancellationToken cancellationToken)
    {
        _jobs = jobs;
        _work = work;
        _options = options;
        _shared = new BatchShared(options, progress, Fault);
        _slots = new SemaphoreSlim(options.InFlight, options.InFlight);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _stopFeeding = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        _ = Task.Run(FeedAsync, CancellationToken.None);
    }

    /// <summary>The next result, or null when there is none any more.</summary>
    /// <exception cref="OperationCanceledException">The batch was cancelled.</exception>
    public async ValueTask<BatchResult<TJob, TResult>?> TakeAsync(CancellationToken cancellationToken)
    {
        while (await _results.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            // It stays in the channel until it is handed out, so that it is disposed when it never is.
            if (_results.Reader.TryPeek(out Task<BatchResult<TJob, TResult>>? next))
            {
                BatchResult<TJob, TResult> result = await next.WaitAsync(cancellationToken).ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();
                _results.Reader.TryRead(out _);
                return result;
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
        _fault?.Throw();
        return null;
    }

    /// <summary>The consumer is done with a result: another message may be begun.</summary>
    public void Release() => _slots.Release();

    public async ValueTask DisposeAsync()
    {
        _shared.Tally.Close();
        await _stop.CancelAsync().ConfigureAwait(false);
        await _ended.Task.ConfigureAwait(false);
        while (_results.Reader.TryRead(out Task<BatchResult<TJob, TResult>>? left))
        {
            await (await left.ConfigureAwait(false)).DisposeValueAsync().ConfigureAwait(false);
        }

        _stopFeeding.Dispose();
        _stop.Dispose();
        _slots.Dispose();
        _shared.Dispose();
    }

    private async Task FeedAsync()
    {
        try
        {
            IAsyncEnumerator<TJob> jobs = _jobs.GetAsyncEnumerator(_stopFeeding.Token);
            await using (jobs.ConfigureAwait(false))
            {
                for (long index = 0; ; index++)
                {
                    await _slots.WaitAsync(_stopFeeding.Token).ConfigureAwait(false);
                    if (!await jobs.MoveNextAsync().ConfigureAwait(false) || _stopFeeding.IsCancellationRequested)
                    {
                        break;
                    }

                    Begin(jobs.Current, index);
                }
            }
        }
        catch (OperationCanceledException) when (_stopFeeding.IsCancellationRequested)
        {
            // The consumer is told by its own token, or has left, or the first failure stopped the batch.
        }
        catch (Exception e)
        {
            Fault(e);
        }
        finally
        {
            End();
        }
    }

    private void Begin(TJob job, long index)
    {
        Interlocked.Increment(ref _running);
        _shared.Tally.Begin();
        Task<BatchResult<TJob, TResult>> task = Task.Run(() => RunAsync(job, index), CancellationToken.None);
        if (_options.InInputOrder)
        {
            _results.Writer.TryWrite(task);
        }
    }

    // Never throws: whatever goes wrong is the result.
    private async Task<BatchResult<TJob, TResult>> RunAsync(TJob job, long index)
    {
        BatchResult<TJob, TResult> result;
        try
        {
            await _shared.Processors.WaitAsync(_stop.Token).ConfigureAwait(false);
            try
            {
                result = new BatchResult<TJob, TResult>(index, job, await _work(job, new BatchTurn(_shared, index), _stop.Token).ConfigureAwait(false));
            }
            finally
            {
                _shared.Processors.Release();
            }
        }
        catch (Exception e)
        {
            result = new BatchResult<TJob, TResult>(index, job, e);
        }

        _shared.Tally.End(index, result.Succeeded);
        if (!result.Succeeded && _options.StopOnFirstFailure)
        {
            await _stopFeeding.CancelAsync().ConfigureAwait(false);
        }

        if (!_options.InInputOrder)
        {
            _results.Writer.TryWrite(Task.FromResult(result));
        }

        End();
        return result;
    }

    // Called while the message that noticed it is still counted as running, so nothing is disposed yet.
    private void Fault(Exception e)
    {
        Interlocked.CompareExchange(ref _fault, ExceptionDispatchInfo.Capture(e), null);
        _ = _stopFeeding.CancelAsync();
    }

    private void End()
    {
        if (Interlocked.Decrement(ref _running) == 0)
        {
            _results.Writer.TryComplete();
            _ended.TrySetResult();
        }
    }
}
