using System.Runtime.CompilerServices;

namespace Cps.Smime.Envelopes;

/// <summary>
/// Works on many messages at once, over all processors and in bounded memory: messages are taken from the input as there is room for them,
/// one that waits for a card or a person lets others be computed on, and one that fails is a result like any other. Safe for any number of
/// threads; each batch is enumerated by one.
/// </summary>
public static class MessageBatch
{
    /// <summary>Runs a batch. Nothing is begun before the results are enumerated.</summary>
    /// <typeparam name="TJob">What there is to do for a message.</typeparam>
    /// <typeparam name="TResult">What comes of it. When it can be disposed, results that were not taken are disposed.</typeparam>
    /// <param name="jobs">
    /// The input: any sequence (<c>ToAsyncEnumerable()</c>), a channel's <c>ReadAllAsync()</c>, a query. It is read by one thread at a time,
    /// never further than <see cref="BatchOptions.MessagesInFlight"/>.
    /// </param>
    /// <param name="work">
    /// Does one job, on the thread pool, while others are done. It uses its keys through its turn, so that waiting for them holds no processor.
    /// </param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="progress">
    /// Is told at the end of each message and every <see cref="BatchOptions.ProgressStep"/> bytes, one report at a time, in order, and not after
    /// the enumeration ended. <see cref="Progress{T}"/> passes reports on by the thread pool, which may change their order; an implementation
    /// of one's own that returns quickly does not.
    /// </param>
    /// <param name="cancellationToken">Cancels the batch.</param>
    /// <returns>
    /// The results, as messages are done or in input order. When the enumeration ends, whether at its end, by an exception, by cancellation or
    /// because the caller left the loop, nothing of the batch runs any more and everything that was not handed out has been disposed.
    /// </returns>
    /// <exception cref="OperationCanceledException">The batch was cancelled.</exception>
    /// <remarks>What <paramref name="jobs"/> or <paramref name="progress"/> throws ends the batch: it is thrown when the messages begun are done.</remarks>
    public static IAsyncEnumerable<BatchResult<TJob, TResult>> RunAsync<TJob, TResult>(
        IAsyncEnumerable<TJob> jobs,
        Func<TJob, BatchTurn, CancellationToken, ValueTask<TResult>> work,
        BatchOptions? options = null,
        IProgress<BatchProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        ArgumentNullException.ThrowIfNull(work);
        options ??= BatchOptions.Default;
        options.Check();
        return EnumerateAsync(jobs, work, options, progress, cancellationToken);
    }

    private static async IAsyncEnumerable<BatchResult<TJob, TResult>> EnumerateAsync<TJob, TResult>(
        IAsyncEnumerable<TJob> jobs,
        Func<TJob, BatchTurn, CancellationToken, ValueTask<TResult>> work,
        BatchOptions options,
        IProgress<BatchProgress>? progress,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        BatchRun<TJob, TResult> run = new(jobs, work, options, progress, cancellationToken);
        await using (run.ConfigureAwait(false))
        {
            while (await run.TakeAsync(cancellationToken).ConfigureAwait(false) is { } result)
            {
                yield return result;
                run.Release();
            }
        }
    }
}
