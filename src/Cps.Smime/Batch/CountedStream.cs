using Cps.Smime.Certificates;

namespace Cps.Smime;

/// <summary>
/// Counts the bytes that pass to or from a stream of the caller's, and says of its failures whether they are the input's or the output's.
/// Disposes the stream. Not for several threads.
/// </summary>
internal sealed class CountedStream(Stream stream, Action<int> count, Func<Exception, CpsException> failure) : Stream
{
    private bool _disposed;

    public override bool CanRead => stream.CanRead;

    public override bool CanSeek => stream.CanSeek;

    public override bool CanWrite => stream.CanWrite;

    public override long Length => stream.Length;

    public override long Position { get => stream.Position; set => stream.Position = value; }

    /// <summary>Whether an exception says that a file could not be read or written.</summary>
    public static bool IsFailure(Exception e) => e is IOException or UnauthorizedAccessException;

    public override int Read(Span<byte> buffer)
    {
        try
        {
            return Counted(stream.Read(buffer));
        }
        catch (Exception e) when (IsFailure(e))
        {
            throw failure(e);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return Counted(await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception e) when (IsFailure(e))
        {
            throw failure(e);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            stream.Write(buffer);
            Counted(buffer.Length);
        }
        catch (Exception e) when (IsFailure(e))
        {
            throw failure(e);
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            await stream.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
            Counted(buffer.Length);
        }
        catch (Exception e) when (IsFailure(e))
        {
            throw failure(e);
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush() => stream.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => stream.FlushAsync(cancellationToken);

    public override long Seek(long offset, SeekOrigin origin) => stream.Seek(offset, origin);

    public override void SetLength(long value) => stream.SetLength(value);

    // What a stream keeps back comes out when it is disposed, and may fail then.
    public override async ValueTask DisposeAsync()
    {
        if (!_disposed)
        {
            _disposed = true;
            try
            {
                await stream.DisposeAsync().ConfigureAwait(false);
            }
            catch (Exception e) when (IsFailure(e))
            {
                throw failure(e);
            }
        }

        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            stream.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Counted(int length)
    {
        count(length);
        return length;
    }
}
