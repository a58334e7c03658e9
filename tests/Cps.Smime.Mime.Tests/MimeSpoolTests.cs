using System.Text;
using Cps.Smime.Envelopes;
using CsCheck;

namespace Cps.Smime.Mime.Tests;

/// <summary>A spool that keeps base64 as bytes gives back what was written, to the byte, wherever it is read.</summary>
public sealed class MimeSpoolTests
{
    private static readonly int[] s_widths = [76, 64, 72, 60, 75, 4, 30, 1000];
    private static readonly string[] s_lineEnds = ["\r\n", "\n", "\r"];
    private static readonly string[] s_oddities = ["", "", "=", " ", "é"];

    // Lines as mail has them, and lines that are nearly so.
    private static readonly Gen<string> s_lines = Gen.Select(Gen.Int[0, 7].Select(i => s_widths[i]), Gen.Int[1, 200], Gen.Int[0, 2].Select(i => s_lineEnds[i]), Gen.Int[0, 4].Select(i => s_oddities[i]), Gen.Int)
        .Select((width, count, lineEnd, last, seed) => string.Concat(Enumerable.Repeat(Line(width, seed) + lineEnd, count)) + (last.Length > 0 ? Line(width - 1, seed) + last + lineEnd : ""));

    [Fact]
    public void WhatIsWrittenComesBackInAnyRange() => Gen.Select(s_lines.Array[0, 6], Gen.Int[1, 70_000], Gen.Int[0, 1_000_000], Gen.Int[0, 1_000_000], Gen.Int[1, 9_000]).Sample((pieces, block, a, b, atOnce) =>
    {
        byte[] content = Encoding.Latin1.GetBytes(string.Concat(pieces));
        using MimeSpool spool = Spool(content, block, memory: 64 * 1024);
        int from = a % (content.Length + 1);
        int length = b % (content.Length - from + 1);
        using Stream reader = spool.OpenRead(from, length);
        return spool.Length == content.Length && content.AsSpan(from, length).SequenceEqual(ReadAll(reader, atOnce));
    }, iter: 1_000);

    [Fact]
    public void ALineTooLongToBeHeldIsKeptToo()
    {
        byte[] content = Encoding.ASCII.GetBytes(new string('A', 300_000) + "\r\n" + new string('B', 200_000));
        using MimeSpool spool = Spool(content, 10_000, memory: 0);
        Assert.Equal(content, ReadAll(spool.OpenRead(), 5_000));
    }

    [Theory]
    [InlineData(57 * 100)]
    [InlineData((57 * 100) + 1)]
    [InlineData((57 * 100) + 56)]
    [InlineData(1_000_000)]
    public void AnAttachmentIsKeptAsItsBytes(int length)
    {
        byte[] attachment = new byte[length];
        new Random(length).NextBytes(attachment);
        byte[] lines = new byte[Base64Lines.EncodedLength(length)];
        Base64Lines.Encode(attachment, lines);
        using MimeSpool spool = Spool([.. "Header: x\r\n\r\n"u8, .. lines, .. "--b--\r\n"u8], 64 * 1024, memory: 0);

        Assert.Single(spool.Runs);
        Assert.Equal(13, spool.Runs[0].Offset);

        // With the line end that belongs to the boundary, and without.
        Assert.Equal(attachment, ReadAll(spool.OpenDecoded(13, lines.Length, tolerant: false), 777));
        Assert.Equal(attachment, ReadAll(spool.OpenDecoded(13, lines.Length - 2, tolerant: false), 70_000));
        using MemoryStream copy = new();
        spool.OpenDecoded(13, lines.Length - 2, tolerant: false).CopyTo(copy);
        Assert.Equal(attachment, copy.ToArray());
    }

    [Fact]
    public void AnyRangeIsDecodedAsItsTextIs() => Gen.Select(s_lines.Array[1, 4], Gen.Int[0, 400], Gen.Int[0, 400]).Sample((pieces, cutBefore, cutAfter) =>
    {
        byte[] content = Encoding.Latin1.GetBytes(string.Concat(pieces));
        using MimeSpool spool = Spool(content, 64 * 1024, memory: 1 << 20);
        int from = Math.Min(content.Length, spool.Runs.Count > 0 && cutBefore < 200 ? (int)spool.Runs[^1].Offset : cutBefore);
        int length = Math.Max(0, content.Length - from - (cutAfter < 200 ? cutAfter % 4 : cutAfter));
        byte[] expected = ReadAll(new Base64DecodingStream(new MemoryStream(content, from, length), tolerant: true), 4_000);
        return expected.AsSpan().SequenceEqual(ReadAll(spool.OpenDecoded(from, length, tolerant: true), 4_000));
    }, iter: 1_000);

    [Fact]
    public void AMessageCannotAskForEndlessEntries()
    {
        string run = string.Concat(Enumerable.Repeat(new string('A', 76) + "\r\n", 27)) + "-\r\n";
        byte[] content = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(run, 5_000)));
        using MimeSpool spool = Spool(content, 64 * 1024, memory: 1 << 24);
        Assert.Equal(4_096, spool.Runs.Count);
        Assert.Equal(content, ReadAll(spool.OpenRead(), 10_000));
    }

    [Fact]
    public void AReaderEndsWithItsSpool()
    {
        MimeSpool spool = Spool(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(Line(76, 1) + "\r\n", 100))), 64 * 1024, memory: 1 << 20);
        Stream reader = spool.OpenRead();
        spool.Dispose();
        Assert.Throws<ObjectDisposedException>(() => reader.Read(new byte[10]));
    }

    private static string Line(int length, int seed)
    {
        byte[] bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return Convert.ToBase64String(bytes)[..length];
    }

    private static MimeSpool Spool(byte[] content, int block, int memory)
    {
        MimeSpool spool = new(new MailLimits { Cms = new CmsLimits { MemoryBuffer = memory } });
        for (int at = 0; at < content.Length; at += block)
        {
            spool.Write(content.AsSpan(at, Math.Min(block, content.Length - at)));
        }

        spool.Complete();
        return spool;
    }

    private static byte[] ReadAll(Stream stream, int atOnce)
    {
        using MemoryStream all = new();
        byte[] buffer = new byte[atOnce];
        int count;
        while ((count = stream.Read(buffer)) > 0)
        {
            all.Write(buffer, 0, count);
        }

        stream.Dispose();
        return all.ToArray();
    }
}
