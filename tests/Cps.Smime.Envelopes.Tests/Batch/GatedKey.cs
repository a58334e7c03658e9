using Cps.Smime.Certificates;

namespace Cps.Smime.MailTesting;

/// <summary>A signing key as slow as the test wants: each use waits for its gate, holding no thread, as a card's does.</summary>
internal sealed class GatedKey(ISigningKey key, Func<int, Task> gate) : ISigningKey
{
    private int _uses;
    private int _inside;
    private int _most;

    public Certificate Certificate => key.Certificate;

    public IReadOnlyList<Certificate> Intermediates => key.Intermediates;

    public IReadOnlyList<SignatureAlgorithm> SignatureAlgorithms => key.SignatureAlgorithms;

    /// <summary>How often it was used.</summary>
    public int Uses => _uses;

    /// <summary>How many used it at the same time, at most.</summary>
    public int MostAtOnce => _most;

    public async ValueTask<byte[]> SignAsync(SignatureAlgorithm algorithm, ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default)
    {
        int use = Interlocked.Increment(ref _uses);
        int inside = Interlocked.Increment(ref _inside);
        for (int most = _most; inside > most && Interlocked.CompareExchange(ref _most, inside, most) != most; most = _most)
        {
        }

        try
        {
            await Task.Yield();
            await gate(use).WaitAsync(cancellationToken);
            return await key.SignAsync(algorithm, data, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _inside);
        }
    }
}
