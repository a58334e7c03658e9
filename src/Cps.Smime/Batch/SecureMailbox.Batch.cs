using Cps.Smime.Certificates;
using Cps.Smime.Envelopes;

namespace Cps.Smime;

public sealed partial class SecureMailbox
{
    /// <summary>
    /// Seals many letters, over all processors and in bounded memory. While one waits for the card, others are composed and encrypted; the
    /// card's PIN is asked as for one letter, and when it is refused no further letter presents it.
    /// </summary>
    /// <param name="jobs">The letters; any sequence (<c>ToAsyncEnumerable()</c>) or a channel's <c>ReadAllAsync()</c>. Taken as there is room.</param>
    /// <param name="signer">The key that signs all of them.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="progress">Is told how far the batch is; bytes in are those of attachments, bytes out those of messages.</param>
    /// <param name="cancellationToken">Cancels; files that are not complete are removed.</param>
    /// <returns>
    /// A result for each letter, as they are done or in input order: a report, or the error that this letter had. Nothing is begun before the
    /// results are enumerated, and nothing goes on after the enumeration ended or was left.
    /// </returns>
    /// <exception cref="OperationCanceledException">The batch was cancelled.</exception>
    public IAsyncEnumerable<BatchResult<SealJob, SealReport>> SealManyAsync(
        IAsyncEnumerable<SealJob> jobs,
        ISigningKey signer,
        BatchOptions? options = null,
        IProgress<BatchProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(signer);
        return MessageBatch.RunAsync(jobs, (job, turn, token) => SealOneAsync(job, turn.Use(signer), turn, token), options, progress, cancellationToken);
    }

    /// <summary>Opens many messages, over all processors and in bounded memory.</summary>
    /// <param name="jobs">The messages; any sequence (<c>ToAsyncEnumerable()</c>) or a channel's <c>ReadAllAsync()</c>. Taken as there is room.</param>
    /// <param name="keys">The keys to open envelopes with; those that ask a person are used last.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="progress">Is told how far the batch is; bytes in are those of messages.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>
    /// A result for each message: the letter with its report, which the caller disposes, or the error that this message had. Letters that were
    /// not handed out are disposed when the enumeration ends.
    /// </returns>
    /// <exception cref="OperationCanceledException">The batch was cancelled.</exception>
    /// <remarks>
    /// The letters are read where the results are enumerated, which is one thread; the overload with <c>read</c> takes what is wanted of each
    /// letter on all processors.
    /// </remarks>
    public IAsyncEnumerable<BatchResult<OpenJob, OpenedLetter>> OpenManyAsync(
        IAsyncEnumerable<OpenJob> jobs,
        IReadOnlyCollection<IDecryptionKey> keys,
        BatchOptions? options = null,
        IProgress<BatchProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return MessageBatch.RunAsync(jobs, (job, turn, token) => OpenOneAsync(job, keys, turn, token), options, progress, cancellationToken);
    }

    /// <summary>Opens many messages and takes from each what is wanted, over all processors and in bounded memory.</summary>
    /// <typeparam name="TResult">What is taken from a letter.</typeparam>
    /// <param name="jobs">The messages; any sequence (<c>ToAsyncEnumerable()</c>) or a channel's <c>ReadAllAsync()</c>. Taken as there is room.</param>
    /// <param name="keys">The keys to open envelopes with; those that ask a person are used last.</param>
    /// <param name="read">Takes what is wanted of a letter (look at its report first); called from several threads at once, for different letters.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="progress">Is told how far the batch is; bytes in are those of messages.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>A result for each message: what <paramref name="read"/> gave, or the error that this message had. The letters are disposed.</returns>
    /// <exception cref="OperationCanceledException">The batch was cancelled.</exception>
    public IAsyncEnumerable<BatchResult<OpenJob, TResult>> OpenManyAsync<TResult>(
        IAsyncEnumerable<OpenJob> jobs,
        IReadOnlyCollection<IDecryptionKey> keys,
        Func<OpenJob, OpenedLetter, CancellationToken, ValueTask<TResult>> read,
        BatchOptions? options = null,
        IProgress<BatchProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(read);
        return MessageBatch.RunAsync(
            jobs,
            async (job, turn, token) =>
            {
                using OpenedLetter letter = await OpenOneAsync(job, keys, turn, token).ConfigureAwait(false);
                return await read(job, letter, token).ConfigureAwait(false);
            },
            options, progress, cancellationToken);
    }

    private async ValueTask<SealReport> SealOneAsync(SealJob job, ISigningKey signer, BatchTurn turn, CancellationToken cancellationToken)
    {
        SealPlan plan = job.Plan ?? await turn.WaitAsync(new ValueTask<SealPlan>(PlanAsync(job.Letter.To, cancellationToken: cancellationToken))).ConfigureAwait(false);
        Letter letter = job.Letter with { Attachments = [.. job.Letter.Attachments.Select(a => a.Counted(length => turn.Count(length, 0)))] };
        long written = 0;
        if (job.Path is { } path)
        {
            await OutputFile.WriteAsync(path, (file, token) => SealToAsync(Counted(file), token), cancellationToken).ConfigureAwait(false);
        }
        else
        {
            CountedStream output = Counted(job.OpenOutput());
            await using (output.ConfigureAwait(false))
            {
                await SealToAsync(output, cancellationToken).ConfigureAwait(false);
            }
        }

        return new SealReport(plan, written);

        // The processors have other messages to work on: the passes of one do not overlap.
        Task SealToAsync(Stream output, CancellationToken token) => SealLetterAsync(letter, plan, signer, HandOffOptions.Never, output, token);

        CountedStream Counted(Stream output) => new(
            output,
            length =>
            {
                written += length;
                turn.Count(0, length);
            },
            job.Unwritable);
    }

    private async ValueTask<OpenedLetter> OpenOneAsync(OpenJob job, IReadOnlyCollection<IDecryptionKey> keys, BatchTurn turn, CancellationToken cancellationToken)
    {
        CountedStream input = new(job.Open(), length => turn.Count(length, 0), job.Unreadable);
        await using (input.ConfigureAwait(false))
        {
            return await OpenLetterAsync(_reader, input, turn.Use(keys), job.Options, cancellationToken).ConfigureAwait(false);
        }
    }
}
