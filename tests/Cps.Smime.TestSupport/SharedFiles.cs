namespace Cps.Smime.TestSupport;

/// <summary>
/// The folder <c>../shared</c> beside the clone: corpora and samples that tests may read. A clone without it still passes:
/// the tests that need a file of it skip and say which.
/// </summary>
public static class SharedFiles
{
    /// <summary>The root of this repository (the folder that holds <c>Cps.Smime.sln</c>).</summary>
    public static string RepositoryRoot { get; } = FindRepositoryRoot();

    /// <summary>The full path of a file or folder of <c>../shared</c>; skips the calling test when it is not there.</summary>
    public static string Require(params string[] parts)
    {
        string path = Path.Combine([RepositoryRoot, "..", "shared", .. parts]);
        Xunit.Assert.SkipUnless(Path.Exists(path), $"needs ../shared/{string.Join('/', parts)}, which is not beside this clone");
        return Path.GetFullPath(path);
    }

    private static string FindRepositoryRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Cps.Smime.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The tests run outside a clone of the repository: no Cps.Smime.sln above " + AppContext.BaseDirectory);
    }
}
