using System.Formats.Asn1;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>
/// Adds recipients to an existing EnvelopedData or AuthEnvelopedData, or removes some, with its content key alone: the encrypted content goes from
/// one stream to the other as it is, in constant memory, and its plaintext goes nowhere.
/// </summary>
/// <remarks>
/// A recipient who is removed may have kept the old message or its content key: removing is for those who should not get the message, not for those
/// who had it. Safe for any number of threads.
/// </remarks>
public static class EnvelopeRewrap
{
    /// <summary>Copies a message with other recipients.</summary>
    /// <param name="input">The message.</param>
    /// <param name="keys">The keys to choose from to open it, as <see cref="EnvelopeReader"/> does.</param>
    /// <param name="changes">What changes.</param>
    /// <param name="output">
    /// Takes the message; stays open. When an exception is thrown, what was written so far is not a message and must be thrown away: the end is
    /// written only after the content was found good.
    /// </param>
    /// <param name="limits">What reading may cost; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>How the message was opened.</returns>
    /// <exception cref="CpsException">
    /// As opening it would throw; Unsupported when DER is asked for and what is kept is not in DER; Refused when nobody would be left, or when the message would have two passwords; KeyUnusable for a recipient to add.
    /// </exception>
    public static async Task<DecryptionReport> RewrapAsync(
        Stream input, IReadOnlyCollection<IRecipientKey> keys, RewrapChanges changes, Stream output, CmsLimits? limits = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(changes);
        ArgumentNullException.ThrowIfNull(output);
        using CmsReader reader = await CmsReader.OpenAsync(input, limits, cancellationToken).ConfigureAwait(false);
        EnvelopeReader envelope = await reader.ReadEnvelopeAsync(cancellationToken).ConfigureAwait(false);
        using ContentSpool? spool = changes.DefiniteLength ? new ContentSpool((limits ?? CmsLimits.Default).MemoryBuffer) : null;
        EnvelopeCopy copy = new(contentKey => Frames(envelope, changes, contentKey), output, spool);
        return await envelope.RewrapAsync(keys, copy, cancellationToken).ConfigureAwait(false);
    }

    private static IReadOnlyList<BerFrame> Frames(EnvelopeReader envelope, RewrapChanges changes, byte[] contentKey)
    {
        List<EnvelopeRecipient> added = [.. changes.Add.DistinctBy(r => r.Identity)];
        Certificate[] gone = [.. changes.Remove, .. added.Select(r => r.Identity).OfType<Certificate>()];
        HashSet<string> replaced = [.. added.Select(r => r.Identity).OfType<string>()];
        List<(RecipientInfo Info, ReadOnlyMemory<byte> Encoded)> kept = [];
        foreach (RecipientInfo info in envelope.Recipients)
        {
            bool removed = changes.RemoveKinds.Contains(info.Kind) || (info is KekRecipientInfo && info.Names.All(replaced.Contains));
            if (!removed && info.Without(gone) is { } left)
            {
                kept.Add((info, left));
            }
        }

        if (kept.Count + added.Count == 0)
        {
            throw new EnvelopeException(CpsErrorCode.Refused, "the message would have no recipient left");
        }

        if (kept.Count(k => k.Info.Kind == RecipientKind.Password) + added.Count(a => a.Kind == RecipientKind.Password) > 1)
        {
            throw new EnvelopeException(CpsErrorCode.Refused, "the message would have more than one password", advice: "Remove the kind Password when a password is added.");
        }

        if (changes.DefiniteLength)
        {
            EnvelopeCopy.CheckDer(envelope.OriginatorInformation.ToArray(), "the originator's certificates");
            kept.ForEach(k => EnvelopeCopy.CheckDer(k.Encoded, "recipients"));
        }

        IEnumerable<(RecipientKind Kind, int Version)> all = [.. kept.Select(k => (k.Info.Kind, k.Info.Version)), .. added.Select(a => (a.Kind, a.Version))];
        return EnvelopeHeader.Frames(
            envelope.IsAuthenticated, EnvelopeVersion.OfChanged(envelope.IsAuthenticated, envelope.Version, envelope.OriginatorInformation.Length > 0, all),
            envelope.OriginatorInformation, writer => WriteRecipients(writer, kept, added, contentKey), envelope.ContentTypeOid, envelope.ContentEncryptionIdentifier, changes.DefiniteLength);
    }

    private static void WriteRecipients(
        AsnWriter writer, List<(RecipientInfo Info, ReadOnlyMemory<byte> Encoded)> kept, List<EnvelopeRecipient> added, byte[] contentKey)
    {
        foreach ((_, ReadOnlyMemory<byte> encoded) in kept)
        {
            writer.WriteEncodedValue(encoded.Span);
        }

        foreach (EnvelopeRecipient recipient in added)
        {
            recipient.Write(writer, contentKey);
        }
    }
}
