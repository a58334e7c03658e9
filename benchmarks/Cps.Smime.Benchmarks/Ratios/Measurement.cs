using System.Diagnostics;

namespace Cps.Smime.Benchmarks.Ratios;

/// <summary>
/// Times peers in turn, round after round, so that whatever else the machine does hits all of them alike. A slow peer sits rounds out once
/// it has used its share of time; every peer runs at least once.
/// </summary>
internal sealed class Measurement
{
    private static readonly TimeSpan s_shortestSample = TimeSpan.FromMilliseconds(20);

    // The run-time compiles what is called often a second and a third time, each after a pause.
    private static readonly TimeSpan s_warmUp = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan s_longestWarmUp = TimeSpan.FromSeconds(1);
    private const int WarmUpRuns = 400;

    private readonly Dictionary<string, List<double?>> _times = [];

    /// <summary>The peers that were timed.</summary>
    public IReadOnlyCollection<string> Names => _times.Keys;

    /// <summary>Runs rounds until the time is used.</summary>
    /// <param name="peers">The work of each peer by name, the reference first.</param>
    /// <param name="share">How long each may take in all, beyond its first run.</param>
    /// <param name="warmUp">Whether the code must be run in first.</param>
    /// <param name="clock">What a run costs: <see cref="ElapsedClock"/> or <see cref="ProcessorClock"/>.</param>
    public static Measurement Run(IReadOnlyList<(string Name, Action Work)> peers, TimeSpan share, bool warmUp, Func<TimeSpan> clock)
    {
        Measurement measurement = new();
        int[] repetitions = new int[peers.Count];
        TimeSpan[] used = new TimeSpan[peers.Count];
        for (int i = 0; i < peers.Count; i++)
        {
            measurement._times[peers[i].Name] = [];
            repetitions[i] = warmUp ? (int)Math.Clamp(Math.Ceiling(s_shortestSample / WarmUp(peers[i].Work)), 1, 1000) : 1;
        }

        for (int round = 0; round == 0 || used[0] < share; round++)
        {
            for (int i = 0; i < peers.Count; i++)
            {
                TimeSpan? sample = round == 0 || used[i] < share ? Time(peers[i].Work, repetitions[i], clock) : null;
                used[i] += sample ?? TimeSpan.Zero;
                measurement._times[peers[i].Name].Add(sample?.TotalMilliseconds / repetitions[i]);
            }
        }

        return measurement;
    }

    /// <summary>The time on the wall: for work on several threads.</summary>
    public static TimeSpan ElapsedClock() => Stopwatch.GetElapsedTime(0);

    /// <summary>
    /// The processor time of this process, all its threads together, and of the processes it started: what is left of the noise when other
    /// programs run too.
    /// </summary>
    public static TimeSpan ProcessorClock() => Environment.CpuUsage.TotalTime + ChildProcesses.ProcessorTime;

    /// <summary>Median time of one run in milliseconds.</summary>
    public double Median(string name) => Median(_times[name].OfType<double>());

    /// <summary>How many samples there are.</summary>
    public int Count(string name) => _times[name].Count(t => t is not null);

    /// <summary>How many times faster one is than the other: the median of the rounds that both ran in.</summary>
    public double Ratio(string fast, string slow) => Median(_times[slow].Zip(_times[fast]).Where(p => p.First is not null && p.Second is not null)
        .Select(p => p.First!.Value / p.Second!.Value));

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    // Until the compiler has seen enough of it. The shortest run counts: others were interrupted.
    private static TimeSpan WarmUp(Action work)
    {
        long start = Stopwatch.GetTimestamp();
        TimeSpan shortest = TimeSpan.MaxValue;
        int runs = 0;
        TimeSpan elapsed;
        do
        {
            TimeSpan run = Time(work, 1, ElapsedClock);
            shortest = run < shortest ? run : shortest;
            runs++;
            elapsed = Stopwatch.GetElapsedTime(start);
        }
        while (elapsed < s_warmUp || (runs < WarmUpRuns && elapsed < s_longestWarmUp));
        return shortest;
    }

    private static TimeSpan Time(Action work, int repetitions, Func<TimeSpan> clock)
    {
        if (repetitions > 1)
        {
            // The peer before left its objects to collect and its data in the caches.
            GC.Collect();
            work();
        }

        TimeSpan start = clock();
        for (int i = 0; i < repetitions; i++)
        {
            work();
        }

        return clock() - start;
    }
}
