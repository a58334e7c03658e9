namespace Cps.Smime.Envelopes.Tests;

/// <summary>Progress is told in order, only grows, adds up at the end and is silent afterwards.</summary>
public sealed class BatchProgressTests
{
    [Fact]
    public async Task EveryMessageAndEveryStepIsToldInOrder()
    {
        Recorder recorder = new();
        BatchOptions options = new() { DegreeOfParallelism = 4, ProgressStep = 100 };

        int results = await CountAsync(MessageBatch.RunAsync(Enumerable.Range(0, 500).ToAsyncEnumerable(), async (job, turn, _) =>
        {
            turn.Count(read: 70, written: 0);
            await Task.Yield();
            turn.Count(read: 0, written: 90);
            return job % 10 == 3 ? throw new InvalidOperationException() : job;
        }, options, recorder));

        Assert.Equal(500, results);
        BatchProgress last = recorder.Reports[^1];
        Assert.Equal((450, 50, 500, 0, 500 * 70, 500 * 90), (last.Succeeded, last.Failed, last.Ended, last.InFlight, last.BytesIn, last.BytesOut));
        Assert.Equal(500, recorder.Reports.Select(r => r.Ended).Distinct().Count(n => n > 0));
        Assert.True(recorder.Reports.Count > 500, "steps within messages are told too");
        Assert.All(recorder.Reports, r => Assert.InRange(r.Current, 0, 499));
        foreach ((BatchProgress before, BatchProgress after) in recorder.Reports.Zip(recorder.Reports.Skip(1)))
        {
            Assert.True(after.Succeeded >= before.Succeeded && after.Failed >= before.Failed && after.BytesIn >= before.BytesIn && after.BytesOut >= before.BytesOut);
            Assert.InRange(after.InFlight, 0, 8);
        }
    }

    [Fact]
    public async Task NothingIsToldAfterTheEnd()
    {
        Recorder recorder = new();
        BatchTurn? kept = null;

        await foreach (BatchResult<int, int> result in MessageBatch.RunAsync(Enumerable.Range(0, 500).ToAsyncEnumerable(), (job, turn, _) =>
        {
            kept = turn;
            return ValueTask.FromResult(job);
        }, BatchOptions.Default, recorder))
        {
            if (result.Index > 10)
            {
                break;
            }
        }

        int reports = recorder.Reports.Count;
        kept!.Count(read: 1 << 30, written: 0);
        Assert.Equal(reports, recorder.Reports.Count);
    }

    [Fact]
    public async Task AReporterThatThrowsEndsTheBatchAndBlamesNoMessage()
    {
        List<BatchResult<int, int>> results = [];
        Recorder recorder = new() { ThrowsAt = 20 };

        InvalidOperationException e = await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            await foreach (BatchResult<int, int> result in MessageBatch.RunAsync(Enumerable.Range(0, 5000).ToAsyncEnumerable(), (job, turn, _) =>
            {
                turn.Count(10_000_000, 0);
                return ValueTask.FromResult(job);
            }, BatchOptions.Default, recorder))
            {
                results.Add(result);
            }
        });

        Assert.Equal("report 20", e.Message);
        Assert.All(results, r => Assert.True(r.Succeeded));
        Assert.InRange(results.Count, 9, 100);
        Assert.Equal(20, recorder.Reports.Count);
    }

    private static async Task<int> CountAsync<T>(IAsyncEnumerable<T> items)
    {
        int count = 0;
        await foreach (T _ in items)
        {
            count++;
        }

        return count;
    }

    private sealed class Recorder : IProgress<BatchProgress>
    {
        private int _inside;

        public List<BatchProgress> Reports { get; } = [];

        public int ThrowsAt { get; init; }

        public void Report(BatchProgress value)
        {
            Assert.Equal(1, Interlocked.Increment(ref _inside));
            Reports.Add(value);
            Interlocked.Decrement(ref _inside);
            if (Reports.Count == ThrowsAt)
            {
                throw new InvalidOperationException($"report {ThrowsAt}");
            }
        }
    }
}
