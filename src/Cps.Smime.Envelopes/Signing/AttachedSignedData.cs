using System.Buffers;
using System.Formats.Asn1;
using System.Security.Cryptography;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>
/// Writes a SignedData that carries its content in DER (X.690 section 10). The lengths that stand before the content depend on the
/// signatures, and an ECDSA signature has no fixed length: so the content is read twice, once to be signed and once to be copied, and what
/// is copied must be what was signed.
/// </summary>
internal static class AttachedSignedData
{
    private const int BufferLength = 64 * 1024;

    public static async Task WriteAsync(
        Stream content, IReadOnlyList<SigningParty> parties, Stream destination, SigningOptions? options, CancellationToken cancellationToken)
    {
        long start = content.Position;
        using ContentDigests first = new(parties.Select(p => p.Algorithm.Digest));
        long length = await PassAsync(content, first, long.MaxValue, copy: null, cancellationToken).ConfigureAwait(false);
        List<byte[]> signerInfos = await SigningParty.SignAsync(parties, first, options, cancellationToken).ConfigureAwait(false);

        byte[] type = Encode(w => w.WriteObjectIdentifier(CmsOids.SignedData));
        byte[] beginning = Encode(w => SignedDataWriter.WriteBeginning(w, parties.Select(p => p.Algorithm.Digest)));
        byte[] contentType = Encode(w => w.WriteObjectIdentifier(CmsOids.Data));
        byte[] end = Encode(w => SignedDataWriter.WriteEnd(w, parties, options, signerInfos));
        BerFrame[] frames =
        [
            new(0x30, type), new(0xA0, []), new(0x30, beginning, end.Length), new(0x30, contentType), new(0xA0, []), new(0x04, []),
        ];
        await destination.WriteAsync(BerFrame.Write(frames, length), cancellationToken).ConfigureAwait(false);

        content.Position = start;
        using ContentDigests second = new(parties.Select(p => p.Algorithm.Digest));
        long copied = await PassAsync(content, second, length, destination, cancellationToken).ConfigureAwait(false);
        if (copied != length || parties.Any(p => !first.Find(p.Algorithm.Digest).AsSpan().SequenceEqual(second.Find(p.Algorithm.Digest))))
        {
            throw new EnvelopeException(CpsErrorCode.InputUnreadable, "the content changed while it was being signed", advice: "Sign a file that nobody is writing.");
        }

        await destination.WriteAsync(end, cancellationToken).ConfigureAwait(false);
    }

    // At most one byte more than announced is read: enough to see that there is more.
    private static async ValueTask<long> PassAsync(Stream content, ContentDigests digests, long announced, Stream? copy, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
        try
        {
            long length = 0;
            int count;
            while (length <= announced
                && (count = await content.ReadAsync(buffer.AsMemory(0, (int)Math.Clamp(announced - length, 1, BufferLength)), cancellationToken).ConfigureAwait(false)) > 0)
            {
                length += count;
                digests.Append(buffer.AsSpan(0, count));
                if (copy is not null && length <= announced)
                {
                    await copy.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
                }
            }

            return length;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer);
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static byte[] Encode(Action<AsnWriter> write)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        write(writer);
        return writer.Encode();
    }
}
