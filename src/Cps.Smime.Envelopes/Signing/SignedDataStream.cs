using System.Formats.Asn1;
using System.Security.Cryptography;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>
/// Writes a SignedData that carries its content (opaque signing, RFC 8551 section 3.5.2) as the content is written into it; the key is
/// asked at the end, in <see cref="PushStream.CompleteAsync"/>. BER of indefinite length. Not for several threads.
/// </summary>
public sealed class SignedDataStream : PushStream
{
    private const int ContentBlock = 64 * 1024;

    private readonly Stream _destination;
    private readonly ISigningKey _key;
    private readonly SigningOptions _options;
    private readonly SignatureAlgorithm _algorithm;
    private readonly IncrementalHash _digest;

    private SignedDataStream(Stream destination, ISigningKey key, SigningOptions options, SignatureAlgorithm algorithm)
        : base(ContentBlock)
    {
        _destination = destination;
        _key = key;
        _options = options;
        _algorithm = algorithm;
        _digest = IncrementalHash.CreateHash(algorithm.Digest);
    }

    /// <summary>Begins a message.</summary>
    /// <param name="destination">Takes the message; stays open.</param>
    /// <param name="key">The signer's key.</param>
    /// <param name="options">How to sign; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels writing.</param>
    /// <exception cref="EnvelopeException">The key does not make such signatures.</exception>
    public static async ValueTask<SignedDataStream> CreateAsync(
        Stream destination, ISigningKey key, SigningOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        SignatureAlgorithm algorithm = SignedDataWriter.ChooseAlgorithm(key, options);
        AsnWriter writer = new(AsnEncodingRules.DER);
        writer.WriteObjectIdentifier(CmsOids.SignedData);
        byte[] type = writer.Encode();
        writer.Reset();
        SignedDataWriter.WriteBeginning(writer, algorithm);
        byte[] beginning = writer.Encode();
        writer.Reset();
        writer.WriteObjectIdentifier(CmsOids.Data);

        // ContentInfo, its [0], SignedData; EncapsulatedContentInfo, its [0], the OCTET STRING: all of indefinite length.
        byte[] header = [0x30, 0x80, .. type, 0xA0, 0x80, 0x30, 0x80, .. beginning, 0x30, 0x80, .. writer.Encode(), 0xA0, 0x80, 0x24, 0x80];
        await destination.WriteAsync(header, cancellationToken).ConfigureAwait(false);
        return new SignedDataStream(destination, key, options ?? new SigningOptions(), algorithm);
    }

    /// <inheritdoc/>
    protected override async ValueTask PushBlockAsync(ReadOnlyMemory<byte> block, bool synchronous, CancellationToken cancellationToken)
    {
        if (block.IsEmpty)
        {
            return;
        }

        _digest.AppendData(block.Span);
        byte[] header = new byte[8];
        header[0] = 0x04;
        int length = 1 + BerLength.Write(header.AsSpan(1), block.Length);
        await WriteToAsync(_destination, header.AsMemory(0, length), synchronous, cancellationToken).ConfigureAwait(false);
        await WriteToAsync(_destination, block, synchronous, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override async ValueTask PushEndAsync(ReadOnlyMemory<byte> block, CancellationToken cancellationToken)
    {
        await PushBlockAsync(block, synchronous: false, cancellationToken).ConfigureAwait(false);
        byte[] signerInfo = await SignerInfoWriter.WriteAsync(_digest.GetHashAndReset(), _key, _algorithm, _options, cancellationToken).ConfigureAwait(false);
        AsnWriter writer = new(AsnEncodingRules.DER);
        SignedDataWriter.WriteEnd(writer, _key, _options, signerInfo);
        byte[] end = [0, 0, 0, 0, 0, 0, .. writer.Encode(), 0, 0, 0, 0, 0, 0];
        await _destination.WriteAsync(end, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _digest.Dispose();
        base.Dispose(disposing);
    }
}
