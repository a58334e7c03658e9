using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>One of those who sign a message, and the algorithm that was chosen for the key.</summary>
internal sealed record SigningParty(ISigningKey Key, SignatureAlgorithm Algorithm)
{
    /// <summary>Chooses before any PIN is asked.</summary>
    /// <exception cref="EnvelopeException">KeyUnusable: a key does not make such signatures.</exception>
    public static IReadOnlyList<SigningParty> Choose(IReadOnlyList<ISigningKey> keys, SigningOptions? options)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentOutOfRangeException.ThrowIfZero(keys.Count);
        if (keys.DistinctBy(k => k.Certificate).Count() < keys.Count)
        {
            throw new ArgumentException("The same certificate signs twice.", nameof(keys));
        }

        return [.. keys.Select(k => new SigningParty(k, SignedDataWriter.ChooseAlgorithm(k, options)))];
    }

    /// <summary>Asks each key in turn: two cards, or two people at one reader, cannot be asked at once.</summary>
    /// <returns>The SignerInfos.</returns>
    public static async ValueTask<List<byte[]>> SignAsync(
        IReadOnlyList<SigningParty> parties, ContentDigests content, SigningOptions? options, CancellationToken cancellationToken)
    {
        List<byte[]> signerInfos = [];
        foreach (SigningParty party in parties)
        {
            byte[] digest = content.Find(party.Algorithm.Digest) ?? throw new ArgumentException($"The content was not digested with {party.Algorithm.Digest}.", nameof(content));
            signerInfos.Add(await SignerInfoWriter.WriteAsync(digest, party.Key, party.Algorithm, options ?? new SigningOptions(), cancellationToken).ConfigureAwait(false));
        }

        return signerInfos;
    }
}
