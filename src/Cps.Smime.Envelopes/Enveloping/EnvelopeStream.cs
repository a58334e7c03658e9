using System.Buffers;
using System.Formats.Asn1;
using System.Security.Cryptography;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>
/// Writes an EnvelopedData (RFC 5652 section 6) or AuthEnvelopedData (RFC 5083) as its content is written into it: nothing is held back
/// but one block. The encoding is BER of indefinite length, as every streaming writer's, or DER when the length of the content is given
/// (<see cref="EnvelopeOptions.ContentLength"/>). Call <see cref="PushStream.CompleteAsync"/> at the end. Not for several threads.
/// </summary>
public sealed class EnvelopeStream : PushStream
{
    private const int PlaintextBlock = 64 * 1024;
    private const int HeaderRoom = 8;

    private static ReadOnlySpan<byte> TagHeader => [0x04, ContentEncryptionInfo.TagLength];

    private readonly Stream _destination;
    private readonly ContentEncryptionInfo _info;
    private readonly ContentEncryptor _encryptor;
    private readonly long? _contentLength;
    private long _written;
    private byte[] _output = ArrayPool<byte>.Shared.Rent(PlaintextBlock + (2 * ContentEncryptionInfo.BlockLength) + HeaderRoom);

    internal EnvelopeStream(Stream destination, ContentEncryptionInfo info, ContentEncryptor encryptor, long? contentLength = null)
        : base(PlaintextBlock)
    {
        _contentLength = contentLength;
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
    public static ValueTask<EnvelopeStream> CreateAsync(
        Stream destination, IReadOnlyCollection<EnvelopeRecipient> recipients, ContentEncryption encryption, CancellationToken cancellationToken = default) =>
        CreateAsync(destination, recipients, encryption, EnvelopeOptions.Default, cancellationToken);

    /// <inheritdoc cref="CreateAsync(Stream, IReadOnlyCollection{EnvelopeRecipient}, ContentEncryption, CancellationToken)"/>
    /// <param name="destination">Takes the message; stays open.</param>
    /// <param name="recipients">At least one; the same certificate twice counts once. Each alone opens the message.</param>
    /// <param name="encryption">The content encryption.</param>
    /// <param name="options">How the envelope is written.</param>
    /// <param name="cancellationToken">Cancels writing.</param>
    /// <exception cref="CpsException">A recipient's key cannot be used.</exception>
    public static async ValueTask<EnvelopeStream> CreateAsync(
        Stream destination, IReadOnlyCollection<EnvelopeRecipient> recipients, ContentEncryption encryption, EnvelopeOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
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
            List<EnvelopeRecipient> distinct = [.. recipients.DistinctBy(r => r.Identity)];
            IReadOnlyList<BerFrame> frames = EnvelopeHeader.WithTrailer(
                EnvelopeHeader.Frames(
                    info.IsAuthenticated, EnvelopeVersion.Of(info.IsAuthenticated, distinct.Select(r => (r.Kind, r.Version))), [],
                    writer => WriteRecipients(writer, distinct, contentKey), CmsOids.Data, options.DeriveContentKey ? ContentKeyDerivation.Write(identifier) : identifier,
                    definite: options.ContentLength is not null),
                info.IsAuthenticated ? TagHeader.Length + ContentEncryptionInfo.TagLength : 0);
            byte[] header = BerFrame.Write(frames, info.CiphertextLength(options.ContentLength));
            await destination.WriteAsync(header, cancellationToken).ConfigureAwait(false);
            byte[] derived = options.DeriveContentKey ? ContentKeyDerivation.Derive(contentKey, identifier) : [.. contentKey];
            EnvelopeStream stream = new(destination, info, ContentEncryptor.Create(info, derived, iv), options.ContentLength);
            CryptographicOperations.ZeroMemory(derived);
            return stream;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(contentKey);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The content is longer than was said.</exception>
    protected override ValueTask PushBlockAsync(ReadOnlyMemory<byte> block, bool synchronous, CancellationToken cancellationToken)
    {
        Count(block.Length, isEnd: false);
        int header = WriteChunkHeader(block.Length);
        _encryptor.Update(block.Span, _output.AsSpan(header, block.Length));
        return WriteToAsync(_destination, _output.AsMemory(0, header + block.Length), synchronous, cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The content is not as long as was said.</exception>
    protected override async ValueTask PushEndAsync(ReadOnlyMemory<byte> block, CancellationToken cancellationToken)
    {
        Count(block.Length, isEnd: true);
        byte[] last = new byte[block.Length + (2 * ContentEncryptionInfo.BlockLength)];
        int length = _encryptor.Finish(block.Span, last);
        int header = WriteChunkHeader(length);
        last.AsSpan(0, length).CopyTo(_output.AsSpan(header));
        await _destination.WriteAsync(_output.AsMemory(0, length == 0 ? 0 : header + length), cancellationToken).ConfigureAwait(false);

        ReadOnlySpan<byte> tag = _info.IsAuthenticated ? [.. TagHeader, .. _encryptor.Tag] : [];
        byte[] end = _contentLength is null ? [.. EnvelopeHeader.ContentEnd.Span, .. tag, .. EnvelopeHeader.End.Span] : [.. tag];
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

    private void Count(int length, bool isEnd)
    {
        _written += length;
        if (_contentLength is { } said && (isEnd ? _written != said : _written > said))
        {
            throw new InvalidOperationException("The content is not as long as EnvelopeOptions.ContentLength says; what was written is not a message.");
        }
    }

    // In DER the content is one string and has no segments.
    private int WriteChunkHeader(int length)
    {
        if (_contentLength is not null)
        {
            return 0;
        }

        _output[0] = 0x04;
        return 1 + BerLength.Write(_output.AsSpan(1), length);
    }

    private static void WriteRecipients(AsnWriter writer, List<EnvelopeRecipient> recipients, byte[] contentKey)
    {
        foreach (EnvelopeRecipient recipient in recipients)
        {
            recipient.Write(writer, contentKey);
        }
    }
}
