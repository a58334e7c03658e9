using System.Collections.Concurrent;

namespace Cps.Smime.Envelopes;

/// <summary>What the messages of one batch share: the processors, the figures, and what is known of the keys.</summary>
internal sealed class BatchShared(BatchOptions options, IProgress<BatchProgress>? progress, Action<Exception> progressFailed) : IDisposable
{
    private readonly ConcurrentDictionary<object, KeyGate> _gates = new(ReferenceEqualityComparer.Instance);

    /// <summary>A permit for each message that may be computed on.</summary>
    public SemaphoreSlim Processors { get; } = new(options.DegreeOfParallelism, options.DegreeOfParallelism);

    public BatchTally Tally { get; } = new(progress, options.ProgressStep, progressFailed);

    /// <summary>The gate of a key, the same for all messages.</summary>
    public KeyGate GateOf(object key) => _gates.GetOrAdd(key, static (_, uses) => new KeyGate(uses), options.ConcurrentKeyUses);

    public void Dispose()
    {
        Processors.Dispose();
        foreach (KeyGate gate in _gates.Values)
        {
            gate.Dispose();
        }
    }
}
