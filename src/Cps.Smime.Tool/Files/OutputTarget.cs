namespace Cps.Smime.Tool;

/// <summary>Checks the file that a command is to write before any work is done.</summary>
internal static class OutputTarget
{
    private static readonly string[] s_devices = ["/dev/", "/proc/", "/sys/"];

    /// <summary>Refuses a device and a file that the same command reads: writing replaces the file.</summary>
    public static void Check(string option, string path, params IEnumerable<string> inputs)
    {
        string full = Path.GetFullPath(path);
        if (!OperatingSystem.IsWindows() && s_devices.Any(d => full.StartsWith(d, StringComparison.Ordinal)))
        {
            throw new UsageException($"{option} must name an ordinary file", path);
        }

        if (Directory.Exists(full))
        {
            throw new UsageException($"{option} names a folder", path, "Give the name of a file");
        }

        if (inputs.Any(i => string.Equals(Path.GetFullPath(i), full, StringComparison.Ordinal)))
        {
            throw new UsageException($"{option} would replace a file that this command reads", path, "Give another name");
        }
    }
}
