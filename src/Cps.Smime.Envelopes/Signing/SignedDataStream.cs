using System.Formats.Asn1;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>
/// Writes a SignedData that carries its content (opaque signing, RFC 8551 section 3.5.2) as the content is written into it; the keys are
/// asked at the end, one after the other, in <see cref="PushStream.CompleteAsync"/>. BER of indefinite length. Not for several threads.
/// </summary>
public sealed class SignedDataStream : PushStream
{
    private const int ContentBlock = 64 * 1024;

    private readonly Stream _destination;
    private readonly IReadOnlyList<SigningParty> _parties;
    private readonly SigningOptions? _options;
    private readonly ContentDigests _digests;
    private readonly byte[] _segmentHeader = [0x04, 0, 0, 0, 0, 0, 0, 0];

    private SignedDataStream(Stream destination, IReadOnlyList<SigningParty> parties, SigningOptions? options)
        : base(ContentBlock)
    {
        _destination = destination;
        _parties = parties;
        _options = options;
        _digests = new ContentDigests(parties.Select(p => p.Algorithm.Digest));
    }

    /// <summary>Begins a message with one signer.</summary>
    /// <param name="destination">Takes the message; stays open.</param>
    /// <param name="key">The signer's key.</param>
    /// <param name="options">How to sign; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels writing.</param>
    /// <exception cref="EnvelopeException">The key does not make such signatures.</exception>
    public static ValueTask<SignedDataStream> CreateAsync(
        Stream destination, ISigningKey key, SigningOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        return CreateAsync(destination, [key], options, cancellationToken);
    }

    /// <summary>Begins a message with several signers.</summary>
    /// <param name="destination">Takes the message; stays open.</param>
    /// <param name="keys">The signers' keys, at least one, each certificate once.</param>
    /// <param name="options">How to sign, all of them alike; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels writing.</param>
    /// <exception cref="EnvelopeException">A key does not make such signatures.</exception>
    public static async ValueTask<SignedDataStream> CreateAsync(
        Stream destination, IReadOnlyList<ISigningKey> keys, SigningOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        IReadOnlyList<SigningParty> parties = SigningParty.Choose(keys, options);
        AsnWriter writer = new(AsnEncodingRules.DER);
        writer.WriteObjectIdentifier(CmsOids.SignedData);
        byte[] type = writer.Encode();
        writer.Reset();
        SignedDataWriter.WriteBeginning(writer, parties.Select(p => p.Algorithm.Digest));
        byte[] beginning = writer.Encode();
        writer.Reset();
        writer.WriteObjectIdentifier(CmsOids.Data);

        // ContentInfo, its [0], SignedData; EncapsulatedContentInfo, its [0], the OCTET STRING: all of indefinite length.
        byte[] header = [0x30, 0x80, .. type, 0xA0, 0x80, 0x30, 0x80, .. beginning, 0x30, 0x80, .. writer.Encode(), 0xA0, 0x80, 0x24, 0x80];
        await destination.WriteAsync(header, cancellationToken).ConfigureAwait(false);
        return new SignedDataStream(destination, parties, options);
    }

    /// <inheritdoc/>
    protected override async ValueTask PushBlockAsync(ReadOnlyMemory<byte> block, bool synchronous, CancellationToken cancellationToken)
    {
        if (block.IsEmpty)
        {
            return;
        }

        _digests.Append(block.Span);
        int length = 1 + BerLength.Write(_segmentHeader.AsSpan(1), block.Length);
        await WriteToAsync(_destination, _segmentHeader.AsMemory(0, length), synchronous, cancellationToken).ConfigureAwait(false);
        await WriteToAsync(_destination, block, synchronous, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override async ValueTask PushEndAsync(ReadOnlyMemory<byte> block, CancellationToken cancellationToken)
    {
        await PushBlockAsync(block, synchronous: false, cancellationToken).ConfigureAwait(false);
        List<byte[]> signerInfos = await SigningParty.SignAsync(_parties, _digests, _options, cancellationToken).ConfigureAwait(false);
        AsnWriter writer = new(AsnEncodingRules.DER);
        SignedDataWriter.WriteEnd(writer, _parties, _options, signerInfos);
        byte[] end = [0, 0, 0, 0, 0, 0, .. writer.Encode(), 0, 0, 0, 0, 0, 0];
        await _destination.WriteAsync(end, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _digests.Dispose();
        base.Dispose(disposing);
    }
}
