using Net.Pkcs11Interop.HighLevelAPI;

namespace Cps.Smime.Cards.Simulator;

/// <summary>
/// A PKCS#11 module without hardware: readers into which simulated cards are put, behind Pkcs11Interop's own interfaces, so that code
/// written for a real module runs over it unchanged.
/// <code>
/// SimulatedModule module = new();
/// SimulatedReader reader = module.AddReader("Lecteur 1");
/// reader.Insert(SimulatedCard.Cps3(signature, authentication));
/// using IPkcs11Library library = module.OpenLibrary();
/// </code>
/// Safe for any number of threads.
/// </summary>
public sealed class SimulatedModule
{
    private readonly object _lock = new();
    private readonly List<SimulatedReader> _readers = [];
    private readonly Cryptoki _cryptoki;

    /// <summary>Makes a module without readers.</summary>
    public SimulatedModule() => _cryptoki = new Cryptoki(Log);

    /// <summary>What was called, for tests.</summary>
    public CallLog Log { get; } = new();

    /// <summary>The readers, in the order of their slots.</summary>
    public IReadOnlyList<SimulatedReader> Readers
    {
        get
        {
            lock (_lock)
            {
                return [.. _readers];
            }
        }
    }

    /// <summary>Plugs a reader in.</summary>
    /// <param name="name">The reader's name (slotDescription), at most 64 characters.</param>
    public SimulatedReader AddReader(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(name.Length, 64, nameof(name));
        lock (_lock)
        {
            SimulatedReader reader = new(_cryptoki, name, (ulong)_readers.Count);
            _readers.Add(reader);
            _cryptoki.AddReader(reader);
            return reader;
        }
    }

    /// <summary>Initialises the module (C_Initialize) and gives it as Pkcs11Interop gives a real one; disposing it is C_Finalize.</summary>
    public IPkcs11Library OpenLibrary()
    {
        _cryptoki.Initialize();
        return new SimulatedLibrary(_cryptoki);
    }
}
