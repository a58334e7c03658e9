namespace Cps.Smime.Interop.Tests.Matrix;

/// <summary>The whole matrix, printed, and compared with the page in <c>docs</c>.</summary>
public sealed class MatrixDocumentTests(ITestOutputHelper output)
{
    [Fact]
    public async Task TheMatrixInTheDocsIsWhatTheProductsGave()
    {
        foreach (string name in MatrixPeers.Names)
        {
            MatrixPeers.Require(name);
        }

        PeerColumns[] peers = await Task.WhenAll(MatrixPeers.Names.Select(PeerColumns.OfAsync));
        string found = MatrixDocument.Write(peers);
        output.WriteLine(found);
        Assert.DoesNotContain(peers.SelectMany(p => p.Reads.Values.Concat(p.Writes.Values)), c => c.Text.Length == 0);
        if (PeerColumns.TriesAll)
        {
            await File.WriteAllTextAsync(MatrixDocument.Path, found, TestContext.Current.CancellationToken);
        }

        string written = await File.ReadAllTextAsync(MatrixDocument.Path, TestContext.Current.CancellationToken);
        Dictionary<string, string> versions = MatrixDocument.Versions(written);
        if (peers.All(p => versions.GetValueOrDefault(p.Name) == p.Version))
        {
            Assert.Equal(written, found);
            return;
        }

        // Another version of a product may do more; what was ok must stay so, and the other products' columns are as they were.
        Dictionary<(string Section, string Line, string Column), string> now = MatrixDocument.Read(found);
        string[] same = [.. peers.Where(p => versions.GetValueOrDefault(p.Name) == p.Version).SelectMany(p => new[] { p.Name + " reads", p.Name + " writes" })];
        foreach (((string section, string line, string column), string cell) in MatrixDocument.Read(written).Where(c => c.Value is "ok" or "weak" || same.Contains(c.Key.Column)))
        {
            Assert.Equal((section, line, column, cell), (section, line, column, now.GetValueOrDefault((section, line, column))));
        }
    }

    [Fact]
    public async Task WhatIsNotWrittenByDesignIsRefusedByTheWriter()
    {
        int count = 0;
        foreach (Combination combination in Combinations.All.Where(c => c.NotWritten is { HasWriter: true }))
        {
            Exception? error = await Record.ExceptionAsync(() => OwnWriting.WriteAsync(combination, [1, 2, 3]));
            Assert.True(error is ArgumentException or Certificates.CpsException, $"{combination}: {error}");
            count++;
        }

        Assert.True(count > 40, $"{count} lines");
    }

    [Fact]
    public void EveryLineHasANameOfItsOwnAndEveryReasonAnIdentifier()
    {
        Assert.Distinct(Combinations.All.Select(c => c.ToString()));
        Assert.Equal(OwnLimit.All.Select(l => l.Id).Order(StringComparer.Ordinal), Combinations.All.Select(c => c.NotWritten?.Id).OfType<string>().Distinct().Order(StringComparer.Ordinal));
    }
}
