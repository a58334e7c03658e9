using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Cps.Smime.Certificates;
using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;

namespace Cps.Smime.Cards;

/// <summary>
/// A PKCS#11 module (PKCS#11 v2.20), such as the Cryptolib CPS: the way to readers and cards. It is loaded once per file and process,
/// however many times it is opened, and finalised when the last one is disposed. Safe for any number of threads.
/// </summary>
public sealed class Pkcs11Module : IDisposable
{
    private const int MaximumSlots = 64;

    // By library and not by instance: two instances of one file share its login state.
    private static readonly ConditionalWeakTable<IPkcs11Library, ConcurrentDictionary<ulong, SemaphoreSlim>> s_loginGates = [];

    private readonly ModuleRegistry.Entry? _entry;
    private readonly IPkcs11Library _library;
    private readonly ConcurrentDictionary<ulong, SemaphoreSlim> _loginGates;
    private int _disposed;

    private Pkcs11Module(string name, IPkcs11Library library, ModuleRegistry.Entry? entry)
    {
        Name = name;
        _library = library;
        _entry = entry;
        _loginGates = s_loginGates.GetOrCreateValue(library);
    }

    /// <summary>The real path of the module's file, or what the library given to <see cref="FromLibrary"/> calls itself.</summary>
    public string Name { get; }

    internal IPkcs11Library Library => Volatile.Read(ref _disposed) == 0 ? _library : throw new ObjectDisposedException(nameof(Pkcs11Module));

    /// <summary>
    /// Loads a module. Its path must be absolute; links are resolved; a file or folder that others may write to, or that belongs to
    /// another user, is refused before anything of it runs.
    /// </summary>
    /// <param name="path">The absolute path of the module's file; <see cref="ModuleDiscovery"/> knows those of the Cryptolib CPS.</param>
    /// <param name="options">What more is asked of the file.</param>
    /// <exception cref="CardException"><see cref="CpsErrorCode.CardModule"/>: refused, not loadable, or not starting.</exception>
    public static Pkcs11Module Load(string path, Pkcs11ModuleOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string real = ModuleFile.Check(path, options ?? new Pkcs11ModuleOptions());
        ModuleRegistry.Entry entry = ModuleRegistry.Acquire(real);
        return new Pkcs11Module(real, entry.Library, entry);
    }

    /// <summary>Takes a module that is loaded already, such as a simulated one. Whoever made the library disposes it.</summary>
    public static Pkcs11Module FromLibrary(IPkcs11Library library)
    {
        ArgumentNullException.ThrowIfNull(library);
        try
        {
            return new Pkcs11Module(CardText.Clean(library.GetInfo().LibraryDescription), library, null);
        }
        catch (Pkcs11Exception e)
        {
            throw e.ToCardException("PKCS#11");
        }
    }

    /// <summary>What the module says about itself.</summary>
    /// <exception cref="CardException">The module does not answer.</exception>
    public ModuleInformation GetInformation()
    {
        try
        {
            ILibraryInfo info = Library.GetInfo();
            return new ModuleInformation(CardText.Clean(info.ManufacturerId), CardText.Clean(info.LibraryDescription), info.LibraryVersion, info.CryptokiVersion);
        }
        catch (Pkcs11Exception e)
        {
            throw e.ToCardException(Name);
        }
    }

    /// <summary>The readers that are plugged in (at most 64), with or without a card.</summary>
    /// <exception cref="CardException">The module does not answer.</exception>
    public async Task<IReadOnlyList<CardReader>> GetReadersAsync(CancellationToken cancellationToken = default)
    {
        IPkcs11Library library = Library;
        return await Task.Run(
            () =>
            {
                try
                {
                    return (IReadOnlyList<CardReader>)[.. library.GetSlotList(SlotsType.WithOrWithoutTokenPresent).Take(MaximumSlots).Select(FindReader).OfType<CardReader>()];
                }
                catch (Pkcs11Exception e)
                {
                    throw e.ToCardException(Name);
                }
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Gives the module back. Cards opened through it stop working when it was the last user of the module.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0 && _entry is not null)
        {
            ModuleRegistry.Release(_entry);
        }
    }

    private CardReader? FindReader(ISlot slot)
    {
        try
        {
            return new CardReader(this, slot);
        }
        catch (Pkcs11Exception e) when (CkrTranslation.IsRemoval(e.RV))
        {
            // Unplugged since it was listed.
            return null;
        }
    }

    /// <summary>One login at a time per slot: the login state belongs to the token and the process, not to a session.</summary>
    internal SemaphoreSlim LoginGate(ulong slotId) => _loginGates.GetOrAdd(slotId, _ => new SemaphoreSlim(1, 1));
}
