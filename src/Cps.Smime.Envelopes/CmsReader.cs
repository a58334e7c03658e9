using System.Formats.Asn1;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>
/// Opens a CMS message (ContentInfo, RFC 5652 section 3) from a stream that need not be seekable, BER or DER. It says what the message is;
/// then the reading method of that type reads on. Reading changes nothing outside. Not for
/// several threads.
/// </summary>
public sealed class CmsReader : IDisposable
{
    internal static readonly Asn1Tag Context0 = new(TagClass.ContextSpecific, 0, isConstructed: true);

    private readonly BerStreamReader _reader;
    private readonly CmsLimits _limits;
    private readonly LegacyAlgorithms _legacy;
    private bool _taken;

    private CmsReader(BerStreamReader reader, CmsLimits limits, LegacyAlgorithms legacy, string oid)
    {
        _legacy = legacy;
        _reader = reader;
        _limits = limits;
        Oid = oid;
        ContentType = oid switch
        {
            CmsOids.Data => CmsContentType.Data,
            CmsOids.SignedData => CmsContentType.SignedData,
            CmsOids.EnvelopedData => CmsContentType.EnvelopedData,
            CmsOids.AuthEnvelopedData => CmsContentType.AuthEnvelopedData,
            CmsOids.CompressedData => CmsContentType.CompressedData,
            CmsOids.DigestedData => CmsContentType.DigestedData,
            CmsOids.EncryptedData => CmsContentType.EncryptedData,
            _ => CmsContentType.Other,
        };
    }

    /// <summary>The content type.</summary>
    public CmsContentType ContentType { get; }

    /// <summary>The content type's object identifier.</summary>
    public string Oid { get; }

    /// <summary>Reads the beginning of a message.</summary>
    /// <param name="input">The message's bytes; stays open.</param>
    /// <param name="limits">What reading may cost; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    /// <exception cref="EnvelopeException">The input is not a CMS message.</exception>
    public static ValueTask<CmsReader> OpenAsync(Stream input, CmsLimits? limits = null, CancellationToken cancellationToken = default) =>
        OpenAsync(input, limits, LegacyAlgorithms.None, cancellationToken);

    /// <summary>Reads the beginning of a message that may be old.</summary>
    /// <param name="input">The message's bytes; stays open.</param>
    /// <param name="limits">What reading may cost; null for the defaults.</param>
    /// <param name="legacy">The algorithms of old mail that are read in this message. What was weak is in the reports.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    /// <exception cref="EnvelopeException">The input is not a CMS message.</exception>
    public static async ValueTask<CmsReader> OpenAsync(Stream input, CmsLimits? limits, LegacyAlgorithms legacy, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        limits ??= CmsLimits.Default;
        BerStreamReader reader = new(input, limits);
        try
        {
            if (await reader.PeekAsync(cancellationToken).ConfigureAwait(false) is null)
            {
                throw EnvelopeException.Malformed("the message is empty");
            }

            await reader.EnterAsync(Asn1Tag.Sequence, "a CMS message", cancellationToken).ConfigureAwait(false);
            string oid = ReadOid(await reader.ReadElementAsync("the content type", cancellationToken).ConfigureAwait(false));
            await reader.EnterAsync(Context0, "the content of the message", cancellationToken).ConfigureAwait(false);
            return new CmsReader(reader, limits, legacy, oid);
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    /// <summary>Reads the recipients of an EnvelopedData or AuthEnvelopedData, up to its content.</summary>
    /// <exception cref="EnvelopeException">The message is malformed, exceeds a limit, or is of another type.</exception>
    public ValueTask<EnvelopeReader> ReadEnvelopeAsync(CancellationToken cancellationToken = default)
    {
        Take(ContentType is CmsContentType.EnvelopedData or CmsContentType.AuthEnvelopedData);
        return EnvelopeReader.CreateAsync(_reader, _limits, ContentType == CmsContentType.AuthEnvelopedData, _legacy, cancellationToken);
    }

    /// <summary>Reads a SignedData, up to its content.</summary>
    /// <exception cref="EnvelopeException">The message is malformed, exceeds a limit, or is of another type.</exception>
    public ValueTask<SignedDataReader> ReadSignedAsync(CancellationToken cancellationToken = default)
    {
        Take(ContentType == CmsContentType.SignedData);
        return SignedDataReader.CreateAsync(_reader, _limits, _legacy, cancellationToken);
    }

    /// <summary>Reads a CompressedData, up to its content.</summary>
    /// <exception cref="EnvelopeException">The message is malformed, of an unknown compression, or of another type.</exception>
    public ValueTask<CompressedDataReader> ReadCompressedAsync(CancellationToken cancellationToken = default)
    {
        Take(ContentType == CmsContentType.CompressedData);
        return CompressedDataReader.CreateAsync(_reader, _limits, cancellationToken);
    }

    /// <summary>Reads a DigestedData, content included; the caller disposes it.</summary>
    /// <exception cref="EnvelopeException">The message is malformed, exceeds a limit, has an unknown digest or no content, or is of another type.</exception>
    public Task<DigestedData> ReadDigestedAsync(CancellationToken cancellationToken = default)
    {
        Take(ContentType == CmsContentType.DigestedData);
        return DigestedDataReader.ReadAsync(_reader, _limits, _legacy, cancellationToken);
    }

    /// <summary>Reads an EncryptedData, up to its content.</summary>
    /// <exception cref="EnvelopeException">The message is malformed or of another type.</exception>
    public ValueTask<EncryptedDataReader> ReadEncryptedAsync(CancellationToken cancellationToken = default)
    {
        Take(ContentType == CmsContentType.EncryptedData);
        return EncryptedDataReader.CreateAsync(_reader, _limits, _legacy, cancellationToken);
    }

    /// <summary>Gives back the buffers. The readers made from this one end with it.</summary>
    public void Dispose() => _reader.Dispose();

    /// <summary>Reads to the end of the message, which must be the end of the input too.</summary>
    internal static async ValueTask FinishAsync(BerStreamReader reader, CancellationToken cancellationToken)
    {
        while (reader.Depth > 0)
        {
            await reader.LeaveAsync(cancellationToken).ConfigureAwait(false);
        }

        if (await reader.HasMoreInputAsync(cancellationToken).ConfigureAwait(false))
        {
            throw EnvelopeException.Malformed("something follows the end of the message");
        }
    }

    internal static string ReadOid(byte[] encoded)
    {
        try
        {
            return encoded.Length <= 130 ? new AsnReader(encoded, AsnEncodingRules.BER).ReadObjectIdentifier() : throw EnvelopeException.Malformed("an object identifier is too long");
        }
        catch (AsnContentException e)
        {
            throw EnvelopeException.Malformed("an object identifier cannot be read", e);
        }
    }

    private void Take(bool expected)
    {
        if (!expected)
        {
            throw new EnvelopeException(CpsErrorCode.Unsupported, "the message is of another content type", ContentType == CmsContentType.Other ? Oid : ContentType.ToString());
        }

        if (_taken)
        {
            throw new InvalidOperationException("The message is being read already.");
        }

        _taken = true;
    }
}
