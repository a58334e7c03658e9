using System.Collections.Concurrent;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes.Tests;

/// <summary>
/// A key that counts how often it is asked, as a card's log would, and answers the same question from memory: tests that open one message
/// ten thousand times then measure the reader and not RSA.
/// </summary>
internal sealed class CountingKey(IKeyTransportKey key, bool asksPerson = false) : IKeyTransportKey
{
    private readonly ConcurrentDictionary<string, byte[]> _answers = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>How many content keys were asked for.</summary>
    public int Count => _count;

    /// <summary>Counts from 0 again.</summary>
    public void Reset() => _count = 0;

    public Certificate Certificate => key.Certificate;

    public bool AsksPerson => asksPerson;

    public bool Supports(KeyTransportAlgorithm algorithm) => key.Supports(algorithm);

    public async ValueTask<byte[]> UnwrapKeyAsync(KeyTransportAlgorithm algorithm, ReadOnlyMemory<byte> encryptedKey, int keyLength, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _count);
        string question = $"{algorithm} {keyLength} {Convert.ToHexString(encryptedKey.Span)}";
        if (!_answers.TryGetValue(question, out byte[]? answer))
        {
            answer = await key.UnwrapKeyAsync(algorithm, encryptedKey, keyLength, cancellationToken);
            _answers[question] = answer;
        }

        return [.. answer];
    }
}
