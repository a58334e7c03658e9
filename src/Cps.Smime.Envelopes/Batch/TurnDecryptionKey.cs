using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>
/// A decryption key as one message of a batch uses it: whoever waits for it holds no processor. It has every ability's interface and says
/// that it cannot what the key behind it cannot.
/// </summary>
internal sealed class TurnDecryptionKey(IDecryptionKey key, BatchTurn turn, KeyGate? gate) : IKeyTransportKey, IKeyAgreementKey, IKemKey
{
    public Certificate Certificate => key.Certificate;

    public bool AsksPerson => key.AsksPerson;

    public bool CanAgree => key is IKeyAgreementKey { CanAgree: true };

    public bool Supports(KeyTransportAlgorithm algorithm) => key is IKeyTransportKey transport && transport.Supports(algorithm);

    public bool SupportsKem(string algorithm) => key is IKemKey kem && kem.SupportsKem(algorithm);

    public ValueTask<byte[]> UnwrapKeyAsync(
        KeyTransportAlgorithm algorithm, ReadOnlyMemory<byte> encryptedKey, int keyLength, CancellationToken cancellationToken = default) =>
        UseAsync<IKeyTransportKey>((k, token) => k.UnwrapKeyAsync(algorithm, encryptedKey, keyLength, token), cancellationToken);

    public ValueTask<byte[]> AgreeAsync(ReadOnlyMemory<byte> publicKey, CancellationToken cancellationToken = default) =>
        UseAsync<IKeyAgreementKey>((k, token) => k.AgreeAsync(publicKey, token), cancellationToken);

    public ValueTask<byte[]> DecapsulateAsync(ReadOnlyMemory<byte> ciphertext, CancellationToken cancellationToken = default) =>
        UseAsync<IKemKey>((k, token) => k.DecapsulateAsync(ciphertext, token), cancellationToken);

    private ValueTask<byte[]> UseAsync<TKey>(Func<TKey, CancellationToken, ValueTask<byte[]>> use, CancellationToken cancellationToken)
        where TKey : class, IDecryptionKey
    {
        TKey able = key as TKey ?? throw new NotSupportedException("The key has no such ability.");
        return turn.WaitAsync(gate is null ? use(able, cancellationToken) : gate.UseAsync(token => use(able, token), cancellationToken));
    }
}
