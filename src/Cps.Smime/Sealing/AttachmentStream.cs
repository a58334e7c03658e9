using Cps.Smime.Certificates;

namespace Cps.Smime;

/// <summary>
/// The content of an attachment while it is read. A disk that fails then is the input's failure: without this it would be reported as the
/// output's. Not for several threads.
/// </summary>
internal sealed class AttachmentStream(Stream content, string fileName) : Stream
{
    public override bool CanRead => content.CanRead;

    public override bool CanSeek => content.CanSeek;

    public override bool CanWrite => false;

    public override long Length => Try(() => content.Length);

    public override long Position
    {
        get => Try(() => content.Position);
        set => Try(() => content.Position = value);
    }

    public override int Read(Span<byte> buffer)
    {
        try
        {
            return content.Read(buffer);
        }
        catch (Exception e) when (IsFailure(e))
        {
            throw Unreadable(fileName, e);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (IsFailure(e))
        {
            throw Unreadable(fileName, e);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin) => Try(() => content.Seek(offset, origin));

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>Whether an exception says that a file could not be read.</summary>
    public static bool IsFailure(Exception e) => e is IOException or UnauthorizedAccessException;

    /// <summary>The one error of an attachment that cannot be read.</summary>
    public static CpsException Unreadable(string fileName, Exception cause) => new(
        CpsErrorCode.InputUnreadable, "the file to attach cannot be read", fileName, "Check that it exists and may be read.", cause);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            content.Dispose();
        }

        base.Dispose(disposing);
    }

    private T Try<T>(Func<T> operation)
    {
        try
        {
            return operation();
        }
        catch (Exception e) when (IsFailure(e))
        {
            throw Unreadable(fileName, e);
        }
    }
}
