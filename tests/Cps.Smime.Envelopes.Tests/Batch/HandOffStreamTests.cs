using System.Security.Cryptography;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes.Tests;

/// <summary>A hand-off changes which thread works and nothing else: same bytes, same errors, nothing left behind.</summary>
public sealed class HandOffStreamTests
{
    private static readonly HandOffOptions s_small = new() { BeginsAfter = 0, BlockLength = 100, BlocksAhead = 2 };

    [Theory]
    [InlineData(0, 1000)]
    [InlineData(0, 1)]
    [InlineData(250, 64)]
    [InlineData(1000, 333)]
    [InlineData(1_000_000, 100)]
    public async Task TheSameBytesArriveWhateverTheLengthAndThePieces(int beginsAfter, int piece)
    {
        foreach (int length in new[] { 0, 1, 99, 100, 101, 200, 249, 250, 251, 350, 999, 1000, 1001, 12_345 })
        {
            byte[] content = RandomNumberGenerator.GetBytes(length);
            GatedStream behind = new();
            await using HandOffStream stream = new(behind, s_small with { BeginsAfter = beginsAfter });
            for (int at = 0; at < length; at += piece)
            {
                int count = Math.Min(piece, length - at);
                if (at % 2 == 0)
                {
                    await stream.WriteAsync(content.AsMemory(at, count));
                }
                else
                {
                    stream.Write(content, at, count);
                }
            }

            await stream.CompleteAsync();

            Assert.Equal(content, behind.Written);
        }
    }

    [Fact]
    public async Task TheStreamBehindIsWrittenOnAnotherThreadWhileThisSideGoesOn()
    {
        TaskCompletionSource gate = new();
        GatedStream behind = new() { Gate = gate.Task };
        await using HandOffStream stream = new(behind, s_small);

        await stream.WriteAsync(new byte[100]);
        await behind.Reached.Task;

        // The stream behind stands at its gate with one block; two more may wait, and one is being gathered.
        await stream.WriteAsync(new byte[299]);
        ValueTask further = stream.WriteAsync(new byte[1]);
        Assert.False(further.IsCompleted);
        gate.SetResult();
        await further;
        await stream.CompleteAsync();

        Assert.Equal(new byte[400], behind.Written);
    }

    [Fact]
    public async Task ASmallContentNeverLeavesItsThread()
    {
        // The gate would hold an asynchronous write back for ever.
        GatedStream behind = new() { Gate = new TaskCompletionSource().Task };
        await using HandOffStream stream = new(behind, s_small with { BeginsAfter = 1000 });

        stream.Write(new byte[600]);
        stream.Write(new byte[400]);

        Assert.Equal([Environment.CurrentManagedThreadId], behind.Threads.Keys);
        Assert.Equal(2, behind.Calls);
    }

    [Fact]
    public async Task AFailureBehindAtWhicheverBlockIsThrownInFrontAndEndsAll()
    {
        const int Blocks = 12;
        for (int failsAt = 1; failsAt <= Blocks; failsAt++)
        {
            foreach (bool synchronous in new[] { true, false })
            {
                GatedStream behind = new() { FailsAt = failsAt };
                HandOffStream stream = new(behind, s_small);

                IOException e = await Assert.ThrowsAsync<IOException>(async () =>
                {
                    for (int i = 0; i < Blocks; i++)
                    {
                        if (synchronous)
                        {
                            stream.Write(new byte[100]);
                        }
                        else
                        {
                            await stream.WriteAsync(new byte[100]);
                        }
                    }

                    await stream.CompleteAsync();
                });
                await stream.DisposeAsync();

                Assert.Equal($"block {failsAt}", e.Message);
                Assert.Equal((failsAt, 100 * (failsAt - 1)), (behind.Calls, behind.Written.Length));
            }
        }
    }

    [Fact]
    public async Task AFailureInFrontAtWhicheverBlockStopsTheThreadBehind()
    {
        for (int blocks = 0; blocks < 12; blocks++)
        {
            foreach (bool synchronous in new[] { true, false })
            {
                GatedStream behind = new();
                HandOffStream stream = new(behind, s_small);
                for (int i = 0; i < blocks; i++)
                {
                    await stream.WriteAsync(new byte[100]);
                }

                if (synchronous)
                {
                    stream.Dispose();
                }
                else
                {
                    await stream.DisposeAsync();
                }

                int calls = behind.Calls;
                Assert.InRange(calls, 0, blocks);
                Assert.Throws<ObjectDisposedException>(() => stream.Write(new byte[1]));
                await Assert.ThrowsAsync<ObjectDisposedException>(async () => await stream.CompleteAsync());
                Assert.Equal((calls, false), (behind.Calls, behind.IsUsed));
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task DisposingWaitsUntilNoThreadUsesTheStreamBehind(bool synchronous)
    {
        GatedStream behind = new() { Gate = new TaskCompletionSource().Task };
        HandOffStream stream = new(behind, s_small);
        await stream.WriteAsync(new byte[250]);
        await behind.Reached.Task;
        Assert.True(behind.IsUsed);

        if (synchronous)
        {
            stream.Dispose();
        }
        else
        {
            await stream.DisposeAsync();
        }

        Assert.Equal((false, 0), (behind.IsUsed, behind.Calls));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task CancellingEndsAWaitForRoomAndAWaitForTheEnd(bool atTheEnd)
    {
        GatedStream behind = new() { Gate = new TaskCompletionSource().Task };
        await using HandOffStream stream = new(behind, s_small);
        using CancellationTokenSource cancelled = new();
        await stream.WriteAsync(new byte[100]);
        await behind.Reached.Task;
        Task waiting = atTheEnd ? stream.CompleteAsync(cancelled.Token).AsTask() : stream.WriteAsync(new byte[1000], cancelled.Token).AsTask();
        Assert.False(waiting.IsCompleted);

        await cancelled.CancelAsync();

        OperationCanceledException e = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal(cancelled.Token, e.CancellationToken);
        await stream.DisposeAsync();
        Assert.Equal((false, 0), (behind.IsUsed, behind.Calls));
    }

    [Theory]
    [InlineData(ContentEncryption.Aes256Cbc)]
    [InlineData(ContentEncryption.Aes256Gcm)]
    [InlineData(ContentEncryption.ChaCha20Poly1305)]
    public async Task AnEnvelopeOfTheSameKeyIsTheSameToTheByte(ContentEncryption encryption)
    {
        byte[] content = RandomNumberGenerator.GetBytes(1_000_003);
        byte[] direct = await SealAsync(encryption, content, null);

        Assert.Equal(direct, await SealAsync(encryption, content, s_small));
        Assert.Equal(direct, await SealAsync(encryption, content, HandOffOptions.Default));
        Assert.Equal(direct, await SealAsync(encryption, content, new HandOffOptions { BeginsAfter = 100_000, BlocksAhead = 1 }));
    }

    [Fact]
    public async Task AnEnvelopeWrittenOnTwoThreadsOpens()
    {
        byte[] content = RandomNumberGenerator.GetBytes(3_000_000);
        using MemoryStream message = new();
        await using (EnvelopeStream envelope = await EnvelopeStream.CreateAsync(message, [new Recipient(People.Recipient.Certificate, KeyTransportAlgorithm.RsaPkcs1)], ContentEncryption.Aes256Gcm))
        {
            await using HandOffStream stream = new(envelope);
            await stream.WriteAsync(content);
            await stream.CompleteAsync();
            await envelope.CompleteAsync();
        }

        message.Position = 0;
        using MemoryStream opened = new();
        using CmsReader reader = await CmsReader.OpenAsync(message);
        await (await reader.ReadEnvelopeAsync()).DecryptAsync([People.RecipientKey], opened);
        Assert.Equal(content, opened.ToArray());
    }

    private static async Task<byte[]> SealAsync(ContentEncryption encryption, byte[] content, HandOffOptions? options)
    {
        ContentEncryptionInfo info = ContentEncryptionInfo.Of(encryption);
        byte[] iv = new byte[info.NewParameters().Iv.Length];
        using MemoryStream output = new();
        await using EnvelopeStream envelope = new(output, info, ContentEncryptor.Create(info, new byte[info.KeyLength], iv));
        if (options is null)
        {
            await envelope.WriteAsync(content);
        }
        else
        {
            await using HandOffStream stream = new(envelope, options);
            await stream.WriteAsync(content);
            await stream.CompleteAsync();
        }

        await envelope.CompleteAsync();
        return output.ToArray();
    }
}
