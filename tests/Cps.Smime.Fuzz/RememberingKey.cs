using Cps.Smime.Certificates;

namespace Cps.Smime.Fuzz;

/// <summary>An RSA key that answers the same question from memory, so that a run measures readers and not RSA.</summary>
internal sealed class RememberingKey(IKeyTransportKey key) : IKeyTransportKey
{
    private const int MostAnswers = 10_000;

    private readonly Dictionary<string, byte[]> _answers = new(StringComparer.Ordinal);

    public Certificate Certificate => key.Certificate;

    public bool AsksPerson => false;

    public bool Supports(KeyTransportAlgorithm algorithm) => key.Supports(algorithm);

    public async ValueTask<byte[]> UnwrapKeyAsync(
        KeyTransportAlgorithm algorithm, ReadOnlyMemory<byte> encryptedKey, int keyLength, CancellationToken cancellationToken = default)
    {
        string question = $"{algorithm} {Convert.ToHexString(algorithm.Label.Span)} {keyLength} {Convert.ToHexString(encryptedKey.Span)}";
        if (!_answers.TryGetValue(question, out byte[]? answer))
        {
            answer = await key.UnwrapKeyAsync(algorithm, encryptedKey, keyLength, cancellationToken);
            if (_answers.Count == MostAnswers)
            {
                _answers.Clear();
            }

            _answers[question] = answer;
        }

        return [.. answer];
    }
}
