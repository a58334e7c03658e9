using System.Security.Cryptography;
using System.Text;

namespace Cps.Smime.Tool;

/// <summary>
/// A password or PIN in a file of its own: the first line, in UTF-8. Secrets come from files or from the terminal, never from the words of
/// a command line, which other users of the machine can see.
/// </summary>
internal static class SecretFile
{
    private const int MaximumLength = 1024;

    /// <summary>Reads the secret into memory that the caller wipes.</summary>
    /// <param name="path">The file; a pipe will do.</param>
    public static char[] Read(string path)
    {
        byte[] bytes = GC.AllocateArray<byte>(MaximumLength + 1, pinned: true);
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            int length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            ReadOnlySpan<byte> content = bytes.AsSpan(0, length);
            content = content.StartsWith(Encoding.UTF8.Preamble) ? content[Encoding.UTF8.Preamble.Length..] : content;
            int end = content.IndexOfAny((byte)'\n', (byte)'\r');
            if (end < 0 && length > MaximumLength)
            {
                throw new UsageException($"the first line of a password or PIN file is longer than {MaximumLength} bytes", path);
            }

            content = end < 0 ? content : content[..end];
            char[] secret = GC.AllocateArray<char>(Encoding.UTF8.GetCharCount(content), pinned: true);
            Encoding.UTF8.GetChars(content, secret);
            return secret;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new UsageException("the password or PIN file cannot be read", path, "Check that it exists and that you may read it");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    /// <summary>The path that the <c>pin-source</c> of a PKCS#11 URI names (RFC 7512 section 2.4): a <c>file:</c> URI or a path.</summary>
    public static string PathOf(string pinSource)
    {
        if (pinSource.StartsWith('|'))
        {
            throw new UsageException("a pin-source that runs a command is refused", advice: "Give a file");
        }

        if (!pinSource.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
        {
            return pinSource;
        }

        // RFC 8089 allows file:/path too, which the platform does not read.
        string rest = pinSource["file:".Length..];
        string full = rest.StartsWith('/') && !rest.StartsWith("//", StringComparison.Ordinal) ? "file://" + rest : pinSource;
        return Uri.TryCreate(full, UriKind.Absolute, out Uri? uri) && uri.IsFile && uri.Host.Length == 0
            ? uri.LocalPath
            : throw new UsageException("the pin-source is not the URI of a local file", advice: "Write it as file:/path or file:///path");
    }
}
