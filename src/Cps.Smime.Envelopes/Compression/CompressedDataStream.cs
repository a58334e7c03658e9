using System.Formats.Asn1;
using System.IO.Compression;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>
/// Writes a CompressedData (RFC 3274, zlib) as its content is written into it; nothing is held back but what the compressor holds. BER
/// of indefinite length, or, by option, DER at the end. Compress before signing or sealing, never after: sealed content does not get smaller, and compressing what an
/// attacker can add to tells about the rest of it. Call <see cref="PushStream.CompleteAsync"/> at the end. Not for several threads.
/// </summary>
public sealed class CompressedDataStream : PushStream
{
    private const int ContentBlock = 64 * 1024;
    private const int SegmentLength = 16 * 1024;

    // zlib's form of no content (RFC 1950): header, an empty last block, Adler-32 of nothing.
    private static readonly byte[] s_nothing = [0x78, 0x9C, 0x03, 0x00, 0x00, 0x00, 0x00, 0x01];

    private readonly Stream _destination;
    private readonly MemoryStream _compressed = new();
    private readonly ZLibStream _zlib;
    private readonly ContentSpool? _spool;
    private bool _hasContent;

    private CompressedDataStream(Stream destination, CompressionOptions options)
        : base(ContentBlock)
    {
        _destination = destination;
        _zlib = new ZLibStream(_compressed, options.Level, leaveOpen: true);
        _spool = options.DefiniteLength ? new ContentSpool(options.MemoryBuffer) : null;
    }

    /// <summary>Begins a message.</summary>
    /// <param name="destination">Takes the message; stays open.</param>
    /// <param name="level">How hard to compress.</param>
    /// <param name="cancellationToken">Cancels writing.</param>
    public static ValueTask<CompressedDataStream> CreateAsync(
        Stream destination, CompressionLevel level = CompressionLevel.Optimal, CancellationToken cancellationToken = default) =>
        CreateAsync(destination, CompressionOptions.Default with { Level = level }, cancellationToken);

    /// <summary>Begins a message.</summary>
    /// <param name="destination">Takes the message; stays open.</param>
    /// <param name="options">How to write it.</param>
    /// <param name="cancellationToken">Cancels writing.</param>
    public static async ValueTask<CompressedDataStream> CreateAsync(Stream destination, CompressionOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        ArgumentNullException.ThrowIfNull(options);
        CompressedDataStream stream = new(destination, options);
        if (!options.DefiniteLength)
        {
            await destination.WriteAsync(WriteHeader(null), cancellationToken).ConfigureAwait(false);
        }

        return stream;
    }

    /// <inheritdoc/>
    protected override async ValueTask PushBlockAsync(ReadOnlyMemory<byte> block, bool synchronous, CancellationToken cancellationToken)
    {
        _hasContent = true;
        _zlib.Write(block.Span);
        if (_compressed.Length >= SegmentLength)
        {
            await WriteSegmentAsync(synchronous, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    protected override async ValueTask PushEndAsync(ReadOnlyMemory<byte> block, CancellationToken cancellationToken)
    {
        _hasContent |= !block.IsEmpty;
        _zlib.Write(block.Span);
        await _zlib.DisposeAsync().ConfigureAwait(false);
        if (!_hasContent)
        {
            // The platform's compressor writes nothing for content of no length, not even its header.
            _compressed.Write(s_nothing);
        }

        await WriteSegmentAsync(synchronous: false, cancellationToken).ConfigureAwait(false);
        if (_spool is null)
        {
            await _destination.WriteAsync(new byte[12], cancellationToken).ConfigureAwait(false);
            return;
        }

        _spool.Complete();
        await _destination.WriteAsync(WriteHeader(_spool.Length), cancellationToken).ConfigureAwait(false);
        await _spool.CopyToAsync(_destination, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _zlib.Dispose();
        _compressed.Dispose();
        _spool?.Dispose();
        base.Dispose(disposing);
    }

    // ContentInfo, its [0], CompressedData; EncapsulatedContentInfo, its [0], the OCTET STRING.
    private static byte[] WriteHeader(long? length)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        writer.WriteObjectIdentifier(CmsOids.CompressedData);
        byte[] type = writer.Encode();
        writer.Reset();
        writer.WriteInteger(0);
        AlgorithmIdentifier.WithoutParameters(CmsOids.Zlib).Write(writer);
        byte[] beginning = writer.Encode();
        writer.Reset();
        writer.WriteObjectIdentifier(CmsOids.Data);
        byte octetString = (byte)(length is null ? 0x24 : 0x04);
        return BerFrame.Write([new(0x30, type), new(0xA0, []), new(0x30, beginning), new(0x30, writer.Encode()), new(0xA0, []), new(octetString, [])], length);
    }

    private async ValueTask WriteSegmentAsync(bool synchronous, CancellationToken cancellationToken)
    {
        if (_spool is not null)
        {
            _spool.Write(_compressed.GetBuffer().AsSpan(0, (int)_compressed.Length));
            _compressed.SetLength(0);
            return;
        }

        byte[] header = new byte[10];
        header[0] = 0x04;
        int length = 1 + BerLength.Write(header.AsSpan(1), _compressed.Length);
        await WriteToAsync(_destination, header.AsMemory(0, length), synchronous, cancellationToken).ConfigureAwait(false);
        await WriteToAsync(_destination, _compressed.GetBuffer().AsMemory(0, (int)_compressed.Length), synchronous, cancellationToken).ConfigureAwait(false);
        _compressed.SetLength(0);
    }
}
