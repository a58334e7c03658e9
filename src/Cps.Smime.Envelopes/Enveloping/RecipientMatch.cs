using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>
/// Finds, by certificates and names alone and before any key is used, which key opens a message. Nothing is ever tried: a message that
/// names the same recipient twice asks for two uses of a key, which is how keys have been made to answer questions (CVE-2019-1563).
/// A password has no name: a message that has one for several passwords cannot be opened with any.
/// </summary>
internal static class RecipientMatch
{
    public static RecipientOpening Find(IReadOnlyList<RecipientInfo> recipients, IReadOnlyCollection<IRecipientKey> keys, CmsLimits limits)
    {
        if (keys.OfType<Password>().Skip(1).Any())
        {
            throw new ArgumentException("More than one password was given, and nothing says which one a message is for.", nameof(keys));
        }

        List<RecipientOpening> openings = [];
        bool unusable = false;
        foreach (IRecipientKey key in keys.DistinctBy(k => k is IDecryptionKey owner ? owner.Certificate : (object)k))
        {
            List<RecipientOpening> mine = [.. recipients.SelectMany(r => r.Match(key, limits)).Take(2)];
            if (mine.Count > 1)
            {
                throw new EnvelopeException(
                    CpsErrorCode.Refused, "the message names the same recipient more than once", key is IDecryptionKey owner ? owner.Certificate.Subject.ToString() : key.ToString());
            }

            if (mine is [{ Unwrap: not null } opening])
            {
                openings.Add(opening);
            }
            else
            {
                unusable |= mine.Count > 0;
            }
        }

        if (openings.Count > 0)
        {
            return openings.OrderBy(o => o.Key.AsksPerson).First();
        }

        throw unusable
            ? new EnvelopeException(CpsErrorCode.Unsupported, "the message is for a given key, but its content key is encrypted in a way this key cannot undo")
            : new EnvelopeException(CpsErrorCode.NoKeyForMessage, "none of the given keys is a recipient of this message",
                string.Join("; ", recipients.SelectMany(r => r.Names).Take(5)), "Give the key of one of these recipients; old keys open old messages.");
    }
}
