using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>
/// Finds, by certificates alone and before any private key is used, which key opens a message. Nothing is ever tried: a message that
/// names the same recipient twice asks for two uses of a key, which is how keys have been made to answer questions (CVE-2019-1563).
/// </summary>
internal static class RecipientMatch
{
    public static (IKeyTransportKey Key, KeyTransRecipientInfo Recipient) Find(IReadOnlyList<RecipientInfo> recipients, IReadOnlyCollection<IDecryptionKey> keys)
    {
        List<KeyTransRecipientInfo> transports = [.. recipients.OfType<KeyTransRecipientInfo>()];
        List<(IKeyTransportKey Key, KeyTransRecipientInfo Recipient)> matches = [];
        bool unusable = false;
        foreach (IDecryptionKey key in keys.DistinctBy(k => k.Certificate))
        {
            List<KeyTransRecipientInfo> mine = [.. transports.Where(r => r.Recipient.Matches(key.Certificate))];
            if (mine.Count > 1)
            {
                throw new EnvelopeException(CpsErrorCode.Refused, "the message names the same recipient more than once", key.Certificate.Subject.ToString());
            }

            if (mine.Count == 0)
            {
                continue;
            }

            if (key is IKeyTransportKey transport && mine[0].Algorithm is { } algorithm && transport.Supports(algorithm))
            {
                matches.Add((transport, mine[0]));
            }
            else
            {
                unusable = true;
            }
        }

        if (matches.Count > 0)
        {
            return matches.OrderBy(m => m.Key.AsksPerson).First();
        }

        throw unusable
            ? new EnvelopeException(CpsErrorCode.Unsupported, "the message is for a given key, but its content key is encrypted in a way this key cannot undo")
            : new EnvelopeException(CpsErrorCode.NoKeyForMessage, "none of the given keys is a recipient of this message",
                string.Join("; ", transports.Take(5).Select(r => r.Recipient.ToString())), "Give the key of one of these recipients; old keys open old messages.");
    }
}
