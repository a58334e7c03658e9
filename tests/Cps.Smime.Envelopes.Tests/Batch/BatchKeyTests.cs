using Cps.Smime.Certificates;
using Cps.Smime.MailTesting;

namespace Cps.Smime.Envelopes.Tests;

/// <summary>Keys in a batch: waiting for one holds no processor, a card is used by one message at a time, and a refused PIN is not presented again.</summary>
public sealed class BatchKeyTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task WhileOneMessageWaitsForTheKeyTheOnlyProcessorWorksOnTheOthers()
    {
        // The first signature is made when all the other messages are digested: with a key that held its processor, never.
        TaskCompletionSource digested = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int contents = 0;
        GatedKey card = new(People.SignerKey, _ => digested.Task.WaitAsync(s_patience));
        BatchOptions options = new() { DegreeOfParallelism = 1, MessagesInFlight = 5 };

        int results = 0;
        await foreach (BatchResult<int, byte[]> result in MessageBatch.RunAsync(Numbers(5), async (job, turn, token) =>
        {
            using MemoryStream message = new();
            await using SignedDataStream signed = await SignedDataStream.CreateAsync(message, turn.Use(card), null, token);
            await signed.WriteAsync(new byte[100_000], token);
            if (Interlocked.Increment(ref contents) == 5)
            {
                digested.SetResult();
            }

            await signed.CompleteAsync(token);
            return message.ToArray();
        }, options))
        {
            using SignedData data = await Messages.ReadSignedAsync(new MemoryStream(result.Value));
            Assert.True(Assert.Single(data.Verify()).IsIntact);
            results++;
        }

        Assert.Equal((5, 5, 1), (results, card.Uses, card.MostAtOnce));
    }

    [Fact]
    public async Task AServiceMayBeUsedBySeveralMessagesAtOnce()
    {
        TaskCompletionSource three = new(TaskCreationOptions.RunContinuationsAsynchronously);
        GatedKey service = new(People.SignerKey, use =>
        {
            if (use == 3)
            {
                three.SetResult();
            }

            return three.Task.WaitAsync(s_patience);
        });

        await SignAllAsync(service, 12, new BatchOptions { DegreeOfParallelism = 1, MessagesInFlight = 12, ConcurrentKeyUses = 3 });

        Assert.Equal((12, 3), (service.Uses, service.MostAtOnce));
    }

    [Fact]
    public async Task AKeyInMemoryIsUsedByAllProcessors()
    {
        // Both uses are inside the key at the same time, or neither ever ends.
        using Barrier both = new(2);
        MemoryKey key = new(People.SignerKey, () => Assert.True(both.SignalAndWait(s_patience)));

        await SignAllAsync(key, 2, new BatchOptions { DegreeOfParallelism = 2 });

        Assert.Equal(1, both.CurrentPhaseNumber);
    }

    [Theory]
    [InlineData(CpsErrorCode.PinIncorrect)]
    [InlineData(CpsErrorCode.PinLocked)]
    [InlineData(CpsErrorCode.PinFinalTry)]
    [InlineData(CpsErrorCode.PinCancelled)]
    public async Task APinThatWasRefusedIsPresentedOnceInTheWholeBatch(CpsErrorCode code)
    {
        GatedKey card = new(People.SignerKey, async _ =>
        {
            await Task.Yield();
            throw new CpsException(code, "refused", "the card", "do this");
        });
        List<BatchResult<int, byte[]>> results = [];

        await foreach (BatchResult<int, byte[]> result in MessageBatch.RunAsync(Numbers(50), (_, turn, token) => SignAsync(turn.Use(card), token),
            new BatchOptions { DegreeOfParallelism = 2, MessagesInFlight = 10 }))
        {
            results.Add(result);
        }

        Assert.Equal((50, 1), (results.Count, card.Uses));
        Assert.All(results, r => Assert.Equal((code, "refused: the card. do this"), (r.Code, Assert.IsType<CpsException>(r.Error).ToLine())));
    }

    [Fact]
    public async Task AnotherFailureOfACardIsTheMessagesOwn()
    {
        GatedKey card = new(People.SignerKey, async use =>
        {
            await Task.Yield();
            if (use == 2)
            {
                throw new CpsException(CpsErrorCode.CardRemoved, "x");
            }
        });
        List<CpsErrorCode?> codes = [];

        await foreach (BatchResult<int, byte[]> result in MessageBatch.RunAsync(Numbers(5), (_, turn, token) => SignAsync(turn.Use(card), token),
            new BatchOptions { MessagesInFlight = 1, InInputOrder = true }))
        {
            codes.Add(result.Code);
        }

        Assert.Equal([null, CpsErrorCode.CardRemoved, null, null, null], codes);
    }

    [Fact]
    public async Task ADecryptionKeyInABatchCanWhatItCanOutsideOfIt()
    {
        await foreach (BatchResult<int, bool> result in MessageBatch.RunAsync(Numbers(1), async (_, turn, token) =>
        {
            IDecryptionKey used = Assert.Single(turn.Use([People.RecipientKey]));
            IKeyTransportKey transport = Assert.IsType<IKeyTransportKey>(used, exactMatch: false);
            Assert.Same(People.RecipientKey.Certificate, used.Certificate);
            Assert.False(used.AsksPerson);
            Assert.True(transport.Supports(KeyTransportAlgorithm.RsaPkcs1));
            Assert.False(Assert.IsType<IKeyAgreementKey>(used, exactMatch: false).CanAgree);
            IKemKey kem = Assert.IsType<IKemKey>(used, exactMatch: false);
            Assert.False(kem.SupportsKem("2.16.840.1.101.3.4.4.2"));
            await Assert.ThrowsAsync<NotSupportedException>(async () => await kem.DecapsulateAsync(new byte[1], token));
            byte[] wrapped = People.Recipient.Certificate.PublicKey.EncryptKey(KeyTransportAlgorithm.RsaPkcs1, new byte[32]);
            Assert.Equal(new byte[32], await transport.UnwrapKeyAsync(KeyTransportAlgorithm.RsaPkcs1, wrapped, 32, token));
            return true;
        }))
        {
            Assert.True(result.Value);
        }
    }

    private static async Task SignAllAsync(ISigningKey key, int count, BatchOptions options)
    {
        int results = 0;
        await foreach (BatchResult<int, byte[]> result in MessageBatch.RunAsync(Numbers(count), (_, turn, token) => SignAsync(turn.Use(key), token), options))
        {
            Assert.NotEmpty(result.Value);
            results++;
        }

        Assert.Equal(count, results);
    }

    private static ValueTask<byte[]> SignAsync(ISigningKey key, CancellationToken cancellationToken) =>
        key.SignAsync(key.SignatureAlgorithms[0], "content"u8.ToArray(), cancellationToken);

    private static IAsyncEnumerable<int> Numbers(int count) => Enumerable.Range(0, count).ToAsyncEnumerable();

    /// <summary>A key in memory, whose use takes its thread.</summary>
    private sealed class MemoryKey(ISigningKey key, Action during) : ISigningKey, IRecipientKey
    {
        public Certificate Certificate => key.Certificate;

        public IReadOnlyList<Certificate> Intermediates => key.Intermediates;

        public IReadOnlyList<SignatureAlgorithm> SignatureAlgorithms => key.SignatureAlgorithms;

        public bool AsksPerson => false;

        public ValueTask<byte[]> SignAsync(SignatureAlgorithm algorithm, ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default)
        {
            during();
            return key.SignAsync(algorithm, data, cancellationToken);
        }
    }
}
