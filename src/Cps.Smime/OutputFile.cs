using System.Security.Cryptography;
using Cps.Smime.Certificates;

namespace Cps.Smime;

/// <summary>
/// Writes a file that is complete or absent: into a temporary file of the same folder, flushed to the disk, then renamed. Whatever fails,
/// cancellation included, leaves no trace; only a crash can leave the temporary file, whose name begins with <c>.cps-smime-</c>.
/// </summary>
public static class OutputFile
{
    /// <summary>Writes a file.</summary>
    /// <param name="path">The file; replaced when it exists.</param>
    /// <param name="write">Writes the content.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="CpsException">OutputUnwritable, or what <paramref name="write"/> throws.</exception>
    public static Task WriteAsync(string path, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken = default) =>
        WriteOnceAsync(path, write, replace: true, cancellationToken);

    /// <summary>As <see cref="WriteAsync"/>, but a file, folder or link that is there already is left as it is.</summary>
    /// <param name="path">The file; must not exist.</param>
    /// <param name="write">Writes the content.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="CpsException">OutputUnwritable, also when there is such a file; or what <paramref name="write"/> throws.</exception>
    public static Task WriteNewAsync(string path, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken = default) =>
        WriteOnceAsync(path, write, replace: false, cancellationToken);

    private static async Task WriteOnceAsync(string path, Func<Stream, CancellationToken, Task> write, bool replace, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        string full = Path.GetFullPath(path);
        string temporary = Path.Combine(Path.GetDirectoryName(full) ?? "", ".cps-smime-" + Convert.ToHexString(RandomNumberGenerator.GetBytes(8)));
        FileStream stream;
        try
        {
            FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, Options = FileOptions.Asynchronous, BufferSize = 128 * 1024 };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            stream = new FileStream(temporary, options);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(path, e);
        }

        bool done = false;
        try
        {
            await using (stream.ConfigureAwait(false))
            {
                await write(stream, cancellationToken).ConfigureAwait(false);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, full, overwrite: replace);
            done = true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(path, e);
        }
        finally
        {
            if (!done)
            {
                TryDelete(temporary);
            }
        }
    }

    // A folder that went away or turned read-only meanwhile is already being reported.
    private static void TryDelete(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }

    private static CpsException Unwritable(string path, Exception cause) => new(
        CpsErrorCode.OutputUnwritable, "the file cannot be written", path, "Check that the folder exists, may be written and has space. Nothing was left behind.", cause);
}
