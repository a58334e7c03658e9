using System.Security.Cryptography;
using Cps.Smime.Certificates;
using Cps.Smime.MailTesting;
using CsCheck;

namespace Cps.Smime.Mime.Tests;

/// <summary>Where the parts of a multipart begin and end, to the byte, against a splitter that is too simple to be wrong.</summary>
public sealed class MultipartScanTests
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

    [Fact]
    public void AContentThatComesInPiecesIsSplitAndDigestedOnTheWay() => Gen.Select(
            Gen.Int[0, s_pieces.Length - 1].Select(i => s_pieces[i]).Array[0, 30], Gen.Int[0, 3], Gen.Int[1, 70_000])
        .Sample((pieces, where, block) =>
        {
            // A run of base64 lines too, in which nothing is looked for.
            string run = string.Concat(Enumerable.Repeat(new string('A', 76) + "\r\n", where * 500));
            string body = string.Concat(pieces.Take(pieces.Length / 2)) + run + string.Concat(pieces.Skip(pieces.Length / 2));
            string header = "Content-Type: multipart/signed; micalg=sha-256; boundary=b\r\n\r\n";
            byte[] content = Eml.Bytes(header + body);
            using MimeSpool spool = new(MailLimits.Default);
            spool.Write(content.AsSpan(0, header.Length));
            for (int at = header.Length; at < content.Length; at += block)
            {
                spool.Write(content.AsSpan(at, Math.Min(block, content.Length - at)));
            }

            spool.Complete();
            MultipartScan scan = spool.Scan!;
            List<string>? expected = NaiveSplit(body, "b");
            if (expected is null)
            {
                return Assert.Throws<MailException>(scan.Finish).Code == CpsErrorCode.Malformed;
            }

            List<string> actual = [.. scan.Finish().Select(p => Eml.Text(content.AsSpan((int)p.Offset, (int)p.Length).ToArray()))];
            return expected.SequenceEqual(actual)
                && (actual.Count == 0 || (scan.Digests.Find(HashAlgorithmName.SHA256)!.SequenceEqual(SHA256.HashData(Eml.Bytes(actual[0])))
                    && scan.HasBareLineFeed == actual[0].Replace("\r\n", "", StringComparison.Ordinal).Contains('\n', StringComparison.Ordinal)));
        }, iter: 3_000);

    private static List<string> Split(string body, string boundary)
    {
        const string Before = "Header: x\r\n\r\n";
        using MemoryStream stream = new(Eml.Bytes(body));
        return [.. MultipartScan.Split(stream, Before.Length, boundary).Select(p => (Before + body).Substring((int)p.Offset, (int)p.Length))];
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
