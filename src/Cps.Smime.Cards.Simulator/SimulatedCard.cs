using System.Text;

namespace Cps.Smime.Cards.Simulator;

/// <summary>
/// A card: its label, objects, keys and PIN counter. Made by <c>Cps3</c>, <c>Cps4</c> or <see cref="SoftwareToken"/>, put
/// into a <see cref="SimulatedReader"/>. It is the same card when it is taken out and put in again. docs/cards.md says how it differs
/// from a real one.
/// </summary>
public sealed partial class SimulatedCard
{
    private ulong _lastHandle;

    private SimulatedCard(string label, string model, string manufacturer, SimulatedCardOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.CardNumber.Length, 16, nameof(options));
        Label = label;
        Model = model;
        Manufacturer = manufacturer;
        SerialNumber = options.CardNumber;
        MaximumSessions = options.MaximumSessions;
        Pin = new PinCounter(Encoding.UTF8.GetBytes(options.Pin), options.MaximumTries);
        UnblockingCode = new PinCounter(Encoding.UTF8.GetBytes(options.UnblockingCode), options.MaximumTries);
    }

    /// <summary>The token's label.</summary>
    public string Label { get; }

    /// <summary>The token's model: "IAS ECC" for a CPS3, "ChipDoc" for a CPS4.</summary>
    public string Model { get; }

    /// <summary>The token's manufacturer.</summary>
    public string Manufacturer { get; }

    /// <summary>The token's serial number.</summary>
    public string SerialNumber { get; }

    /// <summary>How many tries of the PIN are left.</summary>
    public int PinTriesLeft => Pin.TriesLeft;

    /// <summary>Changes the signatures that leave the card, to play a faulty one; null for none.</summary>
    public Func<byte[], byte[]>? SignatureFault { get; set; }

    internal PinCounter Pin { get; }

    internal PinCounter UnblockingCode { get; }

    internal int MinimumPinLength { get; private init; } = 4;

    internal int MaximumPinLength { get; private init; } = 4;

    internal int MaximumSessions { get; }

    internal Dictionary<ulong, ulong> Mechanisms { get; } = [];

    internal Dictionary<ulong, TokenObject> Objects { get; } = [];

    private void Add(TokenObject item) => Objects.Add(++_lastHandle, item);

    private void AddMechanisms(ulong flags, params ReadOnlySpan<ulong> mechanisms)
    {
        foreach (ulong mechanism in mechanisms)
        {
            Mechanisms[mechanism] = flags | Mechanisms.GetValueOrDefault(mechanism);
        }
    }
}
