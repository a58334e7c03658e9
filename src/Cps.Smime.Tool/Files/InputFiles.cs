using System.Text;
using Cps.Smime.Certificates;

namespace Cps.Smime.Tool;

/// <summary>
/// Opens what the command line names. A file that an option names and that is not there is a wrong command line (64); a message that
/// cannot be read is bad input (30).
/// </summary>
internal static class InputFiles
{
    private const int MaximumText = 16 * 1024 * 1024;

    /// <summary>The message or file that the command is about.</summary>
    public static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, new FileStreamOptions { Options = FileOptions.Asynchronous | FileOptions.SequentialScan, BufferSize = 128 * 1024 });
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            throw Unreadable(path, e);
        }
    }

    /// <summary>Checks that what an option names exists.</summary>
    /// <param name="option">The option, for example <c>--trust</c>.</param>
    /// <param name="path">The file or folder it names.</param>
    /// <param name="orFolder">Whether a folder will do.</param>
    public static void Require(string option, string path, bool orFolder = false)
    {
        if (!File.Exists(path) && !(orFolder && Directory.Exists(path)))
        {
            throw new UsageException($"{option} names a file that does not exist", path, "Check the path");
        }
    }

    /// <summary>The text of a letter, in UTF-8.</summary>
    public static async Task<string> ReadTextAsync(string path, CancellationToken cancellationToken)
    {
        await using FileStream file = Open(path);
        if (file.CanSeek && file.Length > MaximumText)
        {
            throw new CpsException(CpsErrorCode.LimitExceeded, "the text of a letter is larger than 16 MiB", path, "Attach it as a file");
        }

        try
        {
            using StreamReader reader = new(file, new UTF8Encoding(false, throwOnInvalidBytes: true));
            return await reader.ReadToEndAsync(cancellationToken);
        }
        catch (DecoderFallbackException e)
        {
            throw new CpsException(CpsErrorCode.Malformed, "the text of the letter is not UTF-8", path, "Save it as UTF-8, or attach it as a file", e);
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            throw Unreadable(path, e);
        }
    }

    /// <summary>Runs what reads a file, and names the file in an error that names no object.</summary>
    public static async Task<T> NamingAsync<T>(string path, Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (CpsException e) when (e.Subject is null && e is not (UsageException or Cards.CardException))
        {
            throw new CpsException(e.Code, e.Message, path, e.Advice, e);
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            throw Unreadable(path, e);
        }
    }

    private static bool IsUnreadable(Exception e) => e is IOException or UnauthorizedAccessException or System.Security.SecurityException or NotSupportedException;

    private static CpsException Unreadable(string path, Exception cause) =>
        new(CpsErrorCode.InputUnreadable, "the file cannot be read", path, "Check that it exists and that you may read it", cause);
}
