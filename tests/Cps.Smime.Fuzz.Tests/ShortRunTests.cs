using System.Globalization;

namespace Cps.Smime.Fuzz.Tests;

/// <summary>
/// A run of the fuzzer with a budget of cases and a seed of its own each time, printed. eng/fuzz.sh runs longer, with branches counted.
/// CPS_SMIME_FUZZ_CASES changes the budget, CPS_SMIME_SEED repeats a run.
/// </summary>
public sealed class ShortRunTests
{
    private const int DefaultCases = 20_000;

    [Fact]
    public async Task NoDamagedMessageBreaksAPromiseOfItsReader()
    {
        int cases = Setting("CPS_SMIME_FUZZ_CASES") ?? DefaultCases;
        int seed = Setting("CPS_SMIME_SEED") ?? Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}, {cases} cases");
        using TempFolder findings = new();

        (int exit, string output) = await Child.RunAsync(
            "worker", "--cases", cases.ToString(CultureInfo.InvariantCulture), "--minutes", "600", "--seed", seed.ToString(CultureInfo.InvariantCulture), "--findings", findings.Path);

        TestContext.Current.TestOutputHelper?.WriteLine(output);
        string last = exit is not 0 and not 1 && Worker.Last(findings.Path) is { } died ? $"died of {Convert.ToHexString(died.Bytes)}\n" : "";
        IEnumerable<string> found = Directory.EnumerateFiles(findings.Path, "*.txt").Select(f =>
            File.ReadAllText(f) + Convert.ToHexString(File.ReadAllBytes(Directory.EnumerateFiles(findings.Path, Path.GetFileNameWithoutExtension(f) + ".*").First(n => !n.EndsWith(".txt", StringComparison.Ordinal)))));
        Assert.True(exit == 0, $"seed {seed}, exit {exit}\n{last}{string.Join('\n', found)}\n{output}");
        Assert.Contains($"seed {seed}: {cases} cases,", output, StringComparison.Ordinal);
    }

    [Fact]
    public void ARunCanBeRepeatedByItsSeed()
    {
        string First() => Trace(new FuzzRunRecorder(), 7);
        Assert.Equal(First(), First());
        Assert.NotEqual(First(), Trace(new FuzzRunRecorder(), 8));
    }

    private static string Trace(FuzzRunRecorder recorder, int seed)
    {
        FuzzRun run = new(seed) { Watch = recorder.Add };
        run.Run(500, TimeSpan.FromMinutes(10));
        Assert.Equal(500, run.Cases);
        return recorder.Digest();
    }

    private static int? Setting(string name) => int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out int value) ? value : null;

    /// <summary>Remembers what was tried.</summary>
    private sealed class FuzzRunRecorder
    {
        private readonly List<byte> _all = [];

        public void Add(Case input) => _all.AddRange(System.Security.Cryptography.SHA256.HashData(input.Bytes));

        public string Digest() => Contents.Digest([.. _all]);
    }
}
