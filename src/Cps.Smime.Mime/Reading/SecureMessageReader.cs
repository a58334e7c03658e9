using Cps.Smime.Certificates;
using Cps.Smime.Envelopes;
using MimeKit;

namespace Cps.Smime.Mime;

/// <summary>
/// Takes the layers off a secured message (RFC 8551), whichever product made it: envelopes with the keys given, signatures by verifying
/// them, one inside the other. It reads only: nothing is stored, fetched or sent. Safe for any number of threads.
/// </summary>
public sealed class SecureMessageReader
{
    private readonly MailLimits _limits;
    private readonly HandOffOptions _overlap;

    /// <summary>Makes a reader.</summary>
    /// <param name="limits">What reading may cost; null for the defaults.</param>
    /// <param name="overlap">Whether large messages are decrypted and decoded on two cores; null for one.</param>
    public SecureMessageReader(MailLimits? limits = null, HandOffOptions? overlap = null)
    {
        _limits = limits ?? MailLimits.Default;
        _overlap = overlap ?? HandOffOptions.Never;
    }

    /// <summary>Opens a message.</summary>
    /// <param name="input">The message (RFC 5322); need not be seekable; stays open.</param>
    /// <param name="keys">The keys to open envelopes with.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The message without its layers; the caller disposes it.</returns>
    /// <exception cref="CpsException">The message cannot be read or opened; nothing of its content comes out.</exception>
    public Task<OpenedMessage> OpenAsync(Stream input, IReadOnlyCollection<IDecryptionKey> keys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return ReadAsync(input, keys, cancellationToken);
    }

    /// <summary>Says what a message is made of, without any key: layers as far as they can be seen, recipients, signers.</summary>
    /// <inheritdoc cref="OpenAsync"/>
    public Task<OpenedMessage> InspectAsync(Stream input, CancellationToken cancellationToken = default) => ReadAsync(input, keys: null, cancellationToken);

    private async Task<OpenedMessage> ReadAsync(Stream input, IReadOnlyCollection<IDecryptionKey>? keys, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        LayerWalk walk = new(_limits, _overlap, keys);
        try
        {
            HeaderBlock header = await HeaderBlock.ReadAsync(input, _limits, isMessage: true, cancellationToken).ConfigureAwait(false);
            SpooledContent? content = await walk.RunAsync(header, cancellationToken).ConfigureAwait(false);
            return Finish(header.Headers, walk, content, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            walk.Dispose();
            throw new MailException(CpsErrorCode.InputUnreadable, "the message cannot be read from its file or stream", innerException: e);
        }
        catch (CpsException e) when (e.Code == CpsErrorCode.Malformed && walk.IsUnderUnauthenticated)
        {
            // Whether altered ciphertext became good padding or good MIME must not be told apart (Vaudenay's and the EFAIL attacks).
            walk.Dispose();
            throw DecryptionFailed();
        }
        catch
        {
            walk.Dispose();
            throw;
        }
    }

    // The words of every failed decryption.
    private static EnvelopeException DecryptionFailed() => new(
        CpsErrorCode.DecryptionFailed, "the message cannot be decrypted", advice: "It was altered on its way, or was not sealed for this key.");

    private OpenedMessage Finish(HeaderList headers, LayerWalk walk, SpooledContent? content, CancellationToken cancellationToken)
    {
        if (content is null)
        {
            return new OpenedMessage(headers, walk.Layers, null, [], hasSecurityBelow: false, walk.Owned);
        }

        (MimeEntity entity, List<MessagePart> parts, bool hasSecurityBelow) = ContentTree.Read(content, walk.IsUnderUnauthenticated, _limits, cancellationToken);
        return new OpenedMessage(headers, walk.Layers, entity, parts, hasSecurityBelow, walk.Owned);
    }
}
