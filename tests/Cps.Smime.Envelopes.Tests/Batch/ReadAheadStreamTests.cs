using System.Security.Cryptography;

namespace Cps.Smime.Envelopes.Tests;

/// <summary>Reading ahead changes which thread reads and nothing else: same bytes, same errors, nothing left behind.</summary>
public sealed class ReadAheadStreamTests
{
    private static readonly HandOffOptions s_small = new() { BeginsAfter = 0, BlockLength = 100, BlocksAhead = 2 };

    [Theory]
    [InlineData(0, 1000)]
    [InlineData(0, 1)]
    [InlineData(250, 64)]
    [InlineData(1000, 333)]
    [InlineData(1_000_000, 100)]
    public async Task TheSameBytesComeWhateverTheLengthAndThePieces(int beginsAfter, int piece)
    {
        foreach (int length in new[] { 0, 1, 99, 100, 101, 200, 249, 250, 251, 350, 999, 1000, 1001, 12_345 })
        {
            byte[] content = RandomNumberGenerator.GetBytes(length);
            await using ReadAheadStream stream = new(new GatedStream(content), s_small with { BeginsAfter = beginsAfter });
            List<byte> read = [];
            byte[] buffer = new byte[piece];
            for (int count, calls = 0; (count = calls++ % 2 == 0 ? await stream.ReadAsync(buffer) : stream.Read(buffer, 0, piece)) > 0;)
            {
                read.AddRange(buffer.AsSpan(0, count));
            }

            Assert.Equal(content, read);
            Assert.Equal(0, stream.Read(buffer, 0, piece));
        }
    }

    [Fact]
    public async Task TheSourceIsReadSomeBlocksAheadAndNoFurther()
    {
        GatedStream source = new(new byte[10_000]);
        await using ReadAheadStream stream = new(source, s_small);

        Assert.Equal(10, await stream.ReadAtLeastAsync(new byte[10], 10));

        // One block is being used, two may wait, and one is in the hands of the other thread.
        while (source.Calls < 4)
        {
            await Task.Delay(1);
        }

        await Task.Delay(50);
        Assert.Equal(4, source.Calls);
    }

    [Fact]
    public async Task AFailureAtWhicheverBlockComesWhenTheBlocksBeforeItWereRead()
    {
        for (int failsAt = 1; failsAt <= 10; failsAt++)
        {
            await using ReadAheadStream stream = new(new GatedStream(new byte[1000]) { FailsAt = failsAt }, s_small);
            using MemoryStream read = new();

            IOException e = await Assert.ThrowsAsync<IOException>(() => stream.CopyToAsync(read));

            Assert.Equal(($"block {failsAt}", 100 * (failsAt - 1)), (e.Message, (int)read.Length));
            await Assert.ThrowsAsync<IOException>(async () => await stream.ReadExactlyAsync(new byte[1]));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task DisposingWaitsUntilNoThreadUsesTheSource(bool synchronous)
    {
        GatedStream source = new(new byte[1000]) { Gate = new TaskCompletionSource().Task };
        ReadAheadStream stream = new(source, s_small);
        using CancellationTokenSource cancelled = new();
        Task<int> reading = stream.ReadAsync(new byte[10], cancelled.Token).AsTask();
        await source.Reached.Task;
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        Assert.True(source.IsUsed);

        if (synchronous)
        {
            stream.Dispose();
        }
        else
        {
            await stream.DisposeAsync();
        }

        Assert.False(source.IsUsed);
        Assert.Throws<ObjectDisposedException>(() => stream.Read(new byte[1], 0, 1));
    }

    [Fact]
    public async Task BlocksAreWipedBeforeTheyAreGivenBack()
    {
        // A length that nothing else here rents, so that nobody writes into the block before it is looked at.
        const int Length = 5_000_000;
        BlockQueue queue = new(Length, 2);
        byte[] waiting = queue.Rent();
        byte[] returned = queue.Rent();
        waiting.AsSpan().Fill(1);
        returned.AsSpan().Fill(2);
        await queue.AddAsync(new ArraySegment<byte>(waiting, 0, 10), CancellationToken.None);
        queue.Return(returned);

        queue.Dispose();

        Assert.False(waiting.AsSpan().ContainsAnyExcept((byte)0));
        Assert.False(returned.AsSpan().ContainsAnyExcept((byte)0));
    }
}
