using System.Buffers;
using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>
/// An EnvelopedData (RFC 5652 section 6) or AuthEnvelopedData (RFC 5083) whose recipients have been read and whose content waits in the
/// stream. Content comes out only when it is complete and, where the envelope can tell, authentic. Not for several threads.
/// </summary>
public sealed class EnvelopeReader
{
    private const int BlockLength = 64 * 1024;

    private static readonly Asn1Tag s_authenticatedAttributes = new(TagClass.ContextSpecific, 1, isConstructed: true);
    private static readonly Asn1Tag s_unauthenticatedAttributes = new(TagClass.ContextSpecific, 2, isConstructed: true);
    private static readonly Asn1Tag s_unprotectedAttributes = new(TagClass.ContextSpecific, 1, isConstructed: true);
    private static readonly Asn1Tag s_encryptedContent = new(TagClass.ContextSpecific, 0);

    private readonly BerStreamReader _reader;
    private readonly CmsLimits _limits;
    private readonly byte[] _originatorInformation;
    private bool _opened;

    private EnvelopeReader(
        BerStreamReader reader, CmsLimits limits, bool authenticated, int version, byte[] originator, IReadOnlyList<RecipientInfo> recipients, string contentType, AlgorithmIdentifier encryption)
    {
        Version = version;
        _originatorInformation = originator;
        _reader = reader;
        _limits = limits;
        IsAuthenticated = authenticated;
        Recipients = recipients;
        ContentTypeOid = contentType;
        ContentEncryptionIdentifier = encryption;
    }

    /// <summary>Whether the message is an AuthEnvelopedData.</summary>
    public bool IsAuthenticated { get; }

    /// <summary>The recipients, in the order of the message.</summary>
    public IReadOnlyList<RecipientInfo> Recipients { get; }

    /// <summary>The content type inside, by its object identifier; id-data for mail.</summary>
    public string ContentTypeOid { get; }

    /// <summary>The content encryption as it stands in the message.</summary>
    public AlgorithmIdentifier ContentEncryptionIdentifier { get; }

    /// <summary>The content encryption's name, or its object identifier when it is not one that is read.</summary>
    public string ContentEncryptionName => ContentEncryptionInfo.NameOf(ContentKeyDerivation.Read(ContentEncryptionIdentifier).Algorithm.Oid);

    /// <summary>The version of the structure.</summary>
    internal int Version { get; }

    /// <summary>OriginatorInfo as it stands in the message, or empty.</summary>
    internal ReadOnlySpan<byte> OriginatorInformation => _originatorInformation;

    /// <summary>The ciphers of old mail that are allowed.</summary>
    internal LegacyAlgorithms Legacy { get; init; }

    /// <summary>Opens the message with one of several keys, and writes the content when all of it was found good.</summary>
    /// <param name="keys">
    /// The keys to choose from: private keys, key-encryption keys, at most one password. Those that ask a person are used last.
    /// </param>
    /// <param name="destination">Takes the content; gets nothing when opening fails.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="CpsException">
    /// NoKeyForMessage, Refused, Unsupported, Malformed, LimitExceeded, DecryptionFailed; or what the card said.
    /// </exception>
    public async Task<DecryptionReport> DecryptAsync(IReadOnlyCollection<IRecipientKey> keys, Stream destination, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        (ContentSpool spool, DecryptionReport report) = await DecryptAsync(keys, cancellationToken).ConfigureAwait(false);
        using (spool)
        {
            await spool.CopyToAsync(destination, cancellationToken).ConfigureAwait(false);
        }

        return report;
    }

    /// <summary>Opens the message with one of several keys into a spool that the caller disposes.</summary>
    /// <inheritdoc cref="DecryptAsync(IReadOnlyCollection{IRecipientKey}, Stream, CancellationToken)"/>
    public async Task<(ContentSpool Content, DecryptionReport Report)> DecryptAsync(IReadOnlyCollection<IRecipientKey> keys, CancellationToken cancellationToken = default)
    {
        ContentSpool spool = new(_limits.MemoryBuffer);
        try
        {
            DecryptionReport report = await OpenAsync(keys, spool, copy: null, cancellationToken).ConfigureAwait(false);
            spool.Complete();
            return (spool, report);
        }
        catch
        {
            spool.Dispose();
            throw;
        }
    }

    /// <summary>Opens the message into a sink, which keeps what it is given to itself until this method has returned.</summary>
    /// <inheritdoc cref="DecryptAsync(IReadOnlyCollection{IRecipientKey}, Stream, CancellationToken)"/>
    internal Task<DecryptionReport> DecryptIntoAsync(IReadOnlyCollection<IRecipientKey> keys, IContentSink sink, CancellationToken cancellationToken) =>
        OpenAsync(keys, sink, copy: null, cancellationToken);

    /// <summary>Opens the message and copies its encrypted content behind another header, without its plaintext going anywhere.</summary>
    /// <param name="keys">The keys to choose from.</param>
    /// <param name="copy">Takes the message.</param>
    /// <param name="cancellationToken">Cancels.</param>
    internal Task<DecryptionReport> RewrapAsync(IReadOnlyCollection<IRecipientKey> keys, EnvelopeCopy copy, CancellationToken cancellationToken) =>
        OpenAsync(keys, sink: null, copy, cancellationToken);

    private async Task<DecryptionReport> OpenAsync(IReadOnlyCollection<IRecipientKey> keys, IContentSink? sink, EnvelopeCopy? copy, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(keys);
        if (_opened)
        {
            throw new InvalidOperationException("The message was opened already.");
        }

        _opened = true;
        (AlgorithmIdentifier algorithm, bool isDerived) = ContentKeyDerivation.Read(ContentEncryptionIdentifier);

        // A derived key is of 2025, and no cipher of old mail goes with it.
        ContentEncryptionInfo info = ContentEncryptionInfo.Find(algorithm, IsAuthenticated, isDerived ? LegacyAlgorithms.None : Legacy) ?? throw new EnvelopeException(
            CpsErrorCode.Refused, "the content encryption is not one that is opened in this kind of envelope", ContentEncryptionName);
        byte[] iv = info.ReadParameters(algorithm.Parameters);
        RecipientOpening opening = RecipientMatch.Find(Recipients, keys, _limits);
        byte[] contentKey = await opening.Unwrap!(info.KeyLength, cancellationToken).ConfigureAwait(false);
        byte[] derivedKey = isDerived ? ContentKeyDerivation.Derive(contentKey, info.Identifier(iv)) : contentKey;
        try
        {
            if (copy is not null)
            {
                await copy.BeginAsync(contentKey, cancellationToken).ConfigureAwait(false);
            }

            using ContentDecryptor decryptor = ContentDecryptor.Create(info, derivedKey, iv);
            bool good = await DecryptContentAsync(decryptor, sink, copy, cancellationToken).ConfigureAwait(false);
            (bool authentic, byte[] trailer) = await ReadTrailerAsync(decryptor, sink, cancellationToken).ConfigureAwait(false);
            if (!(good & authentic))
            {
                throw EnvelopeException.DecryptionFailed();
            }

            if (copy is not null)
            {
                await copy.EndAsync(trailer, cancellationToken).ConfigureAwait(false);
            }

            return DecryptionReport.Of(opening, info, isDerived);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(contentKey);
            CryptographicOperations.ZeroMemory(derivedKey);
        }
    }

    internal static async ValueTask<EnvelopeReader> CreateAsync(BerStreamReader reader, CmsLimits limits, bool authenticated, LegacyAlgorithms legacy, CancellationToken cancellationToken)
    {
        await reader.EnterAsync(Asn1Tag.Sequence, "the envelope", cancellationToken).ConfigureAwait(false);
        int version = await ReadVersionAsync(reader, authenticated, cancellationToken).ConfigureAwait(false);
        byte[] originator = [];
        if (await reader.PeekAsync(cancellationToken).ConfigureAwait(false) is { } header && header.Is(CmsReader.Context0))
        {
            // OriginatorInfo: certificates of a key agreement's originator, not needed to open.
            originator = await reader.ReadElementAsync("the originator's information", cancellationToken).ConfigureAwait(false);
        }

        List<RecipientInfo> recipients = await ReadRecipientsAsync(reader, limits, cancellationToken).ConfigureAwait(false);
        await reader.EnterAsync(Asn1Tag.Sequence, "the encrypted content", cancellationToken).ConfigureAwait(false);
        string contentType = CmsReader.ReadOid(await reader.ReadElementAsync("the content type", cancellationToken).ConfigureAwait(false));
        byte[] algorithm = await reader.ReadElementAsync("the content encryption algorithm", cancellationToken).ConfigureAwait(false);
        try
        {
            AlgorithmIdentifier encryption = AlgorithmIdentifier.Read(new AsnReader(algorithm, AsnEncodingRules.BER));
            return new EnvelopeReader(reader, limits, authenticated, version, originator, recipients, contentType, encryption) { Legacy = legacy };
        }
        catch (AsnContentException e)
        {
            throw EnvelopeException.Malformed("the content encryption algorithm cannot be read", e);
        }
    }

    private static async ValueTask<int> ReadVersionAsync(BerStreamReader reader, bool authenticated, CancellationToken cancellationToken)
    {
        byte[] encoded = await reader.ReadElementAsync("the version", cancellationToken).ConfigureAwait(false);
        try
        {
            BigInteger version = new AsnReader(encoded, AsnEncodingRules.BER).ReadInteger();
            if (authenticated ? version != 0 : version < 0 || version > 4)
            {
                throw new EnvelopeException(CpsErrorCode.Unsupported, "the envelope is of an unknown version");
            }

            return (int)version;
        }
        catch (AsnContentException e)
        {
            throw EnvelopeException.Malformed("the version cannot be read", e);
        }
    }

    private static async ValueTask<List<RecipientInfo>> ReadRecipientsAsync(BerStreamReader reader, CmsLimits limits, CancellationToken cancellationToken)
    {
        await reader.EnterAsync(Asn1Tag.SetOf, "the recipients", cancellationToken).ConfigureAwait(false);
        List<RecipientInfo> recipients = [];
        long length = 0;
        int count = 0;
        while (await reader.PeekAsync(cancellationToken).ConfigureAwait(false) is not null)
        {
            byte[] encoded = await reader.ReadElementAsync("a recipient", cancellationToken).ConfigureAwait(false);
            length += encoded.Length;
            if (count >= limits.MaximumRecipients || length > limits.MaximumStructureLength)
            {
                throw new EnvelopeException(CpsErrorCode.LimitExceeded, $"the message has more than {limits.MaximumRecipients} recipients, or they take too much space");
            }

            try
            {
                RecipientInfo recipient = RecipientInfo.Read(encoded);
                recipients.Add(recipient);
                count += recipient is KeyAgreeRecipientInfo agreement ? Math.Max(1, agreement.Recipients.Count) : 1;
            }
            catch (AsnContentException e)
            {
                throw EnvelopeException.Malformed("a recipient cannot be read", e);
            }
        }

        await reader.LeaveAsync(cancellationToken).ConfigureAwait(false);
        return recipients.Count > 0 ? recipients : throw EnvelopeException.Malformed("the message has no recipient");
    }

    // One block behind the reader, because only the last block is treated differently and it shows only by what does not follow.
    private async ValueTask<bool> DecryptContentAsync(ContentDecryptor decryptor, IContentSink? sink, EnvelopeCopy? copy, CancellationToken cancellationToken)
    {
        BerHeader header = await _reader.NextAsync("the encrypted content", cancellationToken).ConfigureAwait(false);
        if (!header.Is(s_encryptedContent))
        {
            throw EnvelopeException.Malformed("the encrypted content is not where it should be");
        }

        OctetStringReader content = new(_reader, header, _limits);
        byte[] current = ArrayPool<byte>.Shared.Rent(BlockLength);
        byte[] next = ArrayPool<byte>.Shared.Rent(BlockLength);
        byte[] plaintext = ArrayPool<byte>.Shared.Rent(BlockLength + 64);
        try
        {
            int count = await content.ReadFullyAsync(current.AsMemory(0, BlockLength), cancellationToken).ConfigureAwait(false);
            while (count == BlockLength)
            {
                int following = await content.ReadFullyAsync(next.AsMemory(0, BlockLength), cancellationToken).ConfigureAwait(false);
                if (following == 0)
                {
                    break;
                }

                int written = decryptor.Update(current.AsSpan(0, count), plaintext);
                await WriteAsync(plaintext.AsMemory(0, written), sink, cancellationToken).ConfigureAwait(false);
                if (copy is not null)
                {
                    await copy.WriteAsync(current.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
                }

                (current, next) = (next, current);
                count = following;
            }

            bool good = decryptor.TryFinishContent(current.AsSpan(0, count), plaintext, out int length);
            await WriteAsync(plaintext.AsMemory(0, length), sink, cancellationToken).ConfigureAwait(false);
            if (copy is not null)
            {
                await copy.WriteAsync(current.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
            }

            return good;
        }
        finally
        {
            foreach (byte[] buffer in (ReadOnlySpan<byte[]>)[current, next, plaintext])
            {
                CryptographicOperations.ZeroMemory(buffer);
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }

    private static ValueTask WriteAsync(ReadOnlyMemory<byte> plaintext, IContentSink? sink, CancellationToken cancellationToken) =>
        sink?.WriteAsync(plaintext, cancellationToken) ?? ValueTask.CompletedTask;

    // Whether the content is authentic, and what follows it as it stands in the message.
    private async ValueTask<(bool IsAuthentic, byte[] Trailer)> ReadTrailerAsync(ContentDecryptor decryptor, IContentSink? sink, CancellationToken cancellationToken)
    {
        await _reader.LeaveAsync(cancellationToken).ConfigureAwait(false);
        List<byte> trailer = [];
        byte[] additionalData = [];
        byte[] tag = [];
        if (IsAuthenticated)
        {
            if (await _reader.PeekAsync(cancellationToken).ConfigureAwait(false) is { } header && header.Is(s_authenticatedAttributes))
            {
                additionalData = await _reader.ReadElementAsync("the authenticated attributes", cancellationToken).ConfigureAwait(false);
                trailer.AddRange(additionalData);
                additionalData[0] = 0x31;
            }

            byte[] mac = await _reader.ReadElementAsync("the authentication tag", cancellationToken).ConfigureAwait(false);
            trailer.AddRange(mac);
            try
            {
                tag = new AsnReader(mac, AsnEncodingRules.BER).ReadOctetString();
            }
            catch (AsnContentException e)
            {
                throw EnvelopeException.Malformed("the authentication tag cannot be read", e);
            }
        }

        if (await _reader.PeekAsync(cancellationToken).ConfigureAwait(false) is { } last && last.Is(IsAuthenticated ? s_unauthenticatedAttributes : s_unprotectedAttributes))
        {
            trailer.AddRange(await _reader.ReadElementAsync("the unprotected attributes", cancellationToken).ConfigureAwait(false));
        }

        byte[] rest = new byte[64];
        bool good = decryptor.TryAuthenticate(additionalData, tag, rest, out int length);
        await WriteAsync(rest.AsMemory(0, length), sink, cancellationToken).ConfigureAwait(false);
        CryptographicOperations.ZeroMemory(rest);
        await CmsReader.FinishAsync(_reader, cancellationToken).ConfigureAwait(false);
        return (good, [.. trailer]);
    }
}
