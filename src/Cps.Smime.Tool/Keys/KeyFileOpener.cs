using System.Formats.Asn1;
using System.Security.Cryptography;
using Cps.Smime.Certificates;

namespace Cps.Smime.Tool;

/// <summary>
/// Opens PKCS#12 and PEM key files. No password is asked for a file that opens without one; for the others it comes from the password
/// file, else from the terminal.
/// </summary>
internal static class KeyFileOpener
{
    /// <summary>The keys of a file; the caller disposes them.</summary>
    public static async Task<IReadOnlyList<SoftwareKey>> OpenAsync(ToolConsole console, string path, string? passwordFile, CancellationToken cancellationToken)
    {
        byte[] file = await ReadAsync(path, cancellationToken);
        try
        {
            return await OpenAsync(console, file, path, passwordFile, cancellationToken);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(file);
        }
    }

    /// <summary>The keys of a file that open messages, X25519 and ML-KEM among them; the caller disposes them.</summary>
    public static async Task<IReadOnlyList<IDecryptionKey>> OpenForDecryptionAsync(ToolConsole console, string path, string? passwordFile, CancellationToken cancellationToken)
    {
        byte[] file = await ReadAsync(path, cancellationToken);
        try
        {
            IReadOnlyList<IDecryptionKey> keys = EncryptionKeyFile.Read(file, path);
            return keys.Count > 0 ? keys : await OpenAsync(console, file, path, passwordFile, cancellationToken);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(file);
        }
    }

    private static async Task<IReadOnlyList<SoftwareKey>> OpenAsync(ToolConsole console, byte[] file, string path, string? passwordFile, CancellationToken cancellationToken)
    {
        if (!KeyFile.NeedsPassword(file) || IsNeither(file))
        {
            return KeyFile.Read(file, "", path);
        }

        return TryEmpty(file, path) ?? await ReadProtectedAsync(console, file, path, passwordFile, cancellationToken);
    }

    private static async Task<IReadOnlyList<SoftwareKey>> ReadProtectedAsync(
        ToolConsole console, byte[] file, string path, string? passwordFile, CancellationToken cancellationToken)
    {
        char[]? password = passwordFile is not null ? SecretFile.Read(passwordFile)
            : console.CanAsk ? await SecretPrompt.AskAsync(console.Terminal, console.Say($"Password of {path}:", $"Mot de passe de {path} :"), cancellationToken)
            : throw new CertificateException(CpsErrorCode.KeyUnreadable, "the key file has a password and there is no terminal to ask at", path,
                "Give --password-file FILE, or run the command at a terminal");
        if (password is null)
        {
            throw new CertificateException(CpsErrorCode.KeyUnreadable, "no password was given for the key file", path);
        }

        try
        {
            return KeyFile.Read(file, password, path);
        }
        finally
        {
            SecretPrompt.Wipe(password);
        }
    }

    private static IReadOnlyList<SoftwareKey>? TryEmpty(byte[] file, string path)
    {
        try
        {
            return KeyFile.Read(file, "", path);
        }
        catch (CertificateException e) when (e.Code == CpsErrorCode.KeyUnreadable)
        {
            return null;
        }
    }

    // Neither PEM nor PFX of RFC 7292 section 4 (a sequence that begins with version 3): no password will help.
    private static bool IsNeither(byte[] file)
    {
        if (file.AsSpan().IndexOf("-----BEGIN "u8) >= 0)
        {
            return false;
        }

        try
        {
            return !new AsnReader(file, AsnEncodingRules.BER).ReadSequence().TryReadInt32(out int version) || version != 3;
        }
        catch (AsnContentException)
        {
            return true;
        }
    }

    private static async Task<byte[]> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await using FileStream stream = new(path, new FileStreamOptions { Options = FileOptions.Asynchronous, BufferSize = 0 });
            byte[] buffer = new byte[KeyFile.MaximumLength + 1];
            int length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
            byte[] file = buffer[..length];
            CryptographicOperations.ZeroMemory(buffer);
            return file;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new CertificateException(CpsErrorCode.KeyUnreadable, "the key file cannot be read", path, "Check that you may read it", e);
        }
    }
}
