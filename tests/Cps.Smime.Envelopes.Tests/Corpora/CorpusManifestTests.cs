using System.Text;

namespace Cps.Smime.Envelopes.Tests.Corpora;

/// <summary>Every file that others made to test their readers, with what must come of reading it. Deviations are in <c>docs/conformance.md</c>.</summary>
public sealed class CorpusManifestTests
{
    public static TheoryData<string> Corpora() =>
        ["rfc4134", "rfc-extracted", "rustcrypto-cms", "bc-csharp-cms", "bc-pkix", "openssl-tests", "mbedtls-pkcs7", "rfc9216", "wycheproof"];

    [Theory]
    [MemberData(nameof(Corpora))]
    public void EveryFileOfTheCorpusIsInItsManifest(string corpus)
    {
        string folder = SharedFiles.Require("corpora", corpus);
        IEnumerable<string> files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(folder, f).Replace('\\', '/'));

        Assert.Equal(files.Order(StringComparer.Ordinal), CorpusFile.ReadManifest(corpus).Select(f => f.Path).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Corpora))]
    public async Task EveryFileComesOutAsItsManifestSays(string corpus)
    {
        string folder = SharedFiles.Require("corpora", corpus);
        StringBuilder differences = new();
        foreach (CorpusFile file in CorpusFile.ReadManifest(corpus))
        {
            string outcome = await new CorpusReading(folder, file).OutcomeAsync();
            if (outcome != file.Outcome)
            {
                differences.Append(file.Path).Append(" | ").AppendLine(outcome);
            }
        }

        Assert.True(differences.Length == 0, "Came out otherwise:\n" + differences);
    }

    /// <summary>Vectors are not messages: the manifest names the test that takes each file, and that test does name the file.</summary>
    [Fact]
    public void EveryFileOfVectorsIsTakenByTheTestThatTheManifestNames()
    {
        int taken = 0;
        foreach (CorpusFile file in CorpusFile.ReadManifest("wycheproof").Where(f => f.As == "vectors" && f.Options["by"] != "nobody"))
        {
            string source = File.ReadAllText(Path.Combine(SharedFiles.RepositoryRoot, "tests", file.Options["by"]));
            Assert.Contains('"' + file.Path + '"', source, StringComparison.Ordinal);
            taken++;
        }

        Assert.True(taken >= 30, $"{taken} files");
    }
}
