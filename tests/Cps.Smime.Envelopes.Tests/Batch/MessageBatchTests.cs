using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes.Tests;

/// <summary>Many messages at once: each has its result, in bounded memory, and nothing is left when the batch ends, however it ends.</summary>
public sealed class MessageBatchTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task ManyMessagesAreSealedAsOneWouldBe()
    {
        BatchOptions options = new() { DegreeOfParallelism = 2, InInputOrder = true };

        int opened = 0;
        await foreach (BatchResult<int, byte[]> result in MessageBatch.RunAsync(Numbers(20), SealAsync, options))
        {
            using CmsReader reader = await CmsReader.OpenAsync(new MemoryStream(result.Value));
            using MemoryStream content = new();
            await (await reader.ReadEnvelopeAsync()).DecryptAsync([People.RecipientKey], content);
            Assert.Equal(Content(result.Job), content.ToArray());
            Assert.Equal(opened++, result.Job);
        }

        Assert.Equal(20, opened);

        static async ValueTask<byte[]> SealAsync(int number, BatchTurn turn, CancellationToken cancellationToken)
        {
            using MemoryStream message = new();
            await using EnvelopeStream envelope = await EnvelopeStream.CreateAsync(
                message, [new Recipient(People.Recipient.Certificate, KeyTransportAlgorithm.RsaPkcs1)], ContentEncryption.Aes256Gcm, cancellationToken);
            await envelope.WriteAsync(Content(number), cancellationToken);
            await envelope.CompleteAsync(cancellationToken);
            return message.ToArray();
        }

        static byte[] Content(int number) => [.. Enumerable.Range(0, 10_000 * number).Select(i => (byte)(i * number))];
    }

    [Theory]
    [InlineData(1, 1, false)]
    [InlineData(2, 7, false)]
    [InlineData(2, 7, true)]
    [InlineData(8, 3, true)]
    public async Task TenThousandMessagesAreNeverMoreUnderWayThanWasSaid(int degree, int inFlight, bool inOrder)
    {
        const int Count = 10_000;
        int pulled = 0, consumed = 0, working = 0;
        BatchOptions options = new() { DegreeOfParallelism = degree, MessagesInFlight = inFlight, InInputOrder = inOrder };
        bool[] seen = new bool[Count];

        await foreach (BatchResult<int, int> result in MessageBatch.RunAsync(Source(), WorkAsync, options))
        {
            Assert.Equal((result.Job, 3 * result.Job), ((int)result.Index, result.Value));
            Assert.True(!inOrder || result.Job == consumed);
            Assert.False(seen[result.Job]);
            seen[result.Job] = true;
            Volatile.Write(ref consumed, consumed + 1);
        }

        Assert.Equal((Count, Count), (pulled, consumed));

        async IAsyncEnumerable<int> Source()
        {
            for (; pulled < Count; pulled++)
            {
                Assert.InRange(pulled + 1 - Volatile.Read(ref consumed), 1, inFlight);
                if (pulled % 100 == 0)
                {
                    await Task.Yield();
                }

                yield return pulled;
            }
        }

        async ValueTask<int> WorkAsync(int job, BatchTurn turn, CancellationToken cancellationToken)
        {
            Assert.InRange(Interlocked.Increment(ref working), 1, degree);
            if (job % 7 == 0)
            {
                await Task.Yield();
            }

            Interlocked.Decrement(ref working);
            if (job % 5 == 0)
            {
                await turn.WaitAsync(new ValueTask(Task.Run(() => { }, cancellationToken)));
            }

            return 3 * job;
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ResultsComeInInputOrderOrAsTheyAreDone(bool inOrder)
    {
        // Each message waits for the one behind it: they end in the reverse order.
        TaskCompletionSource[] done = [.. Enumerable.Range(0, 6).Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))];
        done[5].SetResult();
        BatchOptions options = new() { DegreeOfParallelism = 5, MessagesInFlight = 5, InInputOrder = inOrder };
        List<int> order = [];

        await foreach (BatchResult<int, int> result in MessageBatch.RunAsync(Numbers(5), async (job, _, token) =>
        {
            await done[job + 1].Task.WaitAsync(s_patience, token);
            if (inOrder)
            {
                done[job].SetResult();
            }

            return job;
        }, options))
        {
            order.Add(result.Value);
            if (!inOrder)
            {
                done[result.Job].SetResult();
            }
        }

        Assert.Equal(inOrder ? [0, 1, 2, 3, 4] : [4, 3, 2, 1, 0], order);
    }

    [Fact]
    public async Task OneMessageThatFailsIsOneResultThatFailed()
    {
        CpsException own = new(CpsErrorCode.DecryptionFailed, "x");
        List<BatchResult<int, int>> results = await AllAsync(MessageBatch.RunAsync(Numbers(5), (job, _, _) => job switch
        {
            1 => throw own,
            3 => throw new InvalidOperationException("the caller's"),
            _ => ValueTask.FromResult(job),
        }, new BatchOptions { InInputOrder = true }));

        Assert.Equal([true, false, true, false, true], results.Select(r => r.Succeeded));
        Assert.Equal([null, CpsErrorCode.DecryptionFailed, null, null, null], results.Select(r => r.Code));
        Assert.Same(own, results[1].Error);
        Assert.Same(own, Assert.Throws<CpsException>(() => results[1].Value));
        Assert.Equal("the caller's", Assert.IsType<InvalidOperationException>(results[3].Error).Message);
        Assert.Equal([0, 2, 4], results.Where(r => r.Succeeded).Select(r => r.Value));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AfterTheFirstFailureNothingIsBegunWhenThatIsAskedFor(bool inOrder)
    {
        TaskCompletionSource failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int begun = 0;
        BatchOptions options = new() { StopOnFirstFailure = true, DegreeOfParallelism = 2, MessagesInFlight = 2, InInputOrder = inOrder };

        List<BatchResult<int, int>> results = await AllAsync(MessageBatch.RunAsync(Numbers(1000), async (job, _, _) =>
        {
            Interlocked.Increment(ref begun);
            if (job == 3)
            {
                await Task.Yield();
                failed.SetResult();
                throw new CpsException(CpsErrorCode.CardRemoved, "x");
            }

            if (job > 3)
            {
                // Those begun beside it do not end before the failure was seen.
                await failed.Task;
                await Task.Delay(100, CancellationToken.None);
            }

            return job;
        }, options));

        // At most the one that was begun beside the one that failed, and the one whose slot was free already.
        Assert.InRange(results.Count, 4, 6);
        Assert.Equal(begun, results.Count);
        Assert.Equal([3], results.Where(r => !r.Succeeded).Select(r => r.Job));
        Assert.True(failed.Task.IsCompletedSuccessfully);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task CancellingEndsAllThatRunsAndDisposesAllThatIsDone(bool byEnumerator)
    {
        using CancellationTokenSource cancelled = new();
        int begun = 0, ended = 0, ready = 0;
        TaskCompletionSource twoAreDoneAndTwoWait = new(TaskCreationOptions.RunContinuationsAsynchronously);
        List<Disposable> made = [];
        BatchOptions options = new() { DegreeOfParallelism = 4, MessagesInFlight = 4 };
        IAsyncEnumerable<BatchResult<int, Disposable>> batch = MessageBatch.RunAsync(Numbers(1000), WorkAsync, options, null, byEnumerator ? default : cancelled.Token);
        int taken = 0;

        OperationCanceledException e = await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (BatchResult<int, Disposable> result in batch.WithCancellation(byEnumerator ? cancelled.Token : default))
            {
                taken++;
                await twoAreDoneAndTwoWait.Task.WaitAsync(s_patience);
                await cancelled.CancelAsync();
            }
        });

        Assert.Equal((begun, 1), (ended, taken));
        Assert.Equal(2, made.Count);
        Assert.Single(made, d => !d.IsDisposed);

        void Ready()
        {
            if (Interlocked.Increment(ref ready) == 4)
            {
                twoAreDoneAndTwoWait.SetResult();
            }
        }

        // Two are done at once; the others wait for ever.
        async ValueTask<Disposable> WorkAsync(int job, BatchTurn turn, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref begun);
            try
            {
                if (job >= 2)
                {
                    Ready();
                    await turn.WaitAsync(new ValueTask(Task.Delay(Timeout.Infinite, cancellationToken)));
                }

                Disposable result = new();
                lock (made)
                {
                    made.Add(result);
                }

                Ready();
                return result;
            }
            finally
            {
                Interlocked.Increment(ref ended);
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task LeavingTheLoopDisposesAllThatWasNotTaken(bool inOrder)
    {
        List<Disposable> made = [];
        int running = 0;
        bool sourceDisposed = false;
        Disposable? taken = null;

        await foreach (BatchResult<int, Disposable> result in MessageBatch.RunAsync(Source(), async (job, _, _) =>
        {
            Interlocked.Increment(ref running);
            await Task.Yield();
            Disposable made1 = new();
            lock (made)
            {
                made.Add(made1);
            }

            Interlocked.Decrement(ref running);
            return made1;
        }, new BatchOptions { DegreeOfParallelism = 2, MessagesInFlight = 10, InInputOrder = inOrder }))
        {
            taken = result.Value;
            if (result.Index >= 5)
            {
                break;
            }

            result.Value.Dispose();
        }

        Assert.True(sourceDisposed);
        Assert.Equal(0, running);
        Assert.NotNull(taken);
        Assert.Equal([taken], made.Where(d => !d.IsDisposed));
        Assert.InRange(made.Count, 6, 1000);

        async IAsyncEnumerable<int> Source()
        {
            try
            {
                for (int i = 0; ; i++)
                {
                    await Task.Yield();
                    yield return i;
                }
            }
            finally
            {
                sourceDisposed = true;
            }
        }
    }

    [Fact]
    public async Task AnInputThatFailsEndsTheBatchWhenWhatWasBegunIsDone()
    {
        List<int> done = [];

        InvalidDataException e = await Assert.ThrowsAsync<InvalidDataException>(async () =>
        {
            await foreach (BatchResult<int, int> result in MessageBatch.RunAsync(Source(), (job, _, _) => ValueTask.FromResult(job)))
            {
                done.Add(result.Value);
            }
        });

        Assert.Equal([0, 1, 2], done.Order());
        Assert.Equal("the input's", e.Message);

        static async IAsyncEnumerable<int> Source()
        {
            for (int i = 0; i < 3; i++)
            {
                await Task.Yield();
                yield return i;
            }

            throw new InvalidDataException("the input's");
        }
    }

    [Fact]
    public async Task NothingIsBegunBeforeTheResultsAreAskedForAndWrongOptionsAreRefusedAtOnce()
    {
        int begun = 0;
        IAsyncEnumerable<BatchResult<int, int>> batch = MessageBatch.RunAsync(Numbers(3), (job, _, _) => ValueTask.FromResult(Interlocked.Increment(ref begun)));
        Assert.Equal(0, begun);
        Assert.Equal(3, (await AllAsync(batch)).Count);
        Assert.Equal(3, (await AllAsync(batch)).Count);
        Assert.Equal(6, begun);

        foreach (BatchOptions wrong in new[]
        {
            new BatchOptions { DegreeOfParallelism = 0 }, new BatchOptions { MessagesInFlight = 0 }, new BatchOptions { ConcurrentKeyUses = 0 }, new BatchOptions { ProgressStep = 0 },
        })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => MessageBatch.RunAsync(Numbers(1), (job, _, _) => ValueTask.FromResult(job), wrong));
        }

        Assert.Equal(Environment.ProcessorCount + 4, BatchOptions.Default.InFlight);
    }

    private static IAsyncEnumerable<int> Numbers(int count) => Enumerable.Range(0, count).ToAsyncEnumerable();

    private static async Task<List<BatchResult<TJob, TResult>>> AllAsync<TJob, TResult>(IAsyncEnumerable<BatchResult<TJob, TResult>> batch)
    {
        List<BatchResult<TJob, TResult>> results = [];
        await foreach (BatchResult<TJob, TResult> result in batch)
        {
            results.Add(result);
        }

        return results;
    }

    private sealed class Disposable : IDisposable
    {
        public bool IsDisposed { get; private set; }

        public void Dispose()
        {
            Assert.False(IsDisposed);
            IsDisposed = true;
        }
    }
}
