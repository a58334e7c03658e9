using Cps.Smime.Certificates;
using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;

namespace Cps.Smime.Cards;

/// <summary>
/// The modules loaded in this process, one per real path, with the number of their users: loading a module twice and disposing one
/// copy would finalise the other (C_Finalize is per process).
/// </summary>
internal static class ModuleRegistry
{
    private static readonly object s_lock = new();
    private static readonly Dictionary<string, Entry> s_modules = new(StringComparer.Ordinal);

    /// <summary>Loads and initialises a module, or takes the one that is loaded.</summary>
    /// <exception cref="CardException"><see cref="CpsErrorCode.CardModule"/>: it does not load or does not initialise.</exception>
    public static Entry Acquire(string realPath)
    {
        lock (s_lock)
        {
            if (!s_modules.TryGetValue(realPath, out Entry? entry))
            {
                entry = Load(realPath);
                s_modules.Add(realPath, entry);
            }

            entry.Users++;
            return entry;
        }
    }

    /// <summary>Gives a module back; the last user finalises it, if it was initialised here.</summary>
    public static void Release(Entry entry)
    {
        lock (s_lock)
        {
            if (--entry.Users == 0)
            {
                s_modules.Remove(entry.Path);
                if (entry.Start.IsOwner)
                {
                    // Only then: disposing it is C_Finalize, also for whoever else uses the module in this process.
                    entry.Library.Dispose();
                }

                entry.Start.File.Dispose();
            }
        }
    }

    // C_GetFunctionList and C_Initialize come first: any other call before C_Initialize crashes the CPS module for Linux. Pkcs11Interop
    // initialises again and accepts CKR_CRYPTOKI_ALREADY_INITIALIZED.
    private static Entry Load(string path)
    {
        LibdlResolver.Install();
        try
        {
            ModuleInitialization start = ModuleInitialization.Start(path);
            Pkcs11InteropFactories factories = new();
            return new Entry(path, start, factories.Pkcs11LibraryFactory.LoadPkcs11Library(factories, path, AppType.MultiThreaded, InitType.WithFunctionList));
        }
        catch (Pkcs11Exception e)
        {
            throw new CardException(CpsErrorCode.CardModule, $"the PKCS#11 module does not start ({e.Method}: {e.RV})", path, null, e.Method, (ulong)e.RV, e);
        }
        catch (Exception e) when (e is LibraryArchitectureException or BadImageFormatException)
        {
            throw new CardException(CpsErrorCode.CardModule, "the PKCS#11 module is for another processor architecture", path,
                $"Install the {(Environment.Is64BitProcess ? "64" : "32")}-bit module", innerException: e);
        }
        catch (Exception e) when (e is UnmanagedException or DllNotFoundException or EntryPointNotFoundException or IOException or UnsupportedPlatformException)
        {
            string? advice = LibdlResolver.HostResolver
                ? "The program set its own DllImportResolver for Pkcs11Interop; it must map libdl to libdl.so.2"
                : "Check that the file is a PKCS#11 module and that the libraries it needs are installed";
            throw new CardException(CpsErrorCode.CardModule, "the PKCS#11 module cannot be loaded", path, advice, innerException: e);
        }
    }

    internal sealed class Entry(string path, ModuleInitialization start, IPkcs11Library library)
    {
        public string Path { get; } = path;

        public ModuleInitialization Start { get; } = start;

        public IPkcs11Library Library { get; } = library;

        public int Users { get; set; }
    }
}
