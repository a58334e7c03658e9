using System.Runtime.InteropServices;
using Cps.Smime.Certificates;

namespace Cps.Smime.Cards;

/// <summary>
/// Where the module of the Cryptolib CPS is installed: a closed list of absolute paths per system, from the release notes of the
/// Cryptolib 5.2. Nothing is searched for and no environment variable is read.
/// </summary>
public static class ModuleDiscovery
{
    /// <summary>The paths that are looked at, in order, and what is there.</summary>
    /// <param name="explicitPath">A path of the caller's, looked at first; then no other is.</param>
    public static IReadOnlyList<ModuleCandidate> Look(string? explicitPath = null) => explicitPath is not null
        ? [new ModuleCandidate(explicitPath, File.Exists(explicitPath), IsExplicit: true)]
        : [.. KnownPaths().Select(path => new ModuleCandidate(path, File.Exists(path), IsExplicit: false))];

    /// <summary>Loads the module at the given path, or else the first known one that is installed.</summary>
    /// <exception cref="CardException"><see cref="CpsErrorCode.CardModule"/>: none is installed (the message says what was tried), or it does not load.</exception>
    public static Pkcs11Module Load(string? explicitPath = null, Pkcs11ModuleOptions? options = null)
    {
        IReadOnlyList<ModuleCandidate> candidates = Look(explicitPath);
        string? found = explicitPath ?? candidates.FirstOrDefault(c => c.Exists)?.Path;
        return found is not null
            ? Pkcs11Module.Load(found, options)
            : throw new CardException(CpsErrorCode.CardModule, "no PKCS#11 module of the Cryptolib CPS is installed",
                candidates.Count == 0 ? null : "tried " + string.Join(", ", candidates.Select(c => c.Path)),
                "Install the Cryptolib CPS (version 5.2 or later), or give the path of a module");
    }

    /// <summary>The known paths on this system.</summary>
    internal static IReadOnlyList<string> KnownPaths() =>
        OperatingSystem.IsWindows() ? WindowsPaths(Environment.GetFolderPath(Environment.SpecialFolder.System), RuntimeInformation.ProcessArchitecture)
        : OperatingSystem.IsMacOS() ? ["/usr/local/lib/libcps3_pkcs11_osx.dylib"]
        : OperatingSystem.IsLinux() ? ["/opt/santesocial/CPS/lib/libcps3_pkcs11_lux.so", "/usr/local/galss/libcps3_pkcs11_lux.so"]
        : [];

    // The system folder is the one of the process: a 32-bit process on 64-bit Windows sees SysWOW64 under the same name.
    internal static IReadOnlyList<string> WindowsPaths(string systemFolder, Architecture architecture) =>
        [Path.Combine(systemFolder, architecture == Architecture.X86 ? "cps3_pkcs11_w32.dll" : "cps3_pkcs11_w64.dll")];
}
