namespace Cps.Smime.Fuzz.Tests;

/// <summary>
/// Every case that once broke a promise, with what comes of it now: <c>Regressions/NAME.p7m</c> or <c>.eml</c>, and the outcome in
/// <c>NAME.txt</c>.
/// </summary>
public sealed class RegressionTests
{
    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "Regressions");

    public static TheoryData<string> Files() =>
        [.. Directory.EnumerateFiles(s_folder).Select(f => Path.GetFileName(f)).Where(f => !f.EndsWith(".txt", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task WhatWasFoundOnceHasTheOutcomeThatItShouldHave(string file)
    {
        string path = Path.Combine(s_folder, file);
        string expected = await File.ReadAllTextAsync(Path.ChangeExtension(path, ".txt"), TestContext.Current.CancellationToken);

        // First in a process of its own: what it may do is what this process would die of.
        (int exit, string output) = await Child.RunAsync("replay", path);
        Assert.True(exit == 0, output);

        Assert.Equal(expected.Trim(), Target.Run(Case.Of(file, await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken))));
    }
}
