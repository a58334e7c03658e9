using System.Reflection;
using System.Text.RegularExpressions;

namespace Cps.Smime.Envelopes.Tests;

/// <summary>docs/attacks.md names a test for each attack. This reads the page, so that it cannot promise a test that is not there.</summary>
public sealed partial class AttackPageTests
{
    private const string NotYet = "not yet: ";

    /// <summary>The groups of the page with how many rows each must have.</summary>
    private static readonly (string Prefix, int Count, string Suffix)[] s_groups =
        [("I", 8, ""), ("A", 11, ""), ("B", 9, ""), ("C", 18, ""), ("D", 11, ""), ("E", 11, ""), ("F", 16, ""), ("F", 10, "t")];

    private static readonly Lazy<List<Row>> s_rows = new(() =>
        [.. File.ReadLines(Path.Combine(SharedFiles.RepositoryRoot, "docs", "attacks.md")).Select(l => RowPattern().Match(l)).Where(m => m.Success).Select(m => new Row(m.Groups[1].Value, m.Groups[4].Value.Trim()))]);

    private static readonly Lazy<Dictionary<string, string>> s_sources = new(() =>
        Directory.EnumerateFiles(Path.Combine(SharedFiles.RepositoryRoot, "tests"), "*.cs", SearchOption.AllDirectories)
            .GroupBy(f => Path.GetFileNameWithoutExtension(f), StringComparer.Ordinal).ToDictionary(g => g.Key, g => string.Concat(g.Select(File.ReadAllText)), StringComparer.Ordinal));

    public static TheoryData<string> Ids() => [.. s_groups.SelectMany(g => Enumerable.Range(1, g.Count).Select(i => $"{g.Prefix}{i}{g.Suffix}"))];

    [Theory]
    [MemberData(nameof(Ids))]
    public void EachAttackHasItsTestOrSaysWhyNot(string id)
    {
        Row row = Assert.Single(s_rows.Value, r => r.Id == id);
        string[] tests = [.. TestPattern().Matches(row.Tests).Select(m => m.Groups[1].Value)];

        Assert.True(tests.Length > 0 || (row.Tests.StartsWith(NotYet, StringComparison.Ordinal) && row.Tests.Length > NotYet.Length + 10), $"{id} has neither a test nor a reason: {row.Tests}");
        Assert.All(tests, test => Assert.True(Exists(test), $"{id}: {test} is not there"));
    }

    [Fact]
    public void TheInvariantsTheEnvelopesAndTheDefaultsAllHaveTests()
    {
        string[] own = [.. Ids().Select(r => r.Data).Where(i => i[0] is 'I' or 'A' or 'B' || i is "E1" or "E2" or "E4" or "E5" || (i[0] == 'F' && i[^1] != 't'))];

        Assert.Equal(8 + 11 + 9 + 4 + 16, own.Length);
        Assert.All(own, id => Assert.DoesNotContain(NotYet, s_rows.Value.Single(r => r.Id == id).Tests, StringComparison.Ordinal));
    }

    [Fact]
    public void ATestThatIsNotThereWouldBeMissed()
    {
        Assert.True(Exists("AttackPageTests.ATestThatIsNotThereWouldBeMissed"));
        Assert.True(Exists("VerdictOfStructureTests.AWrappedSignatureIsPartial"));
        Assert.False(Exists("AttackPageTests.Exists"));
        Assert.False(Exists("VerdictOfStructureTests.AWrappedSignatureIsWhole"));
        Assert.False(Exists("NoSuchTests.AWrappedSignatureIsPartial"));
    }

    // A test of this assembly by reflection; one of another by its source.
    private static bool Exists(string test)
    {
        string[] parts = test.Split('.');
        if (typeof(AttackPageTests).Assembly.GetTypes().FirstOrDefault(t => t.Name == parts[0]) is { } type)
        {
            return type.GetMethods().Any(m => m.Name == parts[1] && m.GetCustomAttributes<FactAttribute>().Any());
        }

        return s_sources.Value.TryGetValue(parts[0], out string? source)
            && Regex.IsMatch(source, $@"\bclass {parts[0]}\b", RegexOptions.None, TimeSpan.FromSeconds(10))
            && Regex.Match(source, $@"\bpublic [\w<>?, ]+ {parts[1]}\(", RegexOptions.None, TimeSpan.FromSeconds(10)) is { Success: true } method
            && IsTest(source[..method.Index]);
    }

    // Its attribute stands between it and the member before it.
    private static bool IsTest(string before) =>
        Math.Max(before.LastIndexOf("[Fact", StringComparison.Ordinal), before.LastIndexOf("[Theory", StringComparison.Ordinal)) > before.LastIndexOf("\n    }", StringComparison.Ordinal);

    [GeneratedRegex(@"^\| ([A-F I]\d+t?) \| ([^|]*) \| ([^|]*) \| (.*) \|$", RegexOptions.None, 1000)]
    private static partial Regex RowPattern();

    [GeneratedRegex(@"`([A-Z]\w+\.\w+)`", RegexOptions.None, 1000)]
    private static partial Regex TestPattern();

    private sealed record Row(string Id, string Tests);
}
