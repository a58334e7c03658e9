using Cps.Smime.Cards;
using Cps.Smime.Cards.Simulator;
using Cps.Smime.Certificates;
using Cps.Smime.Envelopes;

namespace Cps.Smime.Tests;

/// <summary>A batch with a card asks for its PIN once, right or wrong.</summary>
public sealed class BatchCardTests
{
    [Fact]
    public async Task ThePinIsAskedOnceForAllLetters()
    {
        Pins pins = new("1234");

        (List<BatchResult<SealJob, SealReport>> results, int tries) = await SealAsync(pins, 12);

        Assert.All(results, r => Assert.True(r.Succeeded, r.Error?.ToString()));
        Assert.Equal((12, 1, 1), (results.Count, pins.Asked, tries));
    }

    [Fact]
    public async Task AWrongPinIsPresentedOnceAndNotOnceALetter()
    {
        Pins pins = new("9999");

        (List<BatchResult<SealJob, SealReport>> results, int tries) = await SealAsync(pins, 12);

        Assert.Equal((12, 1, 1), (results.Count, pins.Asked, tries));
        Assert.All(results, r => Assert.Equal(CpsErrorCode.PinIncorrect, r.Code));
    }

    private static async Task<(List<BatchResult<SealJob, SealReport>> Results, int Logins)> SealAsync(Pins pins, int count)
    {
        SimulatedModule simulator = new();
        simulator.AddReader("Lecteur").Insert(SimulatedCard.Cps3(Given.DoctorCard, new SimulatedCardOptions { Pin = "1234" }));
        using Pkcs11Module module = Pkcs11Module.FromLibrary(simulator.OpenLibrary());
        using Card card = await (await module.GetReadersAsync())[0].OpenCardAsync();
        List<BatchResult<SealJob, SealReport>> results = [];
        await foreach (BatchResult<SealJob, SealReport> result in Given.Mailbox(Given.Directory()).SealManyAsync(
            Enumerable.Range(0, count).Select(_ => SealJob.ToStream(Given.Letter(), () => new MemoryStream())).ToAsyncEnumerable(),
            card.GetSigningKey(pins), new BatchOptions { DegreeOfParallelism = 2, MessagesInFlight = 6 }))
        {
            results.Add(result);
        }

        return (results, simulator.Log.Count("C_Login"));
    }

    private sealed class Pins(string pin) : IPinProvider
    {
        private int _asked;

        public int Asked => _asked;

        public async ValueTask<PinAnswer> RequestAsync(PinRequest request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _asked);
            await Task.Delay(20, cancellationToken);
            return PinAnswer.FromText(pin);
        }
    }
}
