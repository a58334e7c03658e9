using System.Buffers;
using System.Formats.Asn1;
using System.Security.Cryptography;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>
/// An EncryptedData (RFC 5652 section 8) whose beginning has been read: content encrypted with a key that both sides have, without
/// recipients. The same closed table of content encryptions holds as for EnvelopedData, and nothing in it authenticates. Not for several
/// threads.
/// </summary>
public sealed class EncryptedDataReader
{
    private const int BlockLength = 64 * 1024;

    private static readonly Asn1Tag s_encryptedContent = new(TagClass.ContextSpecific, 0);
    private static readonly Asn1Tag s_unprotectedAttributes = new(TagClass.ContextSpecific, 1, isConstructed: true);

    private readonly BerStreamReader _reader;
    private readonly CmsLimits _limits;
    private readonly LegacyAlgorithms _legacy;
    private bool _opened;

    private EncryptedDataReader(BerStreamReader reader, CmsLimits limits, LegacyAlgorithms legacy, string contentType, AlgorithmIdentifier encryption)
    {
        _reader = reader;
        _limits = limits;
        _legacy = legacy;
        ContentTypeOid = contentType;
        ContentEncryptionIdentifier = encryption;
    }

    /// <summary>The content type inside, by its object identifier.</summary>
    public string ContentTypeOid { get; }

    /// <summary>The content encryption as it stands in the message.</summary>
    public AlgorithmIdentifier ContentEncryptionIdentifier { get; }

    /// <summary>The content encryption's name, or its object identifier when it is not one that is read.</summary>
    public string ContentEncryptionName => ContentEncryptionInfo.NameOf(ContentEncryptionIdentifier.Oid);

    /// <summary>Decrypts the content into a spool that the caller disposes, and reads the message to its end.</summary>
    /// <param name="contentKey">The content key.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="EnvelopeException">
    /// Refused: the content encryption is not one that is read. KeyUnusable: the key has another length than it asks for. DecryptionFailed.
    /// </exception>
    public async Task<ContentSpool> DecryptAsync(ReadOnlyMemory<byte> contentKey, CancellationToken cancellationToken = default)
    {
        if (_opened)
        {
            throw new InvalidOperationException("The message was opened already.");
        }

        _opened = true;
        ContentEncryptionInfo info = ContentEncryptionInfo.Find(ContentEncryptionIdentifier, authenticated: false, _legacy) ?? throw new EnvelopeException(
            CpsErrorCode.Refused, "the content encryption is not one that is opened in this kind of message", ContentEncryptionName);
        byte[] iv = info.ReadParameters(ContentEncryptionIdentifier.Parameters);
        if (contentKey.Length != info.KeyLength)
        {
            throw new EnvelopeException(CpsErrorCode.KeyUnusable, $"the content key must be {info.KeyLength} bytes long", info.Name);
        }

        ContentSpool spool = new(_limits.MemoryBuffer);
        try
        {
            using ContentDecryptor decryptor = ContentDecryptor.Create(info, contentKey.Span, iv);
            bool good = await DecryptContentAsync(decryptor, spool, cancellationToken).ConfigureAwait(false);
            await _reader.LeaveAsync(cancellationToken).ConfigureAwait(false);
            if (await _reader.PeekAsync(cancellationToken).ConfigureAwait(false) is { } last && last.Is(s_unprotectedAttributes))
            {
                await _reader.ReadElementAsync("the unprotected attributes", cancellationToken).ConfigureAwait(false);
            }

            await CmsReader.FinishAsync(_reader, cancellationToken).ConfigureAwait(false);
            if (!good)
            {
                throw EnvelopeException.DecryptionFailed();
            }

            spool.Complete();
            return spool;
        }
        catch
        {
            spool.Dispose();
            throw;
        }
    }

    internal static async ValueTask<EncryptedDataReader> CreateAsync(BerStreamReader reader, CmsLimits limits, LegacyAlgorithms legacy, CancellationToken cancellationToken)
    {
        await reader.EnterAsync(Asn1Tag.Sequence, "the encrypted data", cancellationToken).ConfigureAwait(false);
        await EncapsulatedContent.ReadVersionAsync(reader, 0, 2, cancellationToken).ConfigureAwait(false);
        await reader.EnterAsync(Asn1Tag.Sequence, "the encrypted content", cancellationToken).ConfigureAwait(false);
        string contentType = CmsReader.ReadOid(await reader.ReadElementAsync("the content type", cancellationToken).ConfigureAwait(false));
        AlgorithmIdentifier encryption = await EncapsulatedContent.ReadAlgorithmAsync(reader, "the content encryption algorithm", cancellationToken).ConfigureAwait(false);
        return new EncryptedDataReader(reader, limits, legacy, contentType, encryption);
    }

    // One block behind the reader, because only the last block has padding and it shows only by what does not follow.
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
            int following;
            while (count == BlockLength && (following = await content.ReadFullyAsync(next.AsMemory(0, BlockLength), cancellationToken).ConfigureAwait(false)) > 0)
            {
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
            CryptographicOperations.ZeroMemory(plaintext);
            foreach (byte[] buffer in (ReadOnlySpan<byte[]>)[current, next, plaintext])
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }
}
