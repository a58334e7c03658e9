using Cps.Smime.Envelopes;

namespace Cps.Smime.Mime;

/// <summary>One stream and then another, both closed with it. Not for several threads.</summary>
internal sealed class JoinedStream(Stream first, Stream second) : PullStream
{
    private bool _firstEnded;

    public override int Read(Span<byte> buffer)
    {
        if (!_firstEnded && !buffer.IsEmpty)
        {
            int count = first.Read(buffer);
            if (count > 0)
            {
                return count;
            }

            _firstEnded = true;
        }

        return second.Read(buffer);
    }

    public override void CopyTo(Stream destination, int bufferSize)
    {
        if (!_firstEnded)
        {
            first.CopyTo(destination, bufferSize);
            _firstEnded = true;
        }

        second.CopyTo(destination, bufferSize);
    }

    public override async Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
    {
        if (!_firstEnded)
        {
            await first.CopyToAsync(destination, bufferSize, cancellationToken).ConfigureAwait(false);
            _firstEnded = true;
        }

        await second.CopyToAsync(destination, bufferSize, cancellationToken).ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            first.Dispose();
            second.Dispose();
        }

        base.Dispose(disposing);
    }
}
