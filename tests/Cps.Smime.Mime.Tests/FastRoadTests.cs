using System.Text;
using MimeKit;
using MimeKit.IO;
using MimeKit.IO.Filters;

namespace Cps.Smime.Mime.Tests;

/// <summary>The quick ways for large base64 give what MimeKit gives.</summary>
public sealed class FastRoadTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(56)]
    [InlineData(57)]
    [InlineData(58)]
    [InlineData(57 * 64)]
    [InlineData(57 * 1024 - 1)]
    [InlineData(57 * 1024 + 1)]
    [InlineData(300_000)]
    public async Task APartInBase64IsWrittenAsMimeKitWritesIt(int length)
    {
        byte[] attachment = Bytes(length);
        Multipart mixed = MixedWith(attachment);
        MimeEntity before = mixed[1];
        byte[] expected = await WriteAsync(mixed);
        List<Action> undo = [];
        MimeEntity standIn = Base64MimePart.Substitute(mixed, undo);
        Assert.Single(undo);
        Assert.Equal(expected, await WriteAsync(standIn));

        undo.ForEach(u => u());
        Assert.Same(before, mixed[1]);
        Assert.Equal(expected, await WriteAsync(mixed));
    }

    [Fact]
    public void OnlyRawContentInBase64IsReplaced()
    {
        List<Action> undo = [];
        MimePart quoted = new("text", "plain") { Content = new MimeContent(new MemoryStream(Bytes(9))), ContentTransferEncoding = ContentEncoding.QuotedPrintable };
        MimePart encodedAlready = new("text", "plain")
        {
            Content = new MimeContent(new MemoryStream("QUJD"u8.ToArray()), ContentEncoding.Base64),
            ContentTransferEncoding = ContentEncoding.Base64,
        };
        Assert.Same(quoted, Base64MimePart.Substitute(quoted, undo));
        Assert.Same(encodedAlready, Base64MimePart.Substitute(encodedAlready, undo));
        Assert.Empty(undo);
    }

    [Theory]
    [InlineData("QUJDREVG", "ABCDEF")]
    [InlineData("QU JD\r\nRE\tVG", "ABCDEF")]
    [InlineData("QUJDRA==", "ABCD")]
    [InlineData("QUJDRA==\r\n-- added by a list --", null)]
    [InlineData("QU!JD*RE(VG)", null)]
    [InlineData("QUJDR", null)]
    [InlineData("QUI=QUI=", null)]
    [InlineData("====", null)]
    [InlineData("", "")]
    public void AnAttachmentIsDecodedAsMimeKitDecodesIt(string text, string? expected)
    {
        byte[] encoded = Encoding.ASCII.GetBytes(text);
        byte[] decoded = ReadAll(new Base64DecodingStream(new MemoryStream(encoded), tolerant: true), 7);
        Assert.Equal(ReadAll(MimeKitDecoder(encoded), 4096), decoded);
        if (expected is not null)
        {
            Assert.Equal(expected, Encoding.ASCII.GetString(decoded));
        }
    }

    [Fact]
    public void DamageAnywhereInALongAttachmentIsPassedOverAsMimeKitDoes()
    {
        int seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        Random random = new(seed);
        for (int run = 0; run < 20; run++)
        {
            byte[] text = Lines(Bytes(random.Next(150_000, 250_000)));
            text[random.Next(text.Length - 100)] = (byte)"!=\n -é"[random.Next(5)];
            byte[] decoded = ReadAll(new Base64DecodingStream(new MemoryStream(text), tolerant: true), random.Next(1, 100_000));
            Assert.Equal(ReadAll(MimeKitDecoder(text), 4096), decoded);
        }
    }

    [Fact]
    public async Task TheStructureFoundInACondensedContentIsThatOfTheWhole()
    {
        byte[] attachment = Bytes(400_000);
        byte[] content = await WriteAsync(MixedWith(attachment));
        CondensedContent condensed = CondensedContent.TryRead(Spooled(content))!;

        Assert.InRange(condensed.Open().Length, 100, 1_000);
        (MimeEntity _, List<MessagePart> parts, bool _) = Read(content);

        Multipart whole = (Multipart)new MimeParser(new MemoryStream(content), MimeFormat.Entity, persistent: true).ParseEntity(TestContext.Current.CancellationToken);
        Assert.Equal(whole.Count, parts.Count);
        Assert.Equal(attachment, parts[1].ReadAllBytes());
        Assert.Equal("fin\n", Encoding.UTF8.GetString(parts[2].ReadAllBytes()).ReplaceLineEndings("\n") + "\n");
    }

    [Fact]
    public async Task AHundredMegabytesCondenseToLessThanAKilobyte()
    {
        byte[] content = await WriteAsync(MixedWith(Bytes(100_000_000)));
        CondensedContent condensed = CondensedContent.TryRead(Spooled(content))!;
        Assert.InRange(condensed.Open().Length, 100, 1_000);
    }

    [Fact]
    public async Task TheParsedEntityHoldsTheWholeContentToo()
    {
        byte[] attachment = Bytes(400_000);
        (MimeEntity entity, List<MessagePart> _, bool _) = Read(await WriteAsync(MixedWith(attachment)));
        using MemoryStream decoded = new();
        ((MimePart)((Multipart)entity)[1]).Content!.DecodeTo(decoded, TestContext.Current.CancellationToken);
        Assert.Equal(attachment, decoded.ToArray());
    }

    [Fact]
    public void Base64OutsideEveryPartIsReadInTheOrdinaryWay()
    {
        string lines = Encoding.ASCII.GetString(Lines(Bytes(200_000)));
        string content = $"Content-Type: multipart/mixed; boundary=b\r\n\r\n{lines}--b\r\n\r\nAbc\r\n--b--\r\n";
        (MimeEntity entity, List<MessagePart> parts, bool _) = Read(Encoding.ASCII.GetBytes(content));
        Assert.Equal(lines.TrimEnd(), ((Multipart)entity).Preamble!.ReplaceLineEndings("\r\n").TrimEnd());
        Assert.Equal("Abc", Encoding.ASCII.GetString(Assert.Single(parts).ReadAllBytes()));
    }

    [Fact]
    public void ShortRunsAreNotCondensed()
    {
        byte[] content = Encoding.ASCII.GetBytes("Content-Transfer-Encoding: base64\r\n\r\n" + Encoding.ASCII.GetString(Lines(Bytes(500))));
        Assert.Null(CondensedContent.TryRead(Spooled(content)));
    }

    [Theory]
    [InlineData("a\r\nb\r\n", (byte)0, false)]
    [InlineData("a\nb\r\n", (byte)0, true)]
    [InlineData("\n", (byte)'\r', false)]
    [InlineData("\n", (byte)'x', true)]
    [InlineData("\r\r\n\r", (byte)0, false)]
    [InlineData("\r\n\n", (byte)0, true)]
    public void BareLineFeedsAreSeen(string text, byte before, bool expected) =>
        Assert.Equal(expected, CanonicalLines.HasBareLineFeed(Encoding.ASCII.GetBytes(text), before));

    [Fact]
    public void OneBareLineFeedIsSeenWhereverItIs()
    {
        for (int length = 2; length < 140; length++)
        {
            byte[] text = new byte[length];
            for (int at = 0; at < length; at++)
            {
                Array.Fill(text, (byte)'a');
                text[at] = (byte)'\n';
                Assert.True(CanonicalLines.HasBareLineFeed(text, before: 0));
                if (at > 0)
                {
                    text[at - 1] = (byte)'\r';
                    Assert.False(CanonicalLines.HasBareLineFeed(text, before: 0));
                }
            }
        }
    }

    private static (MimeEntity Entity, List<MessagePart> Parts, bool HasSecurityBelow) Read(byte[] content) =>
        ContentTree.Read(Spooled(content), mayBeGarbage: false, MailLimits.Default, TestContext.Current.CancellationToken);

    private static SpooledContent Spooled(byte[] content)
    {
        MimeSpool spool = new(MailLimits.Default);
        spool.Write(content);
        spool.Complete();
        return SpooledContent.All(spool);
    }

    private static Multipart MixedWith(byte[] attachment) => new("mixed")
    {
        new TextPart("plain") { Text = "Bonjour\r\n" },
        new MimePart("application", "pdf")
        {
            Content = new MimeContent(new MemoryStream(attachment)),
            ContentTransferEncoding = ContentEncoding.Base64,
            FileName = "lettre é.pdf",
        },
        new TextPart("plain") { Text = "fin" },
    };

    private static async Task<byte[]> WriteAsync(MimeEntity entity)
    {
        FormatOptions format = FormatOptions.Default.Clone();
        format.NewLineFormat = NewLineFormat.Dos;
        using MemoryStream written = new();
        await entity.WriteToAsync(format, written, TestContext.Current.CancellationToken);
        return written.ToArray();
    }

    private static FilteredStream MimeKitDecoder(byte[] encoded)
    {
        FilteredStream filtered = new(new MemoryStream(encoded));
        filtered.Add(DecoderFilter.Create(ContentEncoding.Base64));
        return filtered;
    }

    private static byte[] ReadAll(Stream stream, int at)
    {
        using MemoryStream all = new();
        byte[] buffer = new byte[at];
        int count;
        while ((count = stream.Read(buffer)) > 0)
        {
            all.Write(buffer, 0, count);
        }

        stream.Dispose();
        return all.ToArray();
    }

    private static byte[] Lines(byte[] bytes)
    {
        byte[] lines = new byte[Base64Lines.EncodedLength(bytes.Length)];
        return lines[..Base64Lines.Encode(bytes, lines)];
    }

    private static byte[] Bytes(int length)
    {
        byte[] bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }
}
