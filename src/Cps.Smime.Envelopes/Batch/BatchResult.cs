using System.Runtime.ExceptionServices;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>What became of one message of a batch: its value, or the error that it alone had.</summary>
/// <typeparam name="TJob">What was to be done.</typeparam>
/// <typeparam name="TResult">What came of it.</typeparam>
public sealed class BatchResult<TJob, TResult>
{
    private readonly TResult? _value;

    internal BatchResult(long index, TJob job, TResult value)
    {
        Index = index;
        Job = job;
        _value = value;
    }

    internal BatchResult(long index, TJob job, Exception error)
    {
        Index = index;
        Job = job;
        Error = error;
    }

    /// <summary>The place in the input, from 0 on.</summary>
    public long Index { get; }

    /// <summary>What was to be done.</summary>
    public TJob Job { get; }

    /// <summary>Whether it was done.</summary>
    public bool Succeeded => Error is null;

    /// <summary>
    /// Why not: a <see cref="CpsException"/>, or what the caller's own code threw (a stream, a source, an argument that is wrong). Null when it
    /// was done.
    /// </summary>
    public Exception? Error { get; }

    /// <summary>The code of <see cref="Error"/> when it is a <see cref="CpsException"/>.</summary>
    public CpsErrorCode? Code => (Error as CpsException)?.Code;

    /// <summary>What came of it; the caller disposes it when it can be disposed. When the message failed, its error is thrown.</summary>
    public TResult Value
    {
        get
        {
            if (Error is not null)
            {
                ExceptionDispatchInfo.Throw(Error);
            }

            return _value!;
        }
    }

    // For results that nobody took.
    internal async ValueTask DisposeValueAsync()
    {
        if (_value is IAsyncDisposable asynchronous)
        {
            await asynchronous.DisposeAsync().ConfigureAwait(false);
        }
        else
        {
            (_value as IDisposable)?.Dispose();
        }
    }
}
