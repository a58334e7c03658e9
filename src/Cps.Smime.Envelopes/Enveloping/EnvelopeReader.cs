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
    private bool _opened;

    private EnvelopeReader(BerStreamReader reader, CmsLimits limits, bool authenticated, IReadOnlyList<RecipientInfo> recipients, string contentType, AlgorithmIdentifier encryption)
    {
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
    public string ContentEncryptionName => ContentEncryptionInfo.NameOf(ContentEncryptionIdentifier.Oid);

    /// <summary>The ciphers of old mail that are allowed.</summary>
    internal LegacyAlgorithms Legacy { get; init; }

    /// <summary>Opens the message with one of several keys, and writes the content when all of it was found good.</summary>
    /// <param name="keys">The keys to choose from; those that ask a person are used last.</param>
    /// <param name="destination">Takes the content; gets nothing when opening fails.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="CpsException">
    /// NoKeyForMessage, Refused, Unsupported, Malformed, LimitExceeded, DecryptionFailed; or what the card said.
    /// </exception>
    public async Task<DecryptionReport> DecryptAsync(IReadOnlyCollection<IDecryptionKey> keys, Stream destination, CancellationToken cancellationToken = default)
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
    /// <inheritdoc cref="DecryptAsync(IReadOnlyCollection{IDecryptionKey}, Stream, CancellationToken)"/>
    public async Task<(ContentSpool Content, DecryptionReport Report)> DecryptAsync(IReadOnlyCollection<IDecryptionKey> keys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        if (_opened)
        {
            throw new InvalidOperationException("The message was opened already.");
        }

        _opened = true;
        ContentEncryptionInfo info = ContentEncryptionInfo.Find(ContentEncryptionIdentifier, IsAuthenticated, Legacy) ?? throw new EnvelopeException(
            CpsErrorCode.Refused, "the content encryption is not one that is opened in this kind of envelope", ContentEncryptionName);
        byte[] iv = info.ReadParameters(ContentEncryptionIdentifier.Parameters);
        (IKeyTransportKey key, KeyTransRecipientInfo recipient) = RecipientMatch.Find(Recipients, keys);
        byte[] contentKey = await key.UnwrapKeyAsync(recipient.Algorithm!, recipient.EncryptedKey, info.KeyLength, cancellationToken).ConfigureAwait(false);
        ContentSpool spool = new(_limits.MemoryBuffer);
        try
        {
            using ContentDecryptor decryptor = ContentDecryptor.Create(info, contentKey, iv);
            bool good = await DecryptContentAsync(decryptor, spool, cancellationToken).ConfigureAwait(false);
            good &= await ReadTrailerAsync(decryptor, spool, cancellationToken).ConfigureAwait(false);
            if (!good)
            {
                throw EnvelopeException.DecryptionFailed();
            }

            spool.Complete();
            return (spool, new DecryptionReport(key.Certificate, recipient.Algorithm!, info.Algorithm, info.IsAuthenticated));
        }
        catch
        {
            spool.Dispose();
            throw;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(contentKey);
        }
    }

    internal static async ValueTask<EnvelopeReader> CreateAsync(BerStreamReader reader, CmsLimits limits, bool authenticated, LegacyAlgorithms legacy, CancellationToken cancellationToken)
    {
        await reader.EnterAsync(Asn1Tag.Sequence, "the envelope", cancellationToken).ConfigureAwait(false);
        await ReadVersionAsync(reader, authenticated, cancellationToken).ConfigureAwait(false);
        if (await reader.PeekAsync(cancellationToken).ConfigureAwait(false) is { } header && header.Is(CmsReader.Context0))
        {
            // OriginatorInfo: certificates of a key agreement's originator, not needed to open.
            await reader.ReadElementAsync("the originator's information", cancellationToken).ConfigureAwait(false);
        }

        List<RecipientInfo> recipients = await ReadRecipientsAsync(reader, limits, cancellationToken).ConfigureAwait(false);
        await reader.EnterAsync(Asn1Tag.Sequence, "the encrypted content", cancellationToken).ConfigureAwait(false);
        string contentType = CmsReader.ReadOid(await reader.ReadElementAsync("the content type", cancellationToken).ConfigureAwait(false));
        byte[] algorithm = await reader.ReadElementAsync("the content encryption algorithm", cancellationToken).ConfigureAwait(false);
        try
        {
            AlgorithmIdentifier encryption = AlgorithmIdentifier.Read(new AsnReader(algorithm, AsnEncodingRules.BER));
            return new EnvelopeReader(reader, limits, authenticated, recipients, contentType, encryption) { Legacy = legacy };
        }
        catch (AsnContentException e)
        {
            throw EnvelopeException.Malformed("the content encryption algorithm cannot be read", e);
        }
    }

    private static async ValueTask ReadVersionAsync(BerStreamReader reader, bool authenticated, CancellationToken cancellationToken)
    {
        byte[] encoded = await reader.ReadElementAsync("the version", cancellationToken).ConfigureAwait(false);
        try
        {
            BigInteger version = new AsnReader(encoded, AsnEncodingRules.BER).ReadInteger();
            if (authenticated ? version != 0 : version < 0 || version > 4)
            {
                throw new EnvelopeException(CpsErrorCode.Unsupported, "the envelope is of an unknown version");
            }
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
        while (await reader.PeekAsync(cancellationToken).ConfigureAwait(false) is not null)
        {
            byte[] encoded = await reader.ReadElementAsync("a recipient", cancellationToken).ConfigureAwait(false);
            length += encoded.Length;
            if (recipients.Count >= limits.MaximumRecipients || length > limits.MaximumStructureLength)
            {
                throw new EnvelopeException(CpsErrorCode.LimitExceeded, $"the message has more than {limits.MaximumRecipients} recipients, or they take too much space");
            }

            try
            {
                recipients.Add(RecipientInfo.Read(encoded));
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
    private async ValueTask<bool> DecryptContentAsync(ContentDecryptor decryptor, ContentSpool spool, CancellationToken cancellationToken)
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

                spool.Write(plaintext.AsSpan(0, decryptor.Update(current.AsSpan(0, count), plaintext)));
                (current, next) = (next, current);
                count = following;
            }

            bool good = decryptor.TryFinishContent(current.AsSpan(0, count), plaintext, out int length);
            spool.Write(plaintext.AsSpan(0, length));
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

    private async ValueTask<bool> ReadTrailerAsync(ContentDecryptor decryptor, ContentSpool spool, CancellationToken cancellationToken)
    {
        await _reader.LeaveAsync(cancellationToken).ConfigureAwait(false);
        byte[] additionalData = [];
        byte[] tag = [];
        if (IsAuthenticated)
        {
            if (await _reader.PeekAsync(cancellationToken).ConfigureAwait(false) is { } header && header.Is(s_authenticatedAttributes))
            {
                additionalData = await _reader.ReadElementAsync("the authenticated attributes", cancellationToken).ConfigureAwait(false);
                additionalData[0] = 0x31;
            }

            byte[] mac = await _reader.ReadElementAsync("the authentication tag", cancellationToken).ConfigureAwait(false);
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
            await _reader.ReadElementAsync("the unprotected attributes", cancellationToken).ConfigureAwait(false);
        }

        byte[] rest = new byte[64];
        bool good = decryptor.TryAuthenticate(additionalData, tag, rest, out int length);
        spool.Write(rest.AsSpan(0, length));
        CryptographicOperations.ZeroMemory(rest);
        await CmsReader.FinishAsync(_reader, cancellationToken).ConfigureAwait(false);
        return good;
    }
}
