using Cps.Smime.Certificates;
using Cps.Smime.Envelopes;

namespace Cps.Smime.Tests;

/// <summary>A letter whose passes overlap on several threads is the letter that one thread writes, and fails as cleanly.</summary>
public sealed class OverlapTests
{
    private static readonly HandOffOptions s_small = new() { BeginsAfter = 0, BlockLength = 4096, BlocksAhead = 1 };

    public static TheoryData<HandOffOptions> Overlaps() => [s_small, HandOffOptions.Default, new HandOffOptions { BeginsAfter = 100_000, BlockLength = 1000, BlocksAhead = 8 }];

    [Theory]
    [MemberData(nameof(Overlaps))]
    public async Task ALetterArrivesToTheByte(HandOffOptions overlap)
    {
        foreach (SealingPolicy policy in Enum.GetValues<SealingPolicy>())
        {
            foreach (int length in new[] { 0, 1, 4096, 1_500_001, 3_000_000 })
            {
                byte[] content = Content(length);
                using MemoryStream output = new();

                await SealAsync(overlap, LetterAttachment.FromBytes("a.bin", content), output, policy);

                output.Position = 0;
                using OpenedLetter opened = await Given.Mailbox(Given.Directory()).OpenAsync(output, [Given.ColleagueKey]);
                Given.Verdict(Verdict.Valid, [], opened.Report);
                Assert.Equal(content, opened.Parts[1].ReadAllBytes());
            }
        }
    }

    [Theory]
    [MemberData(nameof(Overlaps))]
    public async Task ALetterOpensToTheByte(HandOffOptions overlap)
    {
        SecureMailbox mailbox = new(new SecureMailboxOptions { Anchors = Given.Authorities.Anchors, Directory = Given.Directory(), Overlap = overlap });
        foreach (SealingPolicy policy in Enum.GetValues<SealingPolicy>())
        {
            foreach (int length in new[] { 0, 1, 4096, 1_500_001, 3_000_000 })
            {
                byte[] content = Content(length);
                using MemoryStream output = new();
                await SealAsync(HandOffOptions.Never, LetterAttachment.FromBytes("a.bin", content), output, policy);
                output.Position = 0;
                using OpenedLetter opened = await mailbox.OpenAsync(output, [Given.ColleagueKey]);
                Given.Verdict(Verdict.Valid, [], opened.Report);
                Assert.Equal(content, opened.Parts[1].ReadAllBytes());
            }
        }
    }

    [Fact]
    public async Task AMessageCutAnywhereFailsWithOneErrorOnTwoThreadsToo()
    {
        using MemoryStream output = new();
        await SealAsync(HandOffOptions.Never, LetterAttachment.FromBytes("a.bin", Content(100_000)), output, SealingPolicy.Modern);
        byte[] message = output.ToArray();
        SecureMailbox mailbox = new(new SecureMailboxOptions { Anchors = Given.Authorities.Anchors, Directory = Given.Directory(), Overlap = s_small });
        for (int length = 5_000; length < message.Length - 100; length += 4_096)
        {
            CpsException e = await Assert.ThrowsAnyAsync<CpsException>(() => mailbox.OpenAsync(new MemoryStream(message, 0, length), [Given.ColleagueKey]));
            Assert.Equal(CpsErrorCode.Malformed, e.Code);
        }
    }

    [Fact]
    public async Task AnOutputThatFailsAtWhicheverWriteFailsTheSealing()
    {
        LetterAttachment attachment = LetterAttachment.FromBytes("a.bin", Content(600_000));
        CountedOutput whole = new();
        await SealAsync(s_small, attachment, whole);
        Assert.InRange(whole.Calls, 10, 1000);

        for (int failsAt = 1; failsAt <= whole.Calls; failsAt++)
        {
            CountedOutput output = new() { FailsAt = failsAt };

            IOException e = await Assert.ThrowsAsync<IOException>(() => SealAsync(s_small, attachment, output));

            Assert.Equal($"write {failsAt}", e.Message);
            Assert.Equal((failsAt, false), (output.Calls, output.IsUsed));
        }
    }

    [Fact]
    public async Task AnAttachmentThatFailsAtWhicheverReadFailsTheSealing()
    {
        for (int failsAt = 1; failsAt <= 60; failsAt++)
        {
            CountedOutput output = new();
            LetterAttachment attachment = new("a.bin", "application/octet-stream", () => new FailingInput(Content(200_000), failsAt));

            CpsException e = await Assert.ThrowsAsync<CpsException>(() => SealAsync(s_small, attachment, output));

            Assert.Equal((CpsErrorCode.InputUnreadable, "a.bin"), (e.Code, e.Subject));
            Assert.False(output.IsUsed);
        }
    }

    [Fact]
    public async Task CancellingAtWhicheverWriteEndsTheSealing()
    {
        LetterAttachment attachment = LetterAttachment.FromBytes("a.bin", Content(200_000));
        CountedOutput whole = new();
        await SealAsync(s_small, attachment, whole);

        // The last writes may be over when the cancellation is noticed.
        for (int cancelsAt = 1; cancelsAt <= whole.Calls - 2; cancelsAt++)
        {
            using CancellationTokenSource cancelled = new();
            CountedOutput output = new() { CancelsAt = cancelsAt, Cancels = cancelled };

            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => SealAsync(s_small, attachment, output, cancellationToken: cancelled.Token));

            Assert.False(output.IsUsed);
            Assert.InRange(output.Calls, cancelsAt, whole.Calls);
        }
    }

    private static byte[] Content(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)((i * 31) ^ (i >> 8)))];

    private static async Task SealAsync(
        HandOffOptions overlap, LetterAttachment attachment, Stream output, SealingPolicy policy = SealingPolicy.Interoperable, CancellationToken cancellationToken = default)
    {
        SecureMailbox mailbox = new(new SecureMailboxOptions { Anchors = Given.Authorities.Anchors, Directory = Given.Directory(), Policy = policy, Overlap = overlap });
        Letter letter = Given.Letter(attachment);
        SealPlan plan = await mailbox.PlanAsync(letter.To.ToArray(), cancellationToken: CancellationToken.None);
        await mailbox.SealAsync(letter, plan, Given.DoctorKey, output, cancellationToken);
    }

    /// <summary>A file that cannot be read any more from some read on.</summary>
    private sealed class FailingInput(byte[] content, int failsAt) : MemoryStream(content, writable: false)
    {
        private int _reads;

        public override int Read(Span<byte> buffer) => ++_reads >= failsAt ? throw new IOException("unreadable") : base.Read(buffer[..Math.Min(buffer.Length, 3000)]);

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(Read(buffer.Span));
    }
}
