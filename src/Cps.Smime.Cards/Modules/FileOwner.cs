using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Cps.Smime.Cards;

/// <summary>The owner of a file on Linux, which the platform does not tell: statx(2), whose layout is the same on every architecture.</summary>
internal static class FileOwner
{
    private const int CurrentDirectory = -100;
    private const uint OwnerMask = 0x8;
    private const int OwnerOffset = 20;

    /// <summary>The user that runs the process (effective).</summary>
    public static uint CurrentUser => geteuid();

    /// <summary>The owner's number; null where it cannot be asked.</summary>
    public static uint? Find(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        byte[] buffer = new byte[256];
        try
        {
            return statx(CurrentDirectory, [.. Encoding.UTF8.GetBytes(path), 0], 0, OwnerMask, buffer) == 0
                ? BinaryPrimitives.ReadUInt32LittleEndian(buffer.AsSpan(OwnerOffset))
                : null;
        }
        catch (EntryPointNotFoundException)
        {
            // A C library of before 2018.
            return null;
        }
    }

    [DllImport("libc", SetLastError = false), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int statx(int directory, byte[] path, int flags, uint mask, byte[] buffer);

    [DllImport("libc"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint geteuid();
}
