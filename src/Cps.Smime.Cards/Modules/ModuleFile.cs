using System.Security.Cryptography;
using Cps.Smime.Certificates;

namespace Cps.Smime.Cards;

/// <summary>
/// What is checked before a file is loaded into the process as a PKCS#11 module: an absolute path without links, which only the system
/// or the user can write. Loading a file runs it, so nothing may be tried "to see".
/// </summary>
internal static class ModuleFile
{
    private const int MaximumLinks = 40;
    private const int MaximumSize = 64 * 1024 * 1024;
    private const UnixFileMode StickyBit = UnixFileMode.StickyBit;

    /// <summary>The real path of the file, after every check.</summary>
    /// <exception cref="CardException"><see cref="CpsErrorCode.CardModule"/>: refused, and why.</exception>
    public static string Check(string path, Pkcs11ModuleOptions options)
    {
        if (!Path.IsPathFullyQualified(path))
        {
            throw Refused(path, "the path of a PKCS#11 module must be absolute", "Give the full path: modules are not searched for");
        }

        string real;
        try
        {
            real = RealPath(path);
            if (!File.Exists(real))
            {
                throw Refused(path, "there is no such PKCS#11 module", "Install the Cryptolib CPS, or give the path of the module");
            }

            CheckRights(real);
            CheckHash(real, options.Sha256);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CardException(CpsErrorCode.CardModule, "the PKCS#11 module cannot be read", path, innerException: e);
        }

        return real;
    }

    // Resolves links in every part of the path, as realpath(3) does.
    private static string RealPath(string path)
    {
        string full = Path.GetFullPath(path);
        string real = Path.GetPathRoot(full)!;
        Queue<string> parts = Split(full);
        for (int links = 0; parts.TryDequeue(out string? part);)
        {
            string next = Path.Combine(real, part);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                real = next;
                continue;
            }

            if (++links > MaximumLinks)
            {
                throw new IOException("too many links");
            }

            string resolved = Path.GetFullPath(target, real);
            Queue<string> rest = Split(resolved);
            foreach (string remaining in parts)
            {
                rest.Enqueue(remaining);
            }

            parts = rest;
            real = Path.GetPathRoot(resolved)!;
        }

        return real;
    }

    private static Queue<string> Split(string full) => new(full[Path.GetPathRoot(full)!.Length..]
        .Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries));

    private static void CheckRights(string real)
    {
        if (OperatingSystem.IsWindows())
        {
            // System folders are writable by administrators only; other folders are the caller's choice (docs/cards.md).
            return;
        }

        CheckEntry(real, File.GetUnixFileMode(real), isNearest: true);
        string? folder = Path.GetDirectoryName(real);
        for (bool nearest = true; folder is not null; folder = Path.GetDirectoryName(folder), nearest = false)
        {
            CheckEntry(folder, File.GetUnixFileMode(folder), nearest);
        }
    }

    // A folder further up may be a shared one with the sticky bit, such as that for temporary files: nobody else can rename in it.
    private static void CheckEntry(string path, UnixFileMode mode, bool isNearest)
    {
        if ((mode & UnixFileMode.OtherWrite) != 0 && (isNearest || (mode & StickyBit) == 0))
        {
            throw Refused(path, "everyone may write to the PKCS#11 module or to its folder", "Take away the right to write of others (chmod o-w)");
        }

        if (FileOwner.Find(path) is { } owner && owner != 0 && owner != FileOwner.CurrentUser)
        {
            throw Refused(path, "the PKCS#11 module or its folder belongs to another user", "It must belong to root or to the user who runs the program");
        }
    }

    private static void CheckHash(string real, string? expected)
    {
        if (expected is null)
        {
            return;
        }

        using FileStream stream = File.OpenRead(real);
        if (stream.Length > MaximumSize)
        {
            throw Refused(real, $"the PKCS#11 module is larger than {MaximumSize} bytes", null);
        }

        string actual = Convert.ToHexString(SHA256.HashData(stream));
        if (!string.Equals(actual, expected, StringComparison.OrdinalIgnoreCase))
        {
            throw Refused(real, "the PKCS#11 module is not the one that was pinned by its SHA-256", "If the module was updated on purpose, pin the new one");
        }
    }

    private static CardException Refused(string path, string message, string? advice) => new(CpsErrorCode.CardModule, message, path, advice);
}
