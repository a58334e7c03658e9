using System.Buffers;
using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>
/// EncapsulatedContentInfo (RFC 5652 section 5.2): how SignedData, DigestedData and CompressedData carry the content that they are about.
/// </summary>
internal static class EncapsulatedContent
{
    private const int BufferLength = 64 * 1024;

    /// <summary>Takes the header of the content's OCTET STRING; the reader stands after the [0] that it is in.</summary>
    public static async ValueTask<OctetStringReader> OpenAsync(BerStreamReader reader, CmsLimits limits, string what, CancellationToken cancellationToken)
    {
        BerHeader header = await reader.NextAsync(what, cancellationToken).ConfigureAwait(false);
        return header.Is(Asn1Tag.PrimitiveOctetString)
            ? new OctetStringReader(reader, header, limits)
            : throw EnvelopeException.Malformed($"{what} is not an octet string");
    }

    /// <summary>Copies the content into a sink and digests it on the way. A spool is not completed.</summary>
    public static async ValueTask CopyAsync(OctetStringReader octets, IContentSink sink, ContentDigests digests, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
        try
        {
            int count;
            while ((count = await octets.ReadFullyAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                digests.Append(buffer.AsSpan(0, count));
                await sink.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer);
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Reads the version that begins a structure; it must be one of these.</summary>
    public static async ValueTask ReadVersionAsync(BerStreamReader reader, int lowest, int highest, CancellationToken cancellationToken)
    {
        byte[] encoded = await reader.ReadElementAsync("the version", cancellationToken).ConfigureAwait(false);
        try
        {
            BigInteger version = new AsnReader(encoded, AsnEncodingRules.BER).ReadInteger();
            if (version < lowest || version > highest)
            {
                throw new EnvelopeException(CpsErrorCode.Unsupported, "the message is of an unknown version");
            }
        }
        catch (AsnContentException e)
        {
            throw EnvelopeException.Malformed("the version cannot be read", e);
        }
    }

    /// <summary>Reads an AlgorithmIdentifier.</summary>
    public static async ValueTask<AlgorithmIdentifier> ReadAlgorithmAsync(BerStreamReader reader, string what, CancellationToken cancellationToken)
    {
        byte[] encoded = await reader.ReadElementAsync(what, cancellationToken).ConfigureAwait(false);
        try
        {
            return AlgorithmIdentifier.Read(new AsnReader(encoded, AsnEncodingRules.BER));
        }
        catch (AsnContentException e)
        {
            throw EnvelopeException.Malformed($"{what} cannot be read", e);
        }
    }
}
