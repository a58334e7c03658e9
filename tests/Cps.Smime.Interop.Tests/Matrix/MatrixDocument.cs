using System.Globalization;
using System.Text;

namespace Cps.Smime.Interop.Tests.Matrix;

/// <summary>The matrix as the page <c>docs/conformance-matrix.md</c>.</summary>
internal static class MatrixDocument
{
    public static string Path { get; } = System.IO.Path.Combine(SharedFiles.RepositoryRoot, "docs", "conformance-matrix.md");

    public static string Write(IReadOnlyList<PeerColumns> peers)
    {
        StringBuilder page = new();
        page.Append("""
            # Conformance matrix

            Every combination of algorithms, in both directions with every product. Written by the tests (`tests/Cps.Smime.Interop.Tests/Matrix`), which
            fail when it is not what they find; to write it again, run them with `CPS_SMIME_WRITE_MATRIX=1`, which tries every cell, where
            a usual run asks once in each section for a reason not to read.

            - *reads*: the product opened or verified what is written here, and found the same content; every signature of it was verified.
            - *writes*: what the product wrote was opened or verified here, with the same content, and is of the algorithms in the line.
            - `ok`: so it was. `weak`: it was read, where a call allows it, and reported as weak; it is never valid.
            - `w`*n*: this library does not write it. Another letter with a number: the product cannot, for the reason below, in its own words where it gave some.


            """);
        page.Append("| product | version |\n|---|---|\n");
        foreach (PeerColumns peer in peers)
        {
            page.Append("| ").Append(peer.Name).Append(" | ").Append(peer.Version).Append(" |\n");
        }

        page.Append('\n').Append(Summary(peers)).Append('\n');
        foreach (IGrouping<string, Combination> section in Combinations.All.GroupBy(c => c.Section, StringComparer.Ordinal))
        {
            page.Append("\n## ").Append(section.Key).Append("\n| |").Append(string.Concat(peers.Select(p => $" {p.Name} reads | {p.Name} writes |")));
            page.Append("\n|---|").Append(string.Concat(peers.Select(_ => "---|---|"))).Append('\n');
            foreach (Combination combination in section)
            {
                page.Append("| ").Append(combination.Title).Append(" |").Append(string.Concat(peers.Select(p => $" {p.Reads[combination].Text} | {p.Writes[combination].Text} |"))).Append('\n');
            }
        }

        page.Append("\n## Reasons\n| | reason | words |\n|---|---|---|\n");
        foreach (OwnLimit limit in OwnLimit.All)
        {
            page.Append("| ").Append(limit.Id).Append(" | ").Append(limit.Meaning).Append(" | |\n");
        }

        foreach (PeerLimit limit in peers.SelectMany(p => p.Limits))
        {
            page.Append("| ").Append(limit.Id).Append(" | ").Append(limit.Meaning).Append(" | `").Append(limit.Words).Append("` |\n");
        }

        return page.ToString();
    }

    /// <summary>The cells of a page: line and column to text.</summary>
    public static Dictionary<(string Section, string Line, string Column), string> Read(string page)
    {
        Dictionary<(string Section, string Line, string Column), string> cells = [];
        string section = "";
        string[] columns = [];
        foreach (string line in page.Split('\n'))
        {
            string[] fields = [.. line.Split('|').Select(f => f.Trim())];
            if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                section = line[3..];
            }
            else if (line.StartsWith("| |", StringComparison.Ordinal))
            {
                columns = fields;
            }
            else if (section.Length > 0 && line.StartsWith("| ", StringComparison.Ordinal))
            {
                for (int i = 2; i < fields.Length - 1; i++)
                {
                    cells[(section, fields[1], columns[i])] = fields[i];
                }
            }
        }

        return cells;
    }

    /// <summary>The versions of the products in a page.</summary>
    public static Dictionary<string, string> Versions(string page) => page.Split('\n').TakeWhile(l => !l.StartsWith("## ", StringComparison.Ordinal))
        .Select(l => l.Split('|', StringSplitOptions.TrimEntries)).Where(f => f.Length == 4).ToDictionary(f => f[1], f => f[2], StringComparer.Ordinal);

    private static string Summary(IReadOnlyList<PeerColumns> peers)
    {
        List<Cell> cells = [.. peers.SelectMany(p => p.Reads.Values.Concat(p.Writes.Values))];
        int ok = cells.Count(c => c.Text is "ok" or "weak");
        int own = cells.Count(c => OwnLimit.All.Any(l => l.Id == c.Text));
        return string.Create(CultureInfo.InvariantCulture,
            $"{cells.Count} cells: {ok} ok or weak, {own} not written here, {cells.Count - ok - own} that a product cannot.\n");
    }
}
