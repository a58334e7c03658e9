using System.Buffers;
using System.Security.Cryptography;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>
/// Where content waits until it may be released: some megabytes of memory, then a temporary file that is private, already deleted while
/// it is in use, and encrypted page by page under a key that never leaves memory. Nothing readable is left behind by a crash.
/// Written once by one thread, then read by any number of readers, each for one thread. Disposing it wipes and forgets everything.
/// </summary>
public sealed class ContentSpool : IContentSink, IDisposable
{
    internal const int PageLength = 64 * 1024;

    // Fresh memory costs as much as a cipher, and the shared pool keeps fewer pages than one letter takes: 16 MiB stay with the process.
    private static readonly ArrayPool<byte> s_pages = ArrayPool<byte>.Create(PageLength, maxArraysPerBucket: 256);

    private readonly int _memoryPages;
    private readonly List<byte[]> _pages = [];
    private readonly Lock _lock = new();
    private SpoolFile? _file;
    private byte[]? _current;
    private int _currentLength;
    private bool _completed;
    private bool _disposed;

    /// <summary>Makes an empty spool.</summary>
    /// <param name="memoryBuffer">How many bytes stay in memory before a file is used.</param>
    public ContentSpool(int memoryBuffer = 4 * 1024 * 1024) => _memoryPages = Math.Max(1, memoryBuffer / PageLength);

    /// <summary>How many bytes were written.</summary>
    public long Length { get; private set; }

    /// <summary>Appends bytes.</summary>
    /// <exception cref="CpsException">OutputUnwritable: the temporary folder is full or cannot be written.</exception>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_completed)
        {
            throw new InvalidOperationException("The spool is complete.");
        }

        while (!bytes.IsEmpty)
        {
            _current ??= s_pages.Rent(PageLength);
            int count = Math.Min(bytes.Length, PageLength - _currentLength);
            bytes[..count].CopyTo(_current.AsSpan(_currentLength));
            Advance(count);
            bytes = bytes[count..];
        }
    }

    /// <inheritdoc/>
    ValueTask IContentSink.WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        Write(bytes.Span);
        return ValueTask.CompletedTask;
    }

    /// <summary>Where the next bytes may be written in place, before <see cref="Advance"/>: the rest of a page, perhaps a short one.</summary>
    internal Span<byte> GetPage()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _current ??= s_pages.Rent(PageLength);
        return _current.AsSpan(_currentLength, PageLength - _currentLength);
    }

    /// <summary>Appends bytes that were written into <see cref="GetPage"/>.</summary>
    internal void Advance(int count)
    {
        _currentLength += count;
        Length += count;
        if (_currentLength == PageLength)
        {
            FlushPage();
        }
    }

    /// <summary>Ends writing; reading may begin.</summary>
    public void Complete()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (!_completed && _currentLength > 0)
        {
            FlushPage();
        }

        _completed = true;
    }

    /// <summary>A new reader over the whole content or a range of it; seekable, and valid until the spool is disposed.</summary>
    /// <param name="offset">Where the range begins.</param>
    /// <param name="length">How long it is; null for all that follows.</param>
    public Stream OpenRead(long offset = 0, long? length = null)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (!_completed)
        {
            throw new InvalidOperationException("The spool is still being written.");
        }

        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Length);
        long count = length ?? Length - offset;
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Length - offset);
        return new SpoolReader(this, offset, count);
    }

    /// <summary>Copies the whole content.</summary>
    public async Task CopyToAsync(Stream destination, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        Stream reader = OpenRead();
        await using (reader.ConfigureAwait(false))
        {
            await reader.CopyToAsync(destination, PageLength, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Wipes the content.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            Forget(_current, _currentLength);
            _current = null;
            for (int i = 0; i < _pages.Count; i++)
            {
                Forget(_pages[i], PageLengthAt(i));
            }

            _pages.Clear();
            _file?.Dispose();
        }
    }

    /// <summary>The page as it lies in memory, or null when it is in the file.</summary>
    internal ReadOnlySpan<byte> PageInMemory(int index)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return index < _pages.Count ? _pages[index].AsSpan(0, PageLengthAt(index)) : default;
    }

    /// <summary>Reads a page of the file.</summary>
    internal void ReadPage(int index, Span<byte> page)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _file!.Read(index - _pages.Count, page[..PageLengthAt(index)]);
        }
    }

    internal int PageLengthAt(int index) => (int)Math.Min(PageLength, Length - ((long)index * PageLength));

    private static void Forget(byte[]? page, int length)
    {
        if (page is not null)
        {
            CryptographicOperations.ZeroMemory(page.AsSpan(0, length));
            s_pages.Return(page);
        }
    }

    private void FlushPage()
    {
        if (_pages.Count < _memoryPages)
        {
            _pages.Add(_current!);
            _current = null;
        }
        else
        {
            _file ??= new SpoolFile();
            _file.Append(_current.AsSpan(0, _currentLength));
        }

        _currentLength = 0;
    }
}
