using Cps.Smime.Certificates;

namespace Cps.Smime.Directories;

/// <summary>Reads a whole file up to a size, with this library's errors.</summary>
internal static class InputFile
{
    public static async Task<byte[]> ReadAsync(string path, long maximum, CancellationToken cancellationToken)
    {
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1, FileOptions.Asynchronous);
            if (file.CanSeek && file.Length > maximum)
            {
                throw TooLarge(path, maximum);
            }

            // A pipe has no length, and a file may grow while it is read.
            using MemoryStream content = new(file.CanSeek ? (int)Math.Min(file.Length, int.MaxValue / 2) : 0);
            byte[] buffer = new byte[128 * 1024];
            for (int count; (count = await file.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
            {
                content.Write(buffer, 0, count);
                if (content.Length > maximum)
                {
                    throw TooLarge(path, maximum);
                }
            }

            return content.ToArray();
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            throw Unreadable(path, e);
        }
    }

    public static bool IsUnreadable(Exception e) =>
        e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException or System.Security.SecurityException;

    public static DirectoryException Unreadable(string path, Exception e) =>
        new(CpsErrorCode.InputUnreadable, "the directory cannot be read", path, "Check that it exists and that you may read it.", e);

    private static DirectoryException TooLarge(string path, long maximum) =>
        new(CpsErrorCode.LimitExceeded, $"the file is larger than {maximum} bytes", path);
}
