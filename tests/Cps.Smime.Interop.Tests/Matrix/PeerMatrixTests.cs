using System.Text;
using Cps.Smime.Certificates;

namespace Cps.Smime.Interop.Tests.Matrix;

/// <summary>
/// Both directions of every combination with one product: each cell was tried and is ok, or the product said in its own words why not, or
/// this library does not write it by design. A class a product, so that they run side by side.
/// </summary>
public abstract class PeerMatrixTests(string name)
{
    public static TheoryData<string> Groups() => [.. Combinations.Groups];

    [Theory]
    [MemberData(nameof(Groups))]
    public async Task EveryCellIsOkOrHasAReason(string group)
    {
        MatrixPeers.Require(name);
        PeerColumns columns = await PeerColumns.OfAsync(name);
        StringBuilder failures = new();
        int count = 0;
        foreach (Combination combination in Combinations.All.Where(c => Combinations.GroupOf(c.Section) == group))
        {
            foreach ((string direction, Cell cell) in new[] { ("reads", columns.Reads[combination]), ("writes", columns.Writes[combination]) })
            {
                count++;
                if (cell.Failure is { } failure)
                {
                    failures.Append(name).Append(' ').Append(direction).Append(' ').Append(combination).Append(": ").AppendLine(failure);
                }
            }
        }

        Assert.True(failures.Length == 0, failures.ToString());
        Assert.True(count >= 10, $"{count} cells");
    }

    [Fact]
    public async Task EveryReasonStandsInACell()
    {
        MatrixPeers.Require(name);
        PeerColumns columns = await PeerColumns.OfAsync(name);
        string page = await File.ReadAllTextAsync(MatrixDocument.Path, TestContext.Current.CancellationToken);
        Assert.SkipUnless(MatrixDocument.Versions(page).GetValueOrDefault(name) == columns.Version, $"the reasons are those of another version of {name}");

        Assert.Equal(columns.Limits.Select(l => l.Id).Order(StringComparer.Ordinal),
            columns.Reads.Values.Concat(columns.Writes.Values).Select(c => c.Text).Where(t => columns.Limits.Any(l => l.Id == t)).Distinct().Order(StringComparer.Ordinal));
    }

    /// <summary>That a product says "ok" means something only if it says otherwise to a message that was altered.</summary>
    [Fact]
    public async Task AnAlteredContentIsNotOk()
    {
        MatrixPeers.Require(name);
        SignatureCombination signature = new("", "RSA", SignatureAlgorithm.RsaPkcs1Sha256, true, 1);
        byte[] message = await OwnWriting.WriteAsync(signature, MatrixPki.Content);
        byte[] altered = [.. MatrixPki.Content];
        altered[^1] ^= 1;
        using IPeer peer = MatrixPeers.Open(name);

        Assert.Equal(MatrixPki.Content, await peer.ReadAsync(signature, message, MatrixPki.Content));
        await Assert.ThrowsAnyAsync<Exception>(() => peer.ReadAsync(signature, message, altered));
    }
}
