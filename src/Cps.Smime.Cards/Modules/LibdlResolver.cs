using System.Reflection;
using System.Runtime.InteropServices;
using Net.Pkcs11Interop.HighLevelAPI;

namespace Cps.Smime.Cards;

/// <summary>
/// Pkcs11Interop calls dlopen in a library named "libdl", which current Linux systems only have as libdl.so.2 or inside the C library.
/// A program that sets a resolver of its own for that assembly keeps it; then <see cref="HostResolver"/> says so.
/// </summary>
internal static class LibdlResolver
{
    private static readonly object s_lock = new();
    private static bool s_done;

    /// <summary>Whether the program had set a resolver before: if modules do not load, it must map libdl itself.</summary>
    public static bool HostResolver { get; private set; }

    /// <summary>Sets the resolver, once per process.</summary>
    public static void Install()
    {
        lock (s_lock)
        {
            if (s_done)
            {
                return;
            }

            s_done = true;
            try
            {
                NativeLibrary.SetDllImportResolver(typeof(IPkcs11Library).Assembly, Resolve);
            }
            catch (InvalidOperationException)
            {
                HostResolver = true;
            }
        }
    }

    internal static nint Resolve(string name, Assembly assembly, DllImportSearchPath? paths)
    {
        if (!string.Equals(name, "libdl", StringComparison.Ordinal) || !OperatingSystem.IsLinux())
        {
            return 0;
        }

        foreach (string candidate in (ReadOnlySpan<string>)["libdl.so.2", "libc.so.6", "libc.so"])
        {
            if (NativeLibrary.TryLoad(candidate, out nint handle))
            {
                return handle;
            }
        }

        return 0;
    }
}
