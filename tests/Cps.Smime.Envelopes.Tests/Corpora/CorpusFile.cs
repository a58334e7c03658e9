namespace Cps.Smime.Envelopes.Tests.Corpora;

/// <summary>One line of a manifest: a file of a corpus, what goes with it, and what must come of reading it.</summary>
/// <remarks>
/// Manifests are text: <c>path | options | outcome</c>, lines that begin with <c>#</c> say why. Options are words <c>name=value</c>; files in them
/// are relative to the corpus. <c>as</c> says what the file is (a message when it is absent): <c>mail</c>, <c>certificate</c>, <c>key</c>,
/// <c>pem</c> (key and certificate), <c>pkcs12</c>, <c>other</c> (no message), <c>vectors</c>. For messages: <c>content</c> (what a detached signature is
/// over), <c>key</c> (certificate and PKCS#8, with a colon between), <c>pem</c>, <c>password</c>, <c>kek</c> (identifier and key in hexadecimal, with a colon
/// between), <c>secret</c> (the content key), <c>legacy</c> (old algorithms are allowed).
/// </remarks>
/// <param name="Path">The path in the corpus.</param>
/// <param name="Options">The options.</param>
/// <param name="Outcome">What must come of it.</param>
internal sealed record CorpusFile(string Path, IReadOnlyDictionary<string, string> Options, string Outcome)
{
    public string As => Options.GetValueOrDefault("as", "message");

    public static IReadOnlyList<CorpusFile> ReadManifest(string corpus)
    {
        string path = System.IO.Path.Combine(SharedFiles.RepositoryRoot, "tests", "Cps.Smime.Envelopes.Tests", "Corpora", corpus + ".txt");
        return
        [
            .. from line in File.ReadAllLines(path)
               where line.Length > 0 && line[0] != '#'
               let fields = line.Split('|', 3, StringSplitOptions.TrimEntries)
               select new CorpusFile(fields[0], Parse(fields[1]), fields[2]),
        ];
    }

    private static Dictionary<string, string> Parse(string options) => options.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(o => o.Split('=', 2)).ToDictionary(o => o[0], o => o.Length == 2 ? o[1] : "", StringComparer.Ordinal);
}
