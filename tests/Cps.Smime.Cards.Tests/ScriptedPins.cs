using System.Text;

namespace Cps.Smime.Cards.Tests;

/// <summary>Answers PIN requests with given PINs, the last one for ever, and remembers what was asked and whether each PIN was wiped.</summary>
public sealed class ScriptedPins(params string[] pins) : IPinProvider
{
    private readonly object _lock = new();
    private readonly List<PinRequest> _requests = [];
    private readonly List<byte[]> _given = [];

    public bool ConfirmFinalTry { get; init; }

    public Action? BeforeAnswer { get; init; }

    public Action? AfterAnswer { get; init; }

    public IReadOnlyList<PinRequest> Requests
    {
        get
        {
            lock (_lock)
            {
                return [.. _requests];
            }
        }
    }

    public bool AllWiped => _given.TrueForAll(pin => pin.All(b => b == 0));

    public async ValueTask<PinAnswer> RequestAsync(PinRequest request, CancellationToken cancellationToken)
    {
        BeforeAnswer?.Invoke();
        await Task.Yield();
        AfterAnswer?.Invoke();
        lock (_lock)
        {
            _requests.Add(request);
            byte[] pin = Encoding.UTF8.GetBytes(pins[Math.Min(_requests.Count, pins.Length) - 1]);
            _given.Add(pin);
            return PinAnswer.Provided(pin, ConfirmFinalTry);
        }
    }
}
