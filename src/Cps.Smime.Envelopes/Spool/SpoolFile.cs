using System.Buffers.Binary;
using System.Security.Cryptography;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>
/// The file part of a <see cref="ContentSpool"/>: pages under AES-256-GCM with a key made for this file, the page number as nonce. On
/// Unix the file has mode 0600 and no name any more once it is open; on Windows it is deleted on close.
/// </summary>
internal sealed class SpoolFile : IDisposable
{
    private const int TagLength = 16;

    private readonly FileStream _file;
    private readonly AesGcm _cipher;
    private readonly byte[] _page = new byte[ContentSpool.PageLength + TagLength];
    private int _count;

    public SpoolFile()
    {
        string path = Path.Combine(Path.GetTempPath(), "cps-smime-" + Convert.ToHexString(RandomNumberGenerator.GetBytes(12)));
        try
        {
            FileStreamOptions options = new()
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.ReadWrite,
                Share = FileShare.Delete,
                Options = FileOptions.DeleteOnClose,
                BufferSize = 0,
            };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            _file = new FileStream(path, options);
            if (!OperatingSystem.IsWindows())
            {
                File.Delete(path);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(e);
        }

        Span<byte> key = stackalloc byte[32];
        RandomNumberGenerator.Fill(key);
        _cipher = new AesGcm(key, TagLength);
        CryptographicOperations.ZeroMemory(key);
    }

    public void Append(ReadOnlySpan<byte> page)
    {
        Span<byte> nonce = stackalloc byte[12];
        BinaryPrimitives.WriteInt32LittleEndian(nonce, _count);
        _cipher.Encrypt(nonce, page, _page.AsSpan(0, page.Length), _page.AsSpan(page.Length, TagLength));
        try
        {
            RandomAccess.Write(_file.SafeFileHandle, _page.AsSpan(0, page.Length + TagLength), Offset(_count));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(e);
        }

        _count++;
    }

    public void Read(int index, Span<byte> page)
    {
        Span<byte> stored = _page.AsSpan(0, page.Length + TagLength);
        for (int filled = 0; filled < stored.Length;)
        {
            int count = RandomAccess.Read(_file.SafeFileHandle, stored[filled..], Offset(index) + filled);
            if (count == 0)
            {
                throw new CpsException(CpsErrorCode.InputUnreadable, "the temporary file was cut short");
            }

            filled += count;
        }

        Span<byte> nonce = stackalloc byte[12];
        BinaryPrimitives.WriteInt32LittleEndian(nonce, index);
        try
        {
            _cipher.Decrypt(nonce, stored[..page.Length], stored[page.Length..], page);
        }
        catch (CryptographicException)
        {
            throw new CpsException(CpsErrorCode.InputUnreadable, "the temporary file was altered");
        }
    }

    public void Dispose()
    {
        _file.Dispose();
        _cipher.Dispose();
    }

    private static long Offset(int index) => (long)index * (ContentSpool.PageLength + TagLength);

    private static CpsException Unwritable(Exception cause) => new(
        CpsErrorCode.OutputUnwritable, "a temporary file cannot be written", Path.GetTempPath(), "Free some space, or set TMPDIR to a folder with space.", cause);
}
