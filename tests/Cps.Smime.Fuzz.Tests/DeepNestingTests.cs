namespace Cps.Smime.Fuzz.Tests;

/// <summary>
/// Messages of up to a million nested elements, in every part of every seed, in a process of its own with a stack of 512 KiB: recursion over
/// the input would end that process and not this one.
/// </summary>
public sealed class DeepNestingTests
{
    [Theory]
    [InlineData(10)]
    [InlineData(33)]
    [InlineData(1_000)]
    [InlineData(100_000)]
    [InlineData(1_000_000)]
    public async Task NoDepthInNoPlaceEndsTheProcess(int levels)
    {
        using TempFolder folder = new();
        List<string> files = [];
        foreach (Case seed in Case.Seeds.Where(s => !s.IsMail && s.Name is "Seeds/opaque-rsa.p7m" or "Seeds/several.p7m" or "Seeds/compressed.p7m" or "Seeds/password.p7m" or "Seeds/encrypted.p7m"))
        {
            int places = BerNode.All(BerNode.Parse(seed.Bytes)).Count;

            // Every place for small depths, some for the large: a million levels are 2 to 6 MB a file.
            int step = levels <= 1_000 ? Math.Max(1, places / 40) : Math.Max(1, places / 3);
            for (int place = 0; place < places; place += step)
            {
                foreach (bool indefinite in new[] { false, true })
                {
                    files.Add(folder.Write($"{Path.GetFileNameWithoutExtension(seed.Name)}-{place}-{indefinite}.p7m", Deep(seed.Bytes, place, levels, indefinite)));
                }
            }
        }

        (int exit, string output) = await Child.RunAsync(["replay", .. files]);

        Assert.True(exit == 0, output);
        Assert.Equal(files.Count, output.Split('\n').Count(l => l.Contains(".p7m: ", StringComparison.Ordinal)));
    }

    private static byte[] Deep(byte[] message, int place, int levels, bool indefinite)
    {
        List<BerNode> roots = BerNode.Parse(message);
        (List<BerNode> siblings, int index) = BerNode.All(roots)[place];
        siblings[index] = TreeMutator.Nested(siblings[index], siblings[index].Tag is [0x04] or [0x24] ? (byte)0x24 : (byte)0x30, levels, indefinite);
        return BerNode.Encode(roots);
    }
}
