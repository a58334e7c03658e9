using Cps.Smime.Certificates;
using Cps.Smime.Envelopes;

namespace Cps.Smime.Tool.Cms;

/// <summary>
/// What <c>--in</c> or <c>--content</c> names: a file, a pipe, or standard input. It says what cannot be read in the words of this tool,
/// shows progress, and stops at once when it is told to, even while a pipe gives nothing. Not for several threads.
/// </summary>
internal sealed class CmsSource : ReadOnlyStream
{
    /// <summary>What names standard input or output.</summary>
    public const string Standard = "-";

    /// <summary>What standard input is called in an error.</summary>
    public const string StandardInput = "standard input";

    private const int BufferLength = 128 * 1024;

    private readonly string _name;
    private readonly Stream _inner;
    private readonly ContentSpool? _spool;
    private readonly ProgressLine? _progress;
    private readonly byte[] _pipeBuffer = [];

    private CmsSource(string name, Stream inner, ContentSpool? spool, ProgressLine? progress)
    {
        _name = name;
        _inner = inner;
        _spool = spool;
        _progress = progress;
        _pipeBuffer = inner.CanSeek ? [] : new byte[BufferLength];
    }

    public override bool CanSeek => _inner.CanSeek;

    public override long Length => _inner.Length;

    public override long Position
    {
        get => _inner.Position;
        set => _inner.Position = value;
    }

    /// <summary>Opens it for one reading.</summary>
    /// <param name="path">The file, or <see cref="Standard"/>.</param>
    /// <param name="progress">Told how much was read, or null.</param>
    public static CmsSource Open(string path, ProgressLine? progress = null) => path == Standard
        ? new CmsSource(StandardInput, System.Console.OpenStandardInput(), null, progress)
        : new CmsSource(path, InputFiles.Open(path), null, progress);

    /// <summary>Opens it for reading more than once: what is not an ordinary file goes through a spool, which is encrypted and deletes itself.</summary>
    public static async Task<CmsSource> OpenSeekableAsync(string path, ProgressLine? progress, CancellationToken cancellationToken)
    {
        CmsSource source = Open(path, progress);
        if (source.CanSeek)
        {
            return source;
        }

        await using (source)
        {
            ContentSpool spool = new();
            try
            {
                byte[] buffer = new byte[BufferLength];
                int count;
                while ((count = await source.ReadAsync(buffer, cancellationToken)) > 0)
                {
                    spool.Write(buffer.AsSpan(0, count));
                }

                spool.Complete();
                return new CmsSource(source._name, spool.OpenRead(), spool, null);
            }
            catch
            {
                spool.Dispose();
                throw;
            }
        }
    }

    /// <summary>How long a file is, for a progress line; 0 when that is not known.</summary>
    public static long LengthOf(string path) => path != Standard && new FileInfo(path) is { Exists: true } file ? file.Length : 0;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            int count = _inner.CanSeek ? await _inner.ReadAsync(buffer, cancellationToken) : await ReadPipeAsync(buffer, cancellationToken);
            _progress?.Add(count);
            return count;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new CpsException(CpsErrorCode.InputUnreadable, "the input cannot be read", _name, "Check that it exists and that you may read it", e);
        }
    }

    /// <summary>Copies all of it.</summary>
    /// <param name="destination">Takes it.</param>
    /// <param name="length">How long it was when it was opened, and must still be; null when nobody asked.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="CpsException">InputUnreadable: somebody is writing the file.</exception>
    public async Task<long> CopyAsync(Stream destination, long? length, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[BufferLength];
        long copied = 0;
        int count;
        while ((count = await ReadAsync(buffer, cancellationToken)) > 0 && (length is null || copied + count <= length))
        {
            await destination.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
            copied += count;
        }

        return length is null || (count == 0 && copied == length) ? copied : throw new CpsException(
            CpsErrorCode.InputUnreadable, "the file changed while it was being read", _name, "Give a file that nobody is writing");
    }

    public override long Seek(long offset, SeekOrigin origin) => _inner.Seek(offset, origin);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
            _spool?.Dispose();
        }

        base.Dispose(disposing);
    }

    // Reading a pipe does not notice that it is to stop; so it reads into a buffer of its own, which is left to it then.
    private async ValueTask<int> ReadPipeAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        int wanted = Math.Min(buffer.Length, _pipeBuffer.Length);
        int count = await Task.Run(() => _inner.Read(_pipeBuffer, 0, wanted), CancellationToken.None).WaitAsync(cancellationToken);
        _pipeBuffer.AsMemory(0, count).CopyTo(buffer);
        return count;
    }
}
