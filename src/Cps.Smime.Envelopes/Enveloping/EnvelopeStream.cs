using System.Buffers;
using System.Formats.Asn1;
using System.Security.Cryptography;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>
/// Writes an EnvelopedData (RFC 5652 section 6) or AuthEnvelopedData (RFC 5083) as its content is written into it: nothing is held back
/// but one block. The encoding is BER of indefinite length, as every streaming writer's. Call <see cref="PushStream.CompleteAsync"/> at the
/// end. Not for several threads.
/// </summary>
public sealed class EnvelopeStream : PushStream
{
    private const int PlaintextBlock = 64 * 1024;
    private const int HeaderRoom = 8;

    private static readonly Asn1Tag s_explicit0 = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag s_constructedOctets = new(TagClass.ContextSpecific, 0, isConstructed: true);

    private readonly Stream _destination;
    private readonly ContentEncryptionInfo _info;
    private readonly ContentEncryptor _encryptor;
    private byte[] _output = ArrayPool<byte>.Shared.Rent(PlaintextBlock + (2 * ContentEncryptionInfo.BlockLength) + HeaderRoom);

    private EnvelopeStream(Stream destination, ContentEncryptionInfo info, ContentEncryptor encryptor)
        : base(PlaintextBlock)
    {
        _destination = destination;
        _info = info;
        _encryptor = encryptor;
    }

    /// <summary>Begins a message: makes a content key, encrypts it to each recipient and writes everything that stands before the content.</summary>
    /// <param name="destination">Takes the message; stays open.</param>
    /// <param name="recipients">At least one; the same certificate twice counts once. Each alone opens the message.</param>
    /// <param name="encryption">The content encryption.</param>
    /// <param name="cancellationToken">Cancels writing.</param>
    /// <exception cref="CpsException">A recipient's key cannot be used.</exception>
    public static async ValueTask<EnvelopeStream> CreateAsync(
        Stream destination, IReadOnlyCollection<EnvelopeRecipient> recipients, ContentEncryption encryption, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        ArgumentNullException.ThrowIfNull(recipients);
        ArgumentOutOfRangeException.ThrowIfZero(recipients.Count);
        if (recipients.OfType<PasswordRecipient>().Skip(1).Any())
        {
            throw new ArgumentException("A message has at most one password, because nothing would say which one is which.", nameof(recipients));
        }

        ContentEncryptionInfo info = ContentEncryptionInfo.Of(encryption);
        byte[] contentKey = RandomNumberGenerator.GetBytes(info.KeyLength);
        try
        {
            (byte[] iv, AlgorithmIdentifier identifier) = info.NewParameters();
            byte[] header = WriteHeader(info, identifier, recipients, contentKey);
            await destination.WriteAsync(header, cancellationToken).ConfigureAwait(false);
            return new EnvelopeStream(destination, info, ContentEncryptor.Create(info, contentKey, iv));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(contentKey);
        }
    }

    /// <inheritdoc/>
    protected override ValueTask PushBlockAsync(ReadOnlyMemory<byte> block, bool synchronous, CancellationToken cancellationToken)
    {
        int header = WriteChunkHeader(block.Length);
        _encryptor.Update(block.Span, _output.AsSpan(header, block.Length));
        return WriteToAsync(_destination, _output.AsMemory(0, header + block.Length), synchronous, cancellationToken);
    }

    /// <inheritdoc/>
    protected override async ValueTask PushEndAsync(ReadOnlyMemory<byte> block, CancellationToken cancellationToken)
    {
        byte[] last = new byte[block.Length + (2 * ContentEncryptionInfo.BlockLength)];
        int length = _encryptor.Finish(block.Span, last);
        int header = WriteChunkHeader(length);
        last.AsSpan(0, length).CopyTo(_output.AsSpan(header));
        await _destination.WriteAsync(_output.AsMemory(0, length == 0 ? 0 : header + length), cancellationToken).ConfigureAwait(false);

        // The ends of the content and of EncryptedContentInfo; the tag; the ends of the envelope, of [0] and of ContentInfo.
        AsnWriter tag = new(AsnEncodingRules.DER);
        if (_info.IsAuthenticated)
        {
            tag.WriteOctetString(_encryptor.Tag);
        }

        byte[] end = [0, 0, 0, 0, .. tag.Encode(), 0, 0, 0, 0, 0, 0];
        await _destination.WriteAsync(end, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _encryptor.Dispose();
        byte[] output = _output;
        _output = [];
        if (output.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(output);
        }

        base.Dispose(disposing);
    }

    private int WriteChunkHeader(int length)
    {
        _output[0] = 0x04;
        return 1 + BerLength.Write(_output.AsSpan(1), length);
    }

    private static byte[] WriteHeader(ContentEncryptionInfo info, AlgorithmIdentifier encryption, IReadOnlyCollection<EnvelopeRecipient> recipients, byte[] contentKey)
    {
        ArrayBufferWriter<byte> header = new(1024);
        Open(header, Asn1Tag.Sequence);
        AsnWriter writer = new(AsnEncodingRules.DER);
        writer.WriteObjectIdentifier(info.IsAuthenticated ? CmsOids.AuthEnvelopedData : CmsOids.EnvelopedData);
        Append(header, writer);
        Open(header, s_explicit0);
        Open(header, Asn1Tag.Sequence);

        List<EnvelopeRecipient> distinct = [.. recipients.DistinctBy(r => r.Identity)];
        writer.WriteInteger(EnvelopeVersion.Of(info.IsAuthenticated, distinct.Select(r => (r.Kind, r.Version))));
        using (writer.PushSetOf())
        {
            foreach (EnvelopeRecipient recipient in distinct)
            {
                recipient.Write(writer, contentKey);
            }
        }

        Append(header, writer);
        Open(header, Asn1Tag.Sequence);
        writer.WriteObjectIdentifier(CmsOids.Data);
        encryption.Write(writer);
        Append(header, writer);
        Open(header, s_constructedOctets);
        return header.WrittenSpan.ToArray();
    }

    private static void Open(ArrayBufferWriter<byte> header, Asn1Tag tag)
    {
        Span<byte> destination = header.GetSpan(8);
        int length = tag.Encode(destination);
        destination[length] = 0x80;
        header.Advance(length + 1);
    }

    private static void Append(ArrayBufferWriter<byte> header, AsnWriter writer)
    {
        header.Write(writer.Encode());
        writer.Reset();
    }
}
