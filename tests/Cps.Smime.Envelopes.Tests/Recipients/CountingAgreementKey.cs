using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes.Tests;

/// <summary>A key that counts how often it is asked to agree, as a card's log would.</summary>
internal sealed class CountingAgreementKey(IKeyAgreementKey key, bool asksPerson = false) : IKeyAgreementKey
{
    public int Count { get; private set; }

    public Certificate Certificate => key.Certificate;

    public bool AsksPerson => asksPerson;

    public bool CanAgree => key.CanAgree;

    public ValueTask<byte[]> AgreeAsync(ReadOnlyMemory<byte> publicKey, CancellationToken cancellationToken = default)
    {
        Count++;
        return key.AgreeAsync(publicKey, cancellationToken);
    }
}
