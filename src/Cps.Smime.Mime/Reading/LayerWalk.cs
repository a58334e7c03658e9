using Cps.Smime.Certificates;
using Cps.Smime.Envelopes;
using MimeKit;

namespace Cps.Smime.Mime;

/// <summary>
/// One way down through the layers of a message. Each step takes an entity, and either it is a layer, whose inside is the next entity, or
/// it is the content. What lies under a layer is always read from the bytes that the layer vouched for.
/// </summary>
internal sealed class LayerWalk(MailLimits limits, HandOffOptions overlap, IReadOnlyCollection<IDecryptionKey>? keys) : IDisposable
{
    /// <summary>The layers taken off so far, outermost first.</summary>
    public List<MessageLayer> Layers { get; } = [];

    /// <summary>Whether the bytes being read come out of an envelope that does not notice alterations.</summary>
    public bool IsUnderUnauthenticated => Layers.Exists(l => l.Kind == LayerKind.Enveloped);

    /// <summary>What must live as long as the content.</summary>
    public List<IDisposable> Owned { get; } = [];

    /// <summary>Walks from the message's header to the content; null when an envelope could not be opened because no keys were given.</summary>
    public async Task<SpooledContent?> RunAsync(HeaderBlock header, CancellationToken cancellationToken)
    {
        SpooledContent? content = null;
        while (true)
        {
            ContentType type = header.ContentType;
            if (SmimeMediaTypes.IsPkcs7Mime(type, FileNameOf(header.Headers)))
            {
                CheckLayerCount();
                Stream decoded = Decode(header, content);
                await using (decoded.ConfigureAwait(false))
                {
                    content = await TakeCmsAsync(decoded, cancellationToken).ConfigureAwait(false);
                }

                if (content is null)
                {
                    return null;
                }
            }
            else if (SmimeMediaTypes.IsMultipartSigned(type))
            {
                CheckLayerCount();
                content ??= await SpoolAsync(header, cancellationToken).ConfigureAwait(false);
                if (await TakeMultipartSignedAsync(content, header.Length, type, cancellationToken).ConfigureAwait(false) is not { } inside)
                {
                    // Not even a part to look at: what is there is the content, and the layer says what is wrong.
                    return content;
                }

                content = inside;
            }
            else
            {
                return content ?? await SpoolAsync(header, cancellationToken).ConfigureAwait(false);
            }

            Stream entity = content.OpenRead();
            Owned.Add(entity);
            header = await HeaderBlock.ReadAsync(entity, limits, isMessage: false, cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose() => Owned.ForEach(o => o.Dispose());

    private void CheckLayerCount()
    {
        if (Layers.Count >= limits.MaximumLayers)
        {
            throw new MailException(CpsErrorCode.LimitExceeded, $"the message has more than {limits.MaximumLayers} layers");
        }
    }

    // The body of an entity without its transfer encoding: from the stream that it comes from, or from where it was kept.
    private static Stream Decode(HeaderBlock header, SpooledContent? kept) =>
        kept is not null && string.Equals(header.TransferEncoding, "base64", StringComparison.OrdinalIgnoreCase)
            ? kept.Slice(header.Length).OpenDecoded(tolerant: false)
            : TransferDecoding.Decode(header.Body, header.TransferEncoding);

    // Header and body together again, so that the content can be read as the entity it is.
    private async ValueTask<SpooledContent> SpoolAsync(HeaderBlock header, CancellationToken cancellationToken)
    {
        MimeSpool spool = new(limits);
        Owned.Add(spool);
        spool.Write(header.Raw);
        byte[] buffer = new byte[64 * 1024];
        int count;
        while ((count = await header.Body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            if (spool.Length + count > limits.Cms.MaximumContentLength)
            {
                throw new MailException(CpsErrorCode.LimitExceeded, $"the message is longer than {limits.Cms.MaximumContentLength} bytes");
            }

            spool.Write(buffer.AsSpan(0, count));
        }

        spool.Complete();
        return SpooledContent.All(spool);
    }

    private async Task<SpooledContent?> TakeCmsAsync(Stream decoded, CancellationToken cancellationToken)
    {
        using CmsReader reader = await CmsReader.OpenAsync(decoded, limits.Cms, cancellationToken).ConfigureAwait(false);
        MimeSpool content = new(limits);
        Owned.Add(content);
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

                OverlappedSink sink = new(content, overlap);
                await using (sink.ConfigureAwait(false))
                {
                    DecryptionReport report = await envelope.DecryptIntoAsync(keys, sink, cancellationToken).ConfigureAwait(false);
                    await sink.CompleteAsync(cancellationToken).ConfigureAwait(false);
                    Layers.Add(layer with { Decryption = report });
                }

                break;
            case CmsContentType.SignedData:
                Layers.Add(await TakeSignedAsync(reader, content, cancellationToken).ConfigureAwait(false));
                break;
            default:
                throw new MailException(CpsErrorCode.Unsupported, "the message is of a content type that is not opened",
                    reader.ContentType == CmsContentType.Other ? reader.Oid : reader.ContentType.ToString());
        }

        content.Complete();
        return SpooledContent.All(content);
    }

    private static async Task<MessageLayer> TakeSignedAsync(CmsReader reader, MimeSpool content, CancellationToken cancellationToken)
    {
        SignedDataReader signedReader = await reader.ReadSignedAsync(cancellationToken).ConfigureAwait(false);
        using SignedData signed = await signedReader.ReadAsync(content, cancellationToken).ConfigureAwait(false);
        return signed.IsDetached
            ? throw new MailException(CpsErrorCode.Unsupported, "the message carries certificates or a signature, but no content")
            : DetachedSignature.Layer(LayerKind.OpaqueSigned, signed, signed.Verify());
    }

    // What was signed, or null when there are not two parts.
    private async Task<SpooledContent?> TakeMultipartSignedAsync(SpooledContent entity, long headerLength, ContentType type, CancellationToken cancellationToken)
    {
        if (SignedEntity.BoundaryOf(type) is not { } boundary)
        {
            throw new MailException(CpsErrorCode.Malformed, "the signed message has no usable boundary");
        }

        MultipartScan? scan = entity.ScanOf(boundary, headerLength);
        List<(long Offset, long Length)> parts = scan is not null ? scan.Finish() : Split(entity.Slice(headerLength), boundary);
        if (parts.Count != 2)
        {
            Layers.Add(new MessageLayer(LayerKind.MultipartSigned, "") { Problems = [LayerProblem.UnexpectedParts] });
            return null;
        }

        SpooledContent content = new(entity.Spool, parts[0].Offset, parts[0].Length);
        DetachedSignature signature = new(limits, content, scan);
        Layers.Add(await signature.VerifyAsync(new SpooledContent(entity.Spool, parts[1].Offset, parts[1].Length), cancellationToken).ConfigureAwait(false));
        if (signature.CanonicalContent is { } canonical)
        {
            Owned.Add(canonical);
            return SpooledContent.All(canonical);
        }

        return content;
    }

    private static List<(long Offset, long Length)> Split(SpooledContent body, string boundary)
    {
        using Stream stream = body.OpenRead();
        return MultipartScan.Split(stream, body.Offset, boundary);
    }

    internal static string? FileNameOf(HeaderList headers) =>
        headers[HeaderId.ContentDisposition] is { } value && ContentDisposition.TryParse(value, out ContentDisposition? disposition) ? disposition.FileName : null;
}
