using System.Security.Cryptography;

namespace Cps.Smime.Envelopes;

/// <summary>Digests content with several algorithms in one pass. Not for several threads.</summary>
public sealed class ContentDigests : IDisposable
{
    private readonly Dictionary<HashAlgorithmName, IncrementalHash> _hashes = [];
    private readonly Dictionary<HashAlgorithmName, byte[]> _results = [];

    /// <summary>Begins with these algorithms; the same one twice counts once.</summary>
    public ContentDigests(IEnumerable<HashAlgorithmName> algorithms)
    {
        ArgumentNullException.ThrowIfNull(algorithms);
        foreach (HashAlgorithmName algorithm in algorithms)
        {
            if (!_hashes.ContainsKey(algorithm))
            {
                _hashes.Add(algorithm, IncrementalHash.CreateHash(algorithm));
            }
        }
    }

    /// <summary>Adds content.</summary>
    public void Append(ReadOnlySpan<byte> content)
    {
        foreach (IncrementalHash hash in _hashes.Values)
        {
            hash.AppendData(content);
        }
    }

    /// <summary>The digest by one of the algorithms; null when it was not asked for at the beginning. Content added later does not count.</summary>
    public byte[]? Find(HashAlgorithmName algorithm)
    {
        if (!_results.TryGetValue(algorithm, out byte[]? result) && _hashes.TryGetValue(algorithm, out IncrementalHash? hash))
        {
            result = hash.GetHashAndReset();
            _results.Add(algorithm, result);
        }

        return result;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IncrementalHash hash in _hashes.Values)
        {
            hash.Dispose();
        }
    }
}
