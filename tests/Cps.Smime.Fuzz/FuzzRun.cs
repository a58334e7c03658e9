using System.Diagnostics;
using System.Globalization;

namespace Cps.Smime.Fuzz;

/// <summary>
/// A run: a case is taken, damaged and read; when that took a branch or had an outcome that is new, the damaged case is kept and damaged
/// further. The seed decides everything, so that a run of the same program can be repeated.
/// </summary>
internal sealed class FuzzRun
{
    private const int LargestCorpus = 20_000;

    /// <summary>Longer cases are tried and not kept: a run of small cases sees more.</summary>
    private const int LongestKept = 16 * 1024;

    private readonly Random _random;
    private readonly List<Case> _corpus = [.. Case.Seeds];
    private readonly HashSet<string> _outcomes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _findings = new(StringComparer.Ordinal);

    public FuzzRun(int seed) => _random = new Random(seed);

    /// <summary>Sees each case before it is read: the one that ends the process is the last that was seen.</summary>
    public Action<Case> Watch { get; init; } = _ => { };

    /// <summary>Sees each finding, once for each <see cref="FindingException.Signature"/>.</summary>
    public Action<Case, FindingException> Found { get; init; } = (_, _) => { };

    public long Cases { get; private set; }

    public int Outcomes => _outcomes.Count;

    public int Findings => _findings.Count;

    public int Corpus => _corpus.Count;

    /// <summary>Reads the seeds undamaged, then damaged cases until there were enough of them or the time is over.</summary>
    public void Run(long cases, TimeSpan time)
    {
        Stopwatch clock = Stopwatch.StartNew();
        _ = Known.Facts;
        foreach (Case seed in Case.Seeds)
        {
            Try(seed);
        }

        while (Cases < cases && clock.Elapsed < time)
        {
            // Half of the time one of the newest: what was found last has been looked at least.
            int newest = Math.Min(_corpus.Count, 200);
            Case parent = _random.Next(2) == 0 ? _corpus[_random.Next(_corpus.Count)] : _corpus[^(1 + _random.Next(newest))];
            Case other = _corpus[_random.Next(_corpus.Count)];
            Try(parent.Mutate(other, _random));
        }
    }

    public string Summary(TimeSpan elapsed) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Cases} cases, {Cases / Math.Max(elapsed.TotalSeconds, 0.001):F0} a second, {Outcomes} outcomes, {Coverage.Branches} branches, {Corpus} cases kept, {Findings} findings");

    private void Try(Case input)
    {
        Watch(input);
        Coverage.Begin();
        Cases++;
        try
        {
            string outcome = Target.Run(input);

            // Where branches are counted, they say better than words what is new.
            bool isNew = _outcomes.Add(outcome) && Coverage.Branches == 0;
            isNew |= Coverage.IsNew();
            if (isNew && _corpus.Count < LargestCorpus && input.Bytes.Length <= LongestKept)
            {
                _corpus.Add(input);
            }
        }
        catch (FindingException e)
        {
            if (_findings.Add(e.Signature))
            {
                Found(input, e);
            }
        }
    }
}
