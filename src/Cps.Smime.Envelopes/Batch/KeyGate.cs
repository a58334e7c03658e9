using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>
/// Lets some messages of a batch use a key at a time, and none any more when its PIN was refused: each message of a long batch would else
/// present the same wrong PIN, and the third blocks the card. Safe for any number of threads.
/// </summary>
internal sealed class KeyGate(int uses) : IDisposable
{
    private readonly SemaphoreSlim _permits = new(uses, uses);
    private volatile CpsException? _refusal;

    /// <summary>Throws when the key's PIN was refused to another message of the batch.</summary>
    /// <exception cref="CpsException">With the code of that refusal.</exception>
    public void ThrowIfRefused()
    {
        if (_refusal is { } e)
        {
            throw new CpsException(e.Code, e.Message, e.Subject, e.Advice, e);
        }
    }

    /// <summary>Uses the key, when it is the caller's turn.</summary>
    public async ValueTask<T> UseAsync<T>(Func<CancellationToken, ValueTask<T>> use, CancellationToken cancellationToken)
    {
        await _permits.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ThrowIfRefused();
            return await use(cancellationToken).ConfigureAwait(false);
        }
        catch (CpsException e) when (e.Code is CpsErrorCode.PinIncorrect or CpsErrorCode.PinLocked or CpsErrorCode.PinFinalTry or CpsErrorCode.PinCancelled)
        {
            _refusal ??= e;
            throw;
        }
        finally
        {
            _permits.Release();
        }
    }

    public void Dispose() => _permits.Dispose();
}
