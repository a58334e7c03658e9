using Cps.Smime.Certificates;
using Cps.Smime.Envelopes;

namespace Cps.Smime.Tests;

/// <summary>Many messages are opened as one would be, each judged for itself, and the letters that nobody takes are forgotten.</summary>
public sealed class OpenManyTests
{
    [Fact]
    public async Task EveryMessageIsOpenedAndJudgedAndThoseThatFailSaySo()
    {
        byte[][] messages = new byte[12][];
        for (int i = 0; i < messages.Length; i++)
        {
            messages[i] = await Given.SealAsync(LetterOf(i), i % 2 == 0 ? SealingPolicy.Modern : SealingPolicy.Interoperable);
        }

        messages[4] = messages[4][..(messages[4].Length / 2)];
        messages[7] = await SealForPharmacistAsync();
        Recorder progress = new();
        Dictionary<long, CpsErrorCode?> codes = [];

        await foreach (BatchResult<OpenJob, OpenedLetter> result in Given.Mailbox(Given.Directory()).OpenManyAsync(
            messages.Select(m => OpenJob.FromStream(() => new MemoryStream(m))).ToAsyncEnumerable(), [Given.ColleagueKey], new BatchOptions { DegreeOfParallelism = 2 }, progress))
        {
            codes.Add(result.Index, result.Code);
            if (result.Succeeded)
            {
                using OpenedLetter letter = result.Value;
                Given.Verdict(Verdict.Valid, [], letter.Report);
                Assert.Equal($"lettre {result.Index}", letter.Report.Subject);
                Assert.Equal(Content((int)result.Index), letter.Parts[1].ReadAllBytes());
            }
        }

        Assert.Equal(12, codes.Count);
        Assert.Equal([4, 7], codes.Where(c => c.Value is not null).Select(c => c.Key).Order());
        Assert.Equal(CpsErrorCode.NoKeyForMessage, codes[7]);
        Assert.Equal((10, 2), (progress.Last!.Succeeded, progress.Last.Failed));
        Assert.InRange(progress.Last.BytesIn, messages.Where((_, i) => i is not (4 or 7)).Sum(m => m.Length), messages.Sum(m => m.Length));
    }

    [Fact]
    public async Task WhatIsWantedOfEachLetterIsTakenOnAllProcessors()
    {
        using TempFolder folder = new();
        string absent = folder.File("absent.eml");
        List<OpenJob> jobs = [OpenJob.FromFile(absent)];
        for (int i = 0; i < 6; i++)
        {
            await File.WriteAllBytesAsync(folder.File($"{i}.eml"), await Given.SealAsync(LetterOf(i)));
            jobs.Add(OpenJob.FromFile(folder.File($"{i}.eml")));
        }

        jobs.Add(OpenJob.FromFile(folder.Path));
        List<OpenedLetter> seen = [];
        using Barrier both = new(2);
        List<BatchResult<OpenJob, byte[]>> results = [];

        await foreach (BatchResult<OpenJob, byte[]> result in Given.Mailbox(Given.Directory()).OpenManyAsync(jobs.ToAsyncEnumerable(), [Given.ColleagueKey], (_, letter, token) =>
        {
            lock (seen)
            {
                seen.Add(letter);
            }

            // Two letters are read at the same time, or the test never ends.
            Assert.True(both.SignalAndWait(TimeSpan.FromSeconds(60), token));
            return ValueTask.FromResult(letter.Parts[1].ReadAllBytes());
        }, new BatchOptions { DegreeOfParallelism = 2, InInputOrder = true }))
        {
            results.Add(result);
        }

        Assert.Equal([false, true, true, true, true, true, true, false], results.Select(r => r.Succeeded));
        Assert.Equal((CpsErrorCode.InputUnreadable, absent), (results[0].Code, Assert.IsType<CpsException>(results[0].Error).Subject));
        Assert.Equal(CpsErrorCode.InputUnreadable, results[7].Code);
        Assert.Equal(Enumerable.Range(0, 6).Select(i => Convert.ToHexString(Content(i))), results.Where(r => r.Succeeded).Select(r => Convert.ToHexString(r.Value)));
        Assert.Equal(6, seen.Count);
        Assert.All(seen, AssertDisposed);
    }

    [Fact]
    public async Task LeavingTheLoopClosesEveryMessageThatWasBegun()
    {
        byte[] message = await Given.SealAsync(LetterOf(20));
        int disposed = 0, opened = 0;

        await foreach (BatchResult<OpenJob, OpenedLetter> result in Given.Mailbox(Given.Directory()).OpenManyAsync(
            Enumerable.Range(0, 1000).Select(_ => OpenJob.FromStream(() =>
            {
                Interlocked.Increment(ref opened);
                return new WatchedInput(message, () => Interlocked.Increment(ref disposed));
            })).ToAsyncEnumerable(), [Given.ColleagueKey], new BatchOptions { MessagesInFlight = 5 }))
        {
            result.Value.Dispose();
            if (result.Index >= 10)
            {
                break;
            }
        }

        Assert.Equal(opened, disposed);
        Assert.InRange(opened, 11, 20);
    }

    private static void AssertDisposed(OpenedLetter letter) => Assert.ThrowsAny<Exception>(() => letter.Parts[1].ReadAllBytes());

    private static Letter LetterOf(int number) => Given.Letter(LetterAttachment.FromBytes($"{number}.bin", Content(number))) with { Subject = $"lettre {number}" };

    private static byte[] Content(int number) => [.. Enumerable.Range(0, 50_000 * number).Select(i => (byte)(i * (number + 1)))];

    private static Task<byte[]> SealForPharmacistAsync() => Given.SealAsync(Given.Letter() with { To = [Given.Address(Given.Pharmacist)] });

    private sealed class Recorder : IProgress<BatchProgress>
    {
        public BatchProgress? Last { get; private set; }

        public void Report(BatchProgress value) => Last = value;
    }

    private sealed class WatchedInput(byte[] content, Action disposed) : MemoryStream(content, writable: false)
    {
        protected override void Dispose(bool disposing)
        {
            disposed();
            base.Dispose(disposing);
        }
    }
}
