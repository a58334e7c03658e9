using Cps.Smime.Certificates;
using Cps.Smime.Envelopes;
using Cps.Smime.MailTesting;
using CsCheck;

namespace Cps.Smime.Mime.Tests;

/// <summary>Where the parts of a multipart begin and end, to the byte, against a splitter that is too simple to be wrong.</summary>
public sealed class MultipartSplitterTests
{
    private static readonly string[] s_pieces =
        ["--b", "--b--", "--bb", "--b ", "\r\n", "\n", "\r", "x", "-", " ", "--", "--b\r\n", "\r\n--b\r\n", "\r\n--b--\r\n"];

    [Theory]
    [InlineData("--b\r\nA\r\n--b\r\nB\r\n--b--\r\n", "A|B")]
    [InlineData("--b\nA\n--b\nB\n--b--\n", "A|B")]
    [InlineData("preamble\r\n--b\r\nA\r\n--b\r\nB\r\n--b--\r\nepilogue", "A|B")]
    [InlineData("--b\r\nA\r\n--b\r\nB\r\n--b--", "A|B")]
    [InlineData("--b \t \r\nA\r\n--b  \r\nB\r\n--b-- \t\r\n", "A|B")]
    [InlineData("--b\r\n--b\r\n--b--\r\n", "|")]
    [InlineData("--b\r\nA\r\n\r\n--b\r\nB\r\n--b--\r\n", "A\r\n|B")]
    [InlineData("--b\r\nA\r\n--bb\r\n--b-\r\n--b--x\r\n --b\r\nx--b\r\n--b\r\nB\r\n--b--\r\n", "A\r\n--bb\r\n--b-\r\n--b--x\r\n --b\r\nx--b|B")]
    [InlineData("--b\r\nA\r\r\n--b\r\nB\r\n--b--\r\n", "A\r|B")]
    [InlineData("--b\r\nA\r\n--b\r\nB\r\n--b\r\nC\r\n--b--\r\n", "A|B|C")]
    [InlineData("--b--\r\n", "")]
    public void PartsEndBeforeTheLineEndOfTheirBoundary(string body, string expected) => Assert.Equal(expected, string.Join('|', Split(body, "b")));

    [Theory]
    [InlineData("")]
    [InlineData("--b\r\nA\r\n--b\r\nB\r\n")]
    [InlineData("--b\r\nA\r\n--b\r\nB\r\n--b-")]
    [InlineData("no boundary at all\r\n")]
    public void AMultipartWithoutItsEndIsCut(string body) => Assert.Equal(CpsErrorCode.Malformed, Assert.Throws<MailException>(() => Split(body, "b")).Code);

    [Fact]
    public void ABoundaryIsFoundWhereverTheBufferEnds()
    {
        foreach (string newLine in new[] { "\n", "\r\n" })
        {
            foreach (int around in new[] { 64 * 1024, (64 * 1024) + 2048, 2 * ((64 * 1024) + 2048) })
            {
                for (int length = around - 60; length < around + 12; length++)
                {
                    string first = new('x', length);
                    string body = $"--limite{newLine}{first}{newLine}--limite{newLine}B{newLine}--limite--{newLine}";

                    List<string> parts = Split(body, "limite");

                    Assert.True(parts.Count == 2 && parts[0] == first && parts[1] == "B", $"{newLine.Length} {length}: {string.Join('|', parts.Select(p => p.Length))}");
                }
            }
        }
    }

    [Fact]
    public void AnyBodyIsSplitAsTheSimpleSplitterSplitsIt() => Gen.Select(
            Gen.Int[0, s_pieces.Length - 1].Select(i => s_pieces[i]).Array[0, 30],
            Gen.Int[0, 3], Gen.Int[0, 200])
        .Sample((pieces, where, shift) =>
        {
            string filler = where == 0 ? "" : new string('y', (where * ((64 * 1024) + 2048)) - 100 + shift);
            string body = string.Concat(pieces.Take(pieces.Length / 2)) + filler + string.Concat(pieces.Skip(pieces.Length / 2));
            List<string>? expected = NaiveSplit(body, "b");
            List<string>? actual = null;
            try
            {
                actual = Split(body, "b");
            }
            catch (MailException)
            {
                // The simple one says so too.
            }

            return expected is null ? actual is null : actual is not null && expected.SequenceEqual(actual);
        }, iter: 3_000);

    private static List<string> Split(string body, string boundary)
    {
        const string Before = "Header: x\r\n\r\n";
        using ContentSpool spool = new();
        spool.Write(Eml.Bytes(Before + body));
        spool.Complete();
        List<string> parts = [];
        foreach ((long offset, long length) in MultipartSplitter.Split(spool, Before.Length, body.Length, boundary))
        {
            parts.Add((Before + body).Substring((int)offset, (int)length));
        }

        return parts;
    }

    // Line by line; null without a closing boundary, at most three parts.
    private static List<string>? NaiveSplit(string body, string boundary)
    {
        List<string> parts = [];
        int start = -1;
        for (int at = 0; at < body.Length;)
        {
            int newLine = body.IndexOf('\n', at);
            int next = newLine < 0 ? body.Length : newLine + 1;
            string line = body[at..next].TrimEnd('\n').TrimEnd(' ', '\t', '\r');
            if (line == "--" + boundary || line == "--" + boundary + "--")
            {
                if (start >= 0)
                {
                    int end = at >= 2 && body[at - 2] == '\r' ? at - 2 : at - 1;
                    parts.Add(body[start..Math.Max(start, end)]);
                }

                if (line.EndsWith("--", StringComparison.Ordinal) || parts.Count == 3)
                {
                    return parts;
                }

                start = next;
            }

            at = next;
        }

        return null;
    }
}
