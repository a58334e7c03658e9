using System.Formats.Asn1;
using System.Security.Cryptography;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>Reads DigestedData (RFC 5652 section 7) that carries its content.</summary>
internal static class DigestedDataReader
{
    public static async Task<DigestedData> ReadAsync(BerStreamReader reader, CmsLimits limits, LegacyAlgorithms legacy, CancellationToken cancellationToken)
    {
        await reader.EnterAsync(Asn1Tag.Sequence, "the digested data", cancellationToken).ConfigureAwait(false);
        await EncapsulatedContent.ReadVersionAsync(reader, 0, 2, cancellationToken).ConfigureAwait(false);
        AlgorithmIdentifier algorithm = await EncapsulatedContent.ReadAlgorithmAsync(reader, "the digest algorithm", cancellationToken).ConfigureAwait(false);
        HashAlgorithmName digest = CmsOids.ToDigest(algorithm.Oid, legacy) ?? throw new EnvelopeException(CpsErrorCode.Unsupported, "the digest is not one that is read", algorithm.Oid);
        await reader.EnterAsync(Asn1Tag.Sequence, "the digested content", cancellationToken).ConfigureAwait(false);
        string contentType = CmsReader.ReadOid(await reader.ReadElementAsync("the content type", cancellationToken).ConfigureAwait(false));
        if (!await reader.TryEnterAsync(CmsReader.Context0, "the digested content", cancellationToken).ConfigureAwait(false))
        {
            throw new EnvelopeException(CpsErrorCode.Unsupported, "the message carries a digest, but not the content");
        }

        ContentSpool content = new(limits.MemoryBuffer);
        try
        {
            using ContentDigests digests = new([digest]);
            OctetStringReader octets = await EncapsulatedContent.OpenAsync(reader, limits, "the digested content", cancellationToken).ConfigureAwait(false);
            await EncapsulatedContent.CopyAsync(octets, content, digests, cancellationToken).ConfigureAwait(false);
            content.Complete();
            await reader.LeaveAsync(cancellationToken).ConfigureAwait(false);
            await reader.LeaveAsync(cancellationToken).ConfigureAwait(false);
            byte[] expected = ReadDigest(await reader.ReadElementAsync("the digest", cancellationToken).ConfigureAwait(false));
            await CmsReader.FinishAsync(reader, cancellationToken).ConfigureAwait(false);
            return new DigestedData(contentType, digest, content, digests.Find(digest).AsSpan().SequenceEqual(expected));
        }
        catch
        {
            content.Dispose();
            throw;
        }
    }

    private static byte[] ReadDigest(byte[] encoded)
    {
        try
        {
            return new AsnReader(encoded, AsnEncodingRules.BER).ReadOctetString();
        }
        catch (AsnContentException e)
        {
            throw EnvelopeException.Malformed("the digest cannot be read", e);
        }
    }
}
