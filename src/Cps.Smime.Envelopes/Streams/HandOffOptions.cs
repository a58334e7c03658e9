namespace Cps.Smime.Envelopes;

/// <summary>How a <see cref="HandOffStream"/> hands content from thread to thread. Immutable.</summary>
public sealed record HandOffOptions
{
    /// <summary>The options used when none are given.</summary>
    public static HandOffOptions Default { get; } = new();

    /// <summary>Everything stays on the caller's thread.</summary>
    public static HandOffOptions Never { get; } = new() { BeginsAfter = long.MaxValue };

    /// <summary>
    /// How many bytes go straight on, on the caller's thread, before another thread is used: contents that are not longer cost nothing more.
    /// Default 1 MiB.
    /// </summary>
    public long BeginsAfter { get; init; } = 1024 * 1024;

    /// <summary>Length of a block in bytes. Default 512 KiB: with shorter blocks the threads wake each other more often, which is what a hand-off costs.</summary>
    public int BlockLength { get; init; } = 512 * 1024;

    /// <summary>How many full blocks may wait for the other thread; two more are in the hands of the two sides. Default 4.</summary>
    public int BlocksAhead { get; init; } = 4;
}
