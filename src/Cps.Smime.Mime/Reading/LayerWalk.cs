using Cps.Smime.Certificates;
using Cps.Smime.Envelopes;
using MimeKit;

namespace Cps.Smime.Mime;

/// <summary>
/// One way down through the layers of a message. Each step takes an entity, and either it is a layer, whose inside is the next entity, or
/// it is the content. What lies under a layer is always read from the bytes that the layer vouched for.
/// </summary>
internal sealed class LayerWalk(MailLimits limits, IReadOnlyCollection<IDecryptionKey>? keys) : IDisposable
{
    private long _contentOffset;
    private long _contentLength;

    /// <summary>The layers taken off so far, outermost first.</summary>
    public List<MessageLayer> Layers { get; } = [];

    /// <summary>Whether the bytes being read come out of an envelope that does not notice alterations.</summary>
    public bool IsUnderUnauthenticated => Layers.Exists(l => l.Kind == LayerKind.Enveloped);

    /// <summary>What must live as long as the content.</summary>
    public List<IDisposable> Owned { get; } = [];

    /// <summary>Walks from the message's header to the content; null when an envelope could not be opened because no keys were given.</summary>
    public async Task<ContentSpool?> RunAsync(HeaderBlock header, CancellationToken cancellationToken)
    {
        Stream body = header.Body;
        ContentSpool? spool = null;
        long offset = 0;
        while (true)
        {
            ContentType type = header.ContentType;
            string? fileName = FileNameOf(header.Headers);
            if (SmimeMediaTypes.IsPkcs7Mime(type, fileName))
            {
                CheckLayerCount();
                Stream decoded = TransferDecoding.Decode(body, header.TransferEncoding);
                await using (decoded.ConfigureAwait(false))
                {
                    spool = await TakeCmsAsync(decoded, cancellationToken).ConfigureAwait(false);
                }

                if (spool is null)
                {
                    return null;
                }

                (_contentOffset, _contentLength) = (0, spool.Length);
            }
            else if (SmimeMediaTypes.IsMultipartSigned(type))
            {
                CheckLayerCount();
                if (spool is null)
                {
                    spool = await SpoolAsync(header, body, cancellationToken).ConfigureAwait(false);
                    (offset, _contentOffset, _contentLength) = (header.Length, 0, spool.Length);
                }

                ContentSpool? inside = await TakeMultipartSignedAsync(spool, offset, type, cancellationToken).ConfigureAwait(false);
                if (inside is null)
                {
                    // Not even a part to look at: what is there is the content, and the layer says what is wrong.
                    return spool;
                }

                spool = inside;
            }
            else
            {
                if (spool is null)
                {
                    spool = await SpoolAsync(header, body, cancellationToken).ConfigureAwait(false);
                    (_contentOffset, _contentLength) = (0, spool.Length);
                }

                return spool;
            }

            Stream entity = spool.OpenRead(_contentOffset, _contentLength);
            Owned.Add(entity);
            header = await HeaderBlock.ReadAsync(entity, limits, isMessage: false, cancellationToken).ConfigureAwait(false);
            body = header.Body;
            offset = _contentOffset + header.Length;
        }
    }

    /// <summary>The content's own bytes, header included, or a range of them; ends with the spool.</summary>
    public Stream OpenContent(ContentSpool spool, long offset = 0, long? length = null) =>
        spool.OpenRead(_contentOffset + offset, length ?? _contentLength - offset);

    public void Dispose() => Owned.ForEach(o => o.Dispose());

    private void CheckLayerCount()
    {
        if (Layers.Count >= limits.MaximumLayers)
        {
            throw new MailException(CpsErrorCode.LimitExceeded, $"the message has more than {limits.MaximumLayers} layers");
        }
    }

    // Header and body together again, so that the content can be read as the entity it is.
    private async ValueTask<ContentSpool> SpoolAsync(HeaderBlock header, Stream body, CancellationToken cancellationToken)
    {
        ContentSpool spool = new(limits.Cms.MemoryBuffer);
        Owned.Add(spool);
        spool.Write(header.Raw);
        byte[] buffer = new byte[64 * 1024];
        int count;
        while ((count = await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            if (spool.Length + count > limits.Cms.MaximumContentLength)
            {
                throw new MailException(CpsErrorCode.LimitExceeded, $"the message is longer than {limits.Cms.MaximumContentLength} bytes");
            }

            spool.Write(buffer.AsSpan(0, count));
        }

        spool.Complete();
        return spool;
    }

    private async Task<ContentSpool?> TakeCmsAsync(Stream decoded, CancellationToken cancellationToken)
    {
        using CmsReader reader = await CmsReader.OpenAsync(decoded, limits.Cms, cancellationToken).ConfigureAwait(false);
        switch (reader.ContentType)
        {
            case CmsContentType.EnvelopedData or CmsContentType.AuthEnvelopedData:
                EnvelopeReader envelope = await reader.ReadEnvelopeAsync(cancellationToken).ConfigureAwait(false);
                MessageLayer layer = new(envelope.IsAuthenticated ? LayerKind.AuthEnveloped : LayerKind.Enveloped, envelope.ContentEncryptionName) { Recipients = envelope.Recipients };
                if (keys is null)
                {
                    Layers.Add(layer);
                    return null;
                }

                (ContentSpool content, DecryptionReport report) = await envelope.DecryptAsync(keys, cancellationToken).ConfigureAwait(false);
                Owned.Add(content);
                Layers.Add(layer with { Decryption = report });
                return content;
            case CmsContentType.SignedData:
                SignedDataReader signedReader = await reader.ReadSignedAsync(cancellationToken).ConfigureAwait(false);
                SignedData signed = await signedReader.ReadAsync(cancellationToken).ConfigureAwait(false);
                Owned.Add(signed);
                if (signed.Content is null)
                {
                    throw new MailException(CpsErrorCode.Unsupported, "the message carries certificates or a signature, but no content");
                }

                Layers.Add(DetachedSignature.Layer(LayerKind.OpaqueSigned, signed, signed.Verify()));
                return signed.Content;
            default:
                throw new MailException(CpsErrorCode.Unsupported, "the message is of a content type that is not opened",
                    reader.ContentType == CmsContentType.Other ? reader.Oid : reader.ContentType.ToString());
        }
    }

    // The spool that holds what was signed, or null when there are not two parts.
    private async Task<ContentSpool?> TakeMultipartSignedAsync(ContentSpool spool, long bodyOffset, ContentType type, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(type.Boundary) || type.Boundary.Length > 256)
        {
            throw new MailException(CpsErrorCode.Malformed, "the signed message has no usable boundary");
        }

        long end = _contentOffset + _contentLength;
        List<(long Offset, long Length)> parts = MultipartSplitter.Split(spool, bodyOffset, end - bodyOffset, type.Boundary);
        if (parts.Count != 2)
        {
            Layers.Add(new MessageLayer(LayerKind.MultipartSigned, "") { Problems = [LayerProblem.UnexpectedParts] });
            return null;
        }

        (_contentOffset, _contentLength) = parts[0];
        DetachedSignature signature = new(limits, spool, parts[0]);
        Layers.Add(await signature.VerifyAsync(parts[1], cancellationToken).ConfigureAwait(false));
        if (signature.CanonicalContent is { } canonical)
        {
            Owned.Add(canonical);
            (_contentOffset, _contentLength) = (0, canonical.Length);
            return canonical;
        }

        return spool;
    }

    internal static string? FileNameOf(HeaderList headers) =>
        headers[HeaderId.ContentDisposition] is { } value && ContentDisposition.TryParse(value, out ContentDisposition? disposition) ? disposition.FileName : null;
}
