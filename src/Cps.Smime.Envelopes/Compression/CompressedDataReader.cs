using System.Buffers;
using System.Formats.Asn1;
using System.IO.Compression;
using System.Security.Cryptography;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>
/// A CompressedData (RFC 3274) whose beginning has been read and whose content waits in the stream. Compression proves nothing about
/// the content, and a small message may claim a huge one: what comes out is capped by <see cref="CmsLimits.MaximumDecompressedLength"/>
/// and <see cref="CmsLimits.MaximumCompressionRatio"/> while it comes. Not for several threads.
/// </summary>
public sealed class CompressedDataReader
{
    /// <summary>Content up to this length, in bytes, is taken whatever its ratio: a blank page compresses a thousand times and harms nobody.</summary>
    public const int AlwaysTakenLength = 1024 * 1024;

    private const int BufferLength = 64 * 1024;

    private readonly BerStreamReader _reader;
    private readonly CmsLimits _limits;
    private bool _taken;

    private CompressedDataReader(BerStreamReader reader, CmsLimits limits, string contentType)
    {
        _reader = reader;
        _limits = limits;
        ContentTypeOid = contentType;
    }

    /// <summary>The type of the compressed content, by its object identifier; id-data for mail.</summary>
    public string ContentTypeOid { get; }

    /// <summary>Decompresses the content into a spool that the caller disposes, and reads the message to its end.</summary>
    /// <exception cref="EnvelopeException">
    /// LimitExceeded: the content is longer than the limits allow. Malformed: the compressed data is damaged, cut short, or followed by
    /// something.
    /// </exception>
    public async Task<ContentSpool> ReadAsync(CancellationToken cancellationToken = default)
    {
        if (_taken)
        {
            throw new InvalidOperationException("The content was read already.");
        }

        _taken = true;
        ContentSpool spool = new(_limits.MemoryBuffer);
        try
        {
            OctetStringReader octets = await EncapsulatedContent.OpenAsync(_reader, _limits, "the compressed content", cancellationToken).ConfigureAwait(false);
            await DecompressAsync(octets, spool, cancellationToken).ConfigureAwait(false);
            await CmsReader.FinishAsync(_reader, cancellationToken).ConfigureAwait(false);
            spool.Complete();
            return spool;
        }
        catch
        {
            spool.Dispose();
            throw;
        }
    }

    internal static async ValueTask<CompressedDataReader> CreateAsync(BerStreamReader reader, CmsLimits limits, CancellationToken cancellationToken)
    {
        await reader.EnterAsync(Asn1Tag.Sequence, "the compressed data", cancellationToken).ConfigureAwait(false);
        await EncapsulatedContent.ReadVersionAsync(reader, 0, 0, cancellationToken).ConfigureAwait(false);
        AlgorithmIdentifier algorithm = await EncapsulatedContent.ReadAlgorithmAsync(reader, "the compression algorithm", cancellationToken).ConfigureAwait(false);
        if (algorithm.Oid != CmsOids.Zlib || !algorithm.HasNoParameters)
        {
            throw new EnvelopeException(CpsErrorCode.Unsupported, "the compression is not zlib", algorithm.Oid);
        }

        await reader.EnterAsync(Asn1Tag.Sequence, "the compressed content", cancellationToken).ConfigureAwait(false);
        string contentType = CmsReader.ReadOid(await reader.ReadElementAsync("the content type", cancellationToken).ConfigureAwait(false));
        await reader.EnterAsync(CmsReader.Context0, "the compressed content", cancellationToken).ConfigureAwait(false);
        return new CompressedDataReader(reader, limits, contentType);
    }

    private async ValueTask DecompressAsync(OctetStringReader octets, ContentSpool spool, CancellationToken cancellationToken)
    {
        CompressedOctets compressed = new(octets);
        ZLibStream zlib = new(compressed, CompressionMode.Decompress, leaveOpen: true);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
        try
        {
            int count;
            while ((count = await zlib.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                CheckLimits(spool.Length + count, compressed.Taken);
                spool.Write(buffer.AsSpan(0, count));
            }
        }
        catch (Exception e) when (e is InvalidDataException || (e is IOException && !compressed.InputFailed))
        {
            throw EnvelopeException.Malformed("the compressed content is damaged");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer);
            ArrayPool<byte>.Shared.Return(buffer);
            await zlib.DisposeAsync().ConfigureAwait(false);
        }

        // No octets at all is how some products compress content of no length.
        if (compressed.WasShort && compressed.Taken > 0)
        {
            throw EnvelopeException.Malformed("the compressed content is cut short");
        }

        if (!await compressed.IsAtEndAsync(cancellationToken).ConfigureAwait(false))
        {
            throw EnvelopeException.Malformed("something follows the compressed content");
        }

        // The octet string has been read to its end; this takes its end-of-contents mark where it has one.
        await octets.ReadAsync(new byte[1], cancellationToken).ConfigureAwait(false);
    }

    private void CheckLimits(long length, long compressedLength)
    {
        if (length > _limits.MaximumDecompressedLength)
        {
            throw new EnvelopeException(CpsErrorCode.LimitExceeded, $"the decompressed content is longer than {_limits.MaximumDecompressedLength} bytes",
                advice: "Raise the limit in CmsLimits if such messages are expected.");
        }

        if (length > AlwaysTakenLength && length / _limits.MaximumCompressionRatio > compressedLength)
        {
            throw new EnvelopeException(CpsErrorCode.LimitExceeded, $"the content was compressed more than {_limits.MaximumCompressionRatio} times, as hostile messages are",
                advice: "Raise the limit in CmsLimits if such messages are expected.");
        }
    }
}
