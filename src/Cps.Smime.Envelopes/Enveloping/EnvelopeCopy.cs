namespace Cps.Smime.Envelopes;

/// <summary>
/// Writes an envelope whose encrypted content comes from another one, unchanged: as it comes, in BER of indefinite length, or, where
/// definite lengths are asked for, by way of a spool, because only its end tells how long it is. Not for several threads.
/// </summary>
/// <param name="frames">Makes what stands before the content from the content key as the recipients have it.</param>
/// <param name="output">Takes the message.</param>
/// <param name="spool">Holds the encrypted content for definite lengths; null for the indefinite form.</param>
internal sealed class EnvelopeCopy(Func<byte[], IReadOnlyList<BerFrame>> frames, Stream output, ContentSpool? spool)
{
    private readonly byte[] _segmentHeader = [0x04, 0, 0, 0, 0, 0, 0, 0];
    private IReadOnlyList<BerFrame> _frames = [];

    /// <summary>Begins, when the content key is known.</summary>
    public async ValueTask BeginAsync(byte[] contentKey, CancellationToken cancellationToken)
    {
        _frames = frames(contentKey);
        if (spool is null)
        {
            await output.WriteAsync(BerFrame.Write(_frames, null), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Takes some of the encrypted content.</summary>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> ciphertext, CancellationToken cancellationToken)
    {
        if (spool is not null)
        {
            spool.Write(ciphertext.Span);
        }
        else if (!ciphertext.IsEmpty)
        {
            int length = 1 + BerLength.Write(_segmentHeader.AsSpan(1), ciphertext.Length);
            await output.WriteAsync(_segmentHeader.AsMemory(0, length), cancellationToken).ConfigureAwait(false);
            await output.WriteAsync(ciphertext, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Ends, when the content was found good.</summary>
    /// <param name="trailer">What follows EncryptedContentInfo.</param>
    /// <param name="cancellationToken">Cancels writing.</param>
    /// <exception cref="EnvelopeException">Unsupported: the trailer is not in DER.</exception>
    public async ValueTask EndAsync(byte[] trailer, CancellationToken cancellationToken)
    {
        if (spool is null)
        {
            byte[] end = [.. EnvelopeHeader.ContentEnd.Span, .. trailer, .. EnvelopeHeader.End.Span];
            await output.WriteAsync(end, cancellationToken).ConfigureAwait(false);
            return;
        }

        CheckDer(trailer, "the tag or the attributes");
        spool.Complete();
        await output.WriteAsync(BerFrame.Write(EnvelopeHeader.WithTrailer(_frames, trailer.Length), spool.Length), cancellationToken).ConfigureAwait(false);
        await spool.CopyToAsync(output, cancellationToken).ConfigureAwait(false);
        await output.WriteAsync(trailer, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Refuses to copy into DER what is not DER.</summary>
    public static void CheckDer(ReadOnlyMemory<byte> encoded, string what)
    {
        if (!DerCheck.IsDer(encoded))
        {
            throw new EnvelopeException(
                Certificates.CpsErrorCode.Unsupported, $"{what} of the message are in BER and cannot be copied into one in DER", advice: "Write it in BER of indefinite length.");
        }
    }
}
