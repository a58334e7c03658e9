using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>
/// One message's turn in a batch. While it waits for a key (or anything else, by <see cref="WaitAsync{T}"/>) it gives its processor to another
/// message. Belongs to one message: waits are not for several threads, counting is.
/// </summary>
public sealed class BatchTurn
{
    private readonly BatchShared _shared;

    internal BatchTurn(BatchShared shared, long index)
    {
        _shared = shared;
        Index = index;
    }

    /// <summary>The place in the input, from 0 on.</summary>
    public long Index { get; }

    /// <summary>
    /// The signing key as this message should use it: waiting for it holds no processor. A key that may ask a person is used by
    /// <see cref="BatchOptions.ConcurrentKeyUses"/> messages at a time, and no more once its PIN was refused.
    /// </summary>
    /// <exception cref="CpsException">The key's PIN was refused to an earlier message of the batch; it is not asked for again.</exception>
    public ISigningKey Use(ISigningKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new TurnSigningKey(key, this, GateOf(key));
    }

    /// <summary>The decryption keys as this message should use them; as for a signing key.</summary>
    public IReadOnlyCollection<IDecryptionKey> Use(IEnumerable<IDecryptionKey> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return [.. keys.Select(k => new TurnDecryptionKey(k, this, GateOf(k)))];
    }

    /// <summary>Waits for something that needs no processor: a person, a card, a network. The message goes on when a processor is free again.</summary>
    public async ValueTask<T> WaitAsync<T>(ValueTask<T> operation)
    {
        if (operation.IsCompleted)
        {
            return await operation.ConfigureAwait(false);
        }

        _shared.Processors.Release();
        try
        {
            return await operation.ConfigureAwait(false);
        }
        finally
        {
            // Not cancellable: the permit is given back where it was taken. Those who hold one are cancelled too, and soon give it up.
            await _shared.Processors.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <inheritdoc cref="WaitAsync{T}"/>
    public async ValueTask WaitAsync(ValueTask operation) => await WaitAsync(AsValueAsync(operation)).ConfigureAwait(false);

    /// <summary>Counts bytes for the progress of the batch.</summary>
    /// <param name="read">How many more bytes were read.</param>
    /// <param name="written">How many more bytes were written.</param>
    public void Count(long read, long written)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(read);
        ArgumentOutOfRangeException.ThrowIfNegative(written);
        _shared.Tally.Count(Index, read, written);
    }

    // A signing key in memory is usually a decryption key too, and says so.
    private KeyGate? GateOf(object key)
    {
        if (key is IRecipientKey { AsksPerson: false })
        {
            return null;
        }

        KeyGate gate = _shared.GateOf(key);
        gate.ThrowIfRefused();
        return gate;
    }

    private static async ValueTask<bool> AsValueAsync(ValueTask operation)
    {
        await operation.ConfigureAwait(false);
        return true;
    }
}
