namespace Cps.Smime.Envelopes.Tests;

/// <summary>
/// Parts of the dependencies whose defaults are dangerous are not used at all: MimeKit's contexts import certificates of strangers and
/// believe the signer's clock, the platform's CMS is an oracle, its chains fetch over the network, BouncyCastle gives out what it has not
/// checked. This reads the sources, because no behaviour shows what is not there.
/// </summary>
public sealed class OverriddenDefaultsTests
{
    [Theory]
    [InlineData("SecureMimeContext", "keeps certificates that messages bring, and judges them at the time the signer claims")]
    [InlineData("MimeKit.Cryptography", "signatures without signers verify, and nothing compares the sender")]
    [InlineData("EnvelopedCms", "says which padding was wrong")]
    [InlineData("SignedCms", "builds chains that fetch what a message names")]
    [InlineData("CmsEnvelopedData", "streams content that nothing has authenticated")]
    [InlineData("CmsAuthEnvelopedData", "is not implemented")]
    [InlineData("CmsSignedData", "drains content that contradicts a detached signature")]
    [InlineData("CmsCompressedData", "decompresses without end")]
    [InlineData("HttpClient", "fetches")]
    [InlineData("WebRequest", "fetches")]
    [InlineData("BinaryFormatter", "makes objects of strangers")]
    [InlineData("Process.Start", "runs programs")]
    public void TheLibraryDoesNotUse(string name, string because)
    {
        IEnumerable<string> users = Sources().Where(f => Code(f).Contains(name, StringComparison.Ordinal)).Select(f => Path.GetRelativePath(SharedFiles.RepositoryRoot, f));

        Assert.True(!users.Any(), $"{name} {because}: {string.Join(", ", users)}");
    }

    // The directory judges its server's certificate with the platform's chain; nothing that judges a message does.
    [Fact]
    public void ThePlatformsChainIsUsedForTheServersOfDirectoriesOnlyAndWithoutDownloads()
    {
        string[] users = [.. Sources().Where(f => Code(f).Contains("X509Chain", StringComparison.Ordinal))];

        Assert.All(users, f => Assert.Contains($"{Path.DirectorySeparatorChar}Cps.Smime.Directory{Path.DirectorySeparatorChar}", f, StringComparison.Ordinal));
        Assert.All(users, f => Assert.Contains("DisableCertificateDownloads = true", Code(f), StringComparison.Ordinal));
    }

    [Fact]
    public void TheSourcesAreFound() => Assert.InRange(Sources().Count(), 200, 5000);

    private static IEnumerable<string> Sources() => Directory.EnumerateFiles(Path.Combine(SharedFiles.RepositoryRoot, "src"), "*.cs", SearchOption.AllDirectories)
        .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}Cps.Smime.TestPki{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    // Without the comments, which may name what is avoided.
    private static string Code(string file) => string.Join('\n', File.ReadLines(file).Where(l => !l.TrimStart().StartsWith("//", StringComparison.Ordinal)));
}
