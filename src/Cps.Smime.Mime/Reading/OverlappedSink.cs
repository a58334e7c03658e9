using Cps.Smime.Envelopes;

namespace Cps.Smime.Mime;

/// <summary>
/// Fills a <see cref="MimeSpool"/> on another thread, so that a large content is decrypted on one core and decoded, digested and stored on
/// another. Complete it before the spool is used; disposing it earlier abandons the rest. Not for several threads.
/// </summary>
internal sealed class OverlappedSink : IContentSink, IAsyncDisposable
{
    private readonly SpoolStream _spool;
    private readonly HandOffStream _handOff;

    public OverlappedSink(MimeSpool spool, HandOffOptions options)
    {
        _spool = new SpoolStream(spool);
        _handOff = new HandOffStream(_spool, options);
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => _handOff.WriteAsync(bytes, cancellationToken);

    /// <summary>Waits until the spool has everything.</summary>
    public ValueTask CompleteAsync(CancellationToken cancellationToken) => _handOff.CompleteAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _handOff.DisposeAsync().ConfigureAwait(false);
        await _spool.DisposeAsync().ConfigureAwait(false);
    }

    private sealed class SpoolStream(MimeSpool spool) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Write(ReadOnlySpan<byte> buffer) => spool.Write(buffer);

        public override void Write(byte[] buffer, int offset, int count) => spool.Write(buffer.AsSpan(offset, count));

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => spool.WriteAsync(buffer, cancellationToken);

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
