using System.Buffers;
using System.Security.Cryptography;
using MimeKit;

namespace Cps.Smime.Mime;

/// <summary>
/// Stands in for a part in base64 while its message is written: the same bytes as MimeKit writes, by the encoder of this library, which is
/// several times faster and takes large blocks. Only for writing, and only once.
/// </summary>
internal sealed class Base64MimePart : MimePart
{
    private readonly MimePart _part;

    private Base64MimePart(MimePart part)
    {
        _part = part;
        Content = part.Content;
    }

    /// <summary>
    /// Puts stand-ins into a tree. <see cref="MimeEntity"/> objects that are not replaced stay as they are.
    /// </summary>
    /// <param name="entity">The tree.</param>
    /// <param name="undo">Gets what puts the tree right again.</param>
    /// <returns>The tree to write.</returns>
    public static MimeEntity Substitute(MimeEntity entity, List<Action> undo)
    {
        if (entity is Multipart multipart)
        {
            for (int i = 0; i < multipart.Count; i++)
            {
                MimeEntity child = multipart[i];
                int index = i;
                if (Substitute(child, undo) is Base64MimePart standIn)
                {
                    multipart[i] = standIn;
                    undo.Add(() => multipart[index] = child);
                }
            }
        }

        // Content that is encoded already, or cannot be read from its beginning, is MimeKit's affair.
        return entity is MimePart { ContentTransferEncoding: ContentEncoding.Base64, Content: { Encoding: ContentEncoding.Default, Stream.CanSeek: true } } part
            ? new Base64MimePart(part) : entity;
    }

    public override async Task WriteToAsync(FormatOptions options, Stream stream, bool contentOnly, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!contentOnly)
        {
            await _part.Headers.WriteToAsync(options, stream, cancellationToken).ConfigureAwait(false);
        }

        Stream content = _part.Content!.Stream!;
        content.Position = 0;

        // Whole lines at a time; a short content takes no large buffers, because what they held is wiped.
        int blockLength = (int)Math.Clamp((content.Length + Base64Lines.LineBytes) / Base64Lines.LineBytes * Base64Lines.LineBytes, Base64Lines.LineBytes, Base64LineStream.BlockBytes);
        byte[] block = ArrayPool<byte>.Shared.Rent(blockLength);
        byte[] text = ArrayPool<byte>.Shared.Rent(Base64Lines.EncodedLength(blockLength));
        try
        {
            int count;
            while ((count = await content.ReadAtLeastAsync(block.AsMemory(0, blockLength), blockLength, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false)) > 0)
            {
                await stream.WriteAsync(text.AsMemory(0, Base64Lines.Encode(block.AsSpan(0, count), text)), cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(block);
            CryptographicOperations.ZeroMemory(text);
            ArrayPool<byte>.Shared.Return(block);
            ArrayPool<byte>.Shared.Return(text);
        }
    }
}
