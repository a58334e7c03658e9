using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>A signing key as one message of a batch uses it: whoever waits for it holds no processor.</summary>
internal sealed class TurnSigningKey(ISigningKey key, BatchTurn turn, KeyGate? gate) : ISigningKey
{
    public Certificate Certificate => key.Certificate;

    public IReadOnlyList<Certificate> Intermediates => key.Intermediates;

    public IReadOnlyList<SignatureAlgorithm> SignatureAlgorithms => key.SignatureAlgorithms;

    public ValueTask<byte[]> SignAsync(SignatureAlgorithm algorithm, ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default) =>
        turn.WaitAsync(gate is null
            ? key.SignAsync(algorithm, data, cancellationToken)
            : gate.UseAsync(token => key.SignAsync(algorithm, data, token), cancellationToken));
}
