namespace Cps.Smime.Envelopes;

/// <summary>How a <see cref="MessageBatch"/> works. Immutable.</summary>
public sealed record BatchOptions
{
    /// <summary>The options used when none are given.</summary>
    public static BatchOptions Default { get; } = new();

    /// <summary>
    /// How many messages are computed on at the same time; those that wait for a key do not count. Default: the number of processors.
    /// </summary>
    public int DegreeOfParallelism { get; init; } = Environment.ProcessorCount;

    /// <summary>
    /// How many messages may be under way: taken from the input and not yet done with by the consumer of the results. This bounds the memory
    /// of the batch, whatever its length: while it is sealed a message holds some blocks of 64 KiB, while it is opened its content
    /// (<see cref="CmsLimits.MemoryBuffer"/>, the rest in a file). Null, the default: <see cref="DegreeOfParallelism"/> and four more, so that
    /// some can wait for a card while the processors work on others.
    /// </summary>
    public int? MessagesInFlight { get; init; }

    /// <summary>
    /// How many messages may use the same key at the same time, when using it may ask a person or take a card's time. Default 1: a card does
    /// one thing at a time, and so a wrong PIN is noticed before it is given again. More for a remote service. Keys in memory
    /// (<see cref="Certificates.IRecipientKey.AsksPerson"/> false) are not limited.
    /// </summary>
    public int ConcurrentKeyUses { get; init; } = 1;

    /// <summary>Whether results come in the order of the input; one that is slow then holds back those behind it. Default false: as they are done.</summary>
    public bool InInputOrder { get; init; }

    /// <summary>
    /// Whether the first message that fails is the last to be begun: those already under way are carried to their end, and the results stop
    /// there. Default false: every message has its turn.
    /// </summary>
    public bool StopOnFirstFailure { get; init; }

    /// <summary>How many bytes pass between two reports of progress, beside those at the end of each message. Default 1 MiB.</summary>
    public long ProgressStep { get; init; } = 1024 * 1024;

    internal int InFlight => MessagesInFlight ?? (int)Math.Min(DegreeOfParallelism + 4L, int.MaxValue);

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(DegreeOfParallelism, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(InFlight, 1, nameof(MessagesInFlight));
        ArgumentOutOfRangeException.ThrowIfLessThan(ConcurrentKeyUses, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(ProgressStep, 1);
    }
}
