using System.Threading.Channels;
using Cps.Smime.Certificates;
using Cps.Smime.Envelopes;
using Cps.Smime.MailTesting;

namespace Cps.Smime.Tests;

/// <summary>Many letters are sealed as one would be; one that fails harms no other, and what is cut short leaves nothing behind.</summary>
public sealed class SealManyTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private readonly TempFolder _folder = new();
    private readonly SecureMailbox _mailbox = Given.Mailbox(Given.Directory());

    [Fact]
    public async Task EveryLetterBecomesItsFile()
    {
        SealPlan plan = await _mailbox.PlanAsync([Given.Address(Given.Colleague)]);
        Recorder progress = new();

        List<BatchResult<SealJob, SealReport>> results = await AllAsync(_mailbox.SealManyAsync(
            Enumerable.Range(0, 30).Select(i => SealJob.ToFile(LetterOf(i), FileOf(i), i % 2 == 0 ? plan : null)).ToAsyncEnumerable(),
            Given.DoctorKey, new BatchOptions { DegreeOfParallelism = 2, InInputOrder = true }, progress));

        Assert.Equal(30, results.Count);
        foreach (BatchResult<SealJob, SealReport> result in results)
        {
            Assert.Equal(new FileInfo(result.Job.Path!).Length, result.Value.Length);
            Assert.Equal(Given.Address(Given.Colleague), Assert.Single(result.Value.Plan.Recipients).Address);
            await using FileStream message = File.OpenRead(FileOf((int)result.Index));
            using OpenedLetter opened = await _mailbox.OpenAsync(message, [Given.ColleagueKey]);
            Given.Verdict(Verdict.Valid, [], opened.Report);
            Assert.Equal($"lettre {result.Index}", opened.Report.Subject);
            Assert.Equal(Content((int)result.Index), opened.Parts[1].ReadAllBytes());
        }

        Assert.Equal(30, Directory.GetFileSystemEntries(_folder.Path).Length);
        Assert.Equal((30, 0, 0), (progress.Last!.Succeeded, progress.Last.Failed, progress.Last.InFlight));
        Assert.Equal(Enumerable.Range(0, 30).Sum(i => Content(i).Length), progress.Last.BytesIn);
        Assert.Equal(results.Sum(r => r.Value.Length), progress.Last.BytesOut);
    }

    [Fact]
    public async Task LettersComeFromAChannelAndGoToStreams()
    {
        Channel<SealJob> channel = Channel.CreateBounded<SealJob>(1);
        CountedOutput[] outputs = [.. Enumerable.Range(0, 10).Select(_ => new CountedOutput())];
        Task writing = Task.Run(async () =>
        {
            for (int i = 0; i < 10; i++)
            {
                CountedOutput output = outputs[i];
                await channel.Writer.WriteAsync(SealJob.ToStream(LetterOf(i), () => output));
            }

            channel.Writer.Complete();
        });

        List<BatchResult<SealJob, SealReport>> results = await AllAsync(_mailbox.SealManyAsync(channel.Reader.ReadAllAsync(), Given.DoctorKey));

        await writing;
        Assert.Equal(Enumerable.Range(0, 10), results.Select(r => (int)r.Index).Order());
        for (int i = 0; i < 10; i++)
        {
            using OpenedLetter opened = await _mailbox.OpenAsync(new MemoryStream(outputs[i].Written), [Given.ColleagueKey]);
            Assert.Equal((Verdict.Valid, $"lettre {i}"), (opened.Report.Verdict, opened.Report.Subject));
        }
    }

    [Fact]
    public async Task LettersThatFailAreToldApartAndTheOthersGoOut()
    {
        EmailAddress stranger = EmailAddress.Parse("inconnu@ailleurs.example");
        Letter unreadable = Given.Letter(new LetterAttachment("scan.pdf", "application/pdf", () => throw new FileNotFoundException()));
        CountedOutput full = new() { FailsAt = 1 };
        SealJob[] jobs =
        [
            SealJob.ToFile(LetterOf(0), FileOf(0)),
            SealJob.ToFile(LetterOf(1) with { To = [stranger] }, FileOf(1)),
            SealJob.ToFile(unreadable, FileOf(2)),
            SealJob.ToFile(LetterOf(3), Path.Combine(_folder.Path, "absent", "3.eml")),
            SealJob.ToStream(LetterOf(4), () => full),
            SealJob.ToStream(LetterOf(5), () => throw new UnauthorizedAccessException()),
            SealJob.ToFile(LetterOf(6) with { Subject = "a\r\nBcc: b@c.example" }, FileOf(6)),
            SealJob.ToFile(LetterOf(7), FileOf(7)),
        ];

        List<BatchResult<SealJob, SealReport>> results = await AllAsync(_mailbox.SealManyAsync(jobs.ToAsyncEnumerable(), Given.DoctorKey, new BatchOptions { InInputOrder = true }));

        Assert.Equal(
            [null, CpsErrorCode.PlanIncomplete, CpsErrorCode.InputUnreadable, CpsErrorCode.OutputUnwritable, CpsErrorCode.OutputUnwritable, CpsErrorCode.OutputUnwritable, CpsErrorCode.Refused, null],
            results.Select(r => r.Code));
        Assert.Equal([true, false, false, false, false, false, false, true], results.Select(r => r.Succeeded));
        Assert.Equal("scan.pdf", Assert.IsType<CpsException>(results[2].Error).Subject);
        Assert.Equal([FileOf(0), FileOf(7)], Directory.GetFileSystemEntries(_folder.Path).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task WhileOneLetterWaitsForTheCardTheNextIsEncryptedByTheSameProcessor()
    {
        // The card signs the letter that comes first when the other's content is in its output, all but the last blocks: with one processor,
        // that needs the first to have given it up.
        TaskCompletionSource encrypted = new(TaskCreationOptions.RunContinuationsAsynchronously);
        GatedKey card = new(Given.DoctorKey, _ => encrypted.Task.WaitAsync(s_patience));
        LetterAttachment attachment = LetterAttachment.FromBytes("a.bin", new byte[1_000_000]);
        SealJob Job()
        {
            long written = 0;
            return SealJob.ToStream(Given.Letter(attachment), () => new WatchedOutput(length =>
            {
                if ((written += length) > 1_700_000 && card.Uses == 1)
                {
                    encrypted.TrySetResult();
                }
            }));
        }

        List<BatchResult<SealJob, SealReport>> results = await AllAsync(_mailbox.SealManyAsync(
            new[] { Job(), Job() }.ToAsyncEnumerable(), card, new BatchOptions { DegreeOfParallelism = 1, MessagesInFlight = 2 }));

        Assert.All(results, r => Assert.True(r.Succeeded, r.Error?.ToString()));
        Assert.Equal((2, 1), (card.Uses, card.MostAtOnce));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task CancellingOrLeavingRemovesTheFilesThatAreNotComplete(bool leaves)
    {
        using CancellationTokenSource cancelled = new();
        TaskCompletionSource waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);
        GatedKey card = new(Given.DoctorKey, use =>
        {
            if (use == 1)
            {
                return Task.CompletedTask;
            }

            waiting.TrySetResult();
            return new TaskCompletionSource().Task;
        });
        List<string> done = [];

        async Task RunAsync()
        {
            await foreach (BatchResult<SealJob, SealReport> result in _mailbox.SealManyAsync(
                Enumerable.Range(0, 1000).Select(i => SealJob.ToFile(LetterOf(i), FileOf(i))).ToAsyncEnumerable(), card, cancellationToken: cancelled.Token))
            {
                done.Add(result.Job.Path!);
                await waiting.Task.WaitAsync(s_patience);
                Assert.NotEqual([.. done], Directory.GetFileSystemEntries(_folder.Path));
                if (leaves)
                {
                    break;
                }

                await cancelled.CancelAsync();
            }
        }

        if (leaves)
        {
            await RunAsync();
        }
        else
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(RunAsync);
        }

        Assert.Equal([Assert.Single(done)], Directory.GetFileSystemEntries(_folder.Path));
    }

    public void Dispose() => _folder.Dispose();

    private static Letter LetterOf(int number) => Given.Letter(LetterAttachment.FromBytes($"{number}.bin", Content(number))) with { Subject = $"lettre {number}" };

    private static byte[] Content(int number) => [.. Enumerable.Range(0, 5_000 * number).Select(i => (byte)(i * (number + 1)))];

    private static async Task<List<T>> AllAsync<T>(IAsyncEnumerable<T> items)
    {
        List<T> all = [];
        await foreach (T item in items)
        {
            all.Add(item);
        }

        return all;
    }

    private string FileOf(int number) => _folder.File($"{number:D4}.eml");

    private sealed class Recorder : IProgress<BatchProgress>
    {
        public BatchProgress? Last { get; private set; }

        public void Report(BatchProgress value) => Last = value;
    }

    private sealed class WatchedOutput(Action<int> count) : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer)
        {
            base.Write(buffer);
            count(buffer.Length);
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Write(buffer.Span);
            return ValueTask.CompletedTask;
        }
    }
}
