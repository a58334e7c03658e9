using System.Text.RegularExpressions;
using Cps.Smime.Certificates;
using CsCheck;

namespace Cps.Smime.Envelopes.Tests;

/// <summary>The spool: content waits in it unseen, is read from it in any way, and leaves nothing behind.</summary>
[Collection(nameof(Alone))]
public sealed partial class ContentSpoolTests
{
    private const int Page = ContentSpool.PageLength;

    [Fact]
    public async Task WhatIsWrittenIsRead()
    {
        foreach (int length in new[] { 0, 1, Page - 1, Page, Page + 1, 3 * Page, (5 * Page) + 17 })
        {
            foreach (int memory in new[] { 0, Page, 4 * Page, 100 * Page })
            {
                byte[] content = Messages.Content(length);
                using ContentSpool spool = Spool(content, memory);

                Assert.Equal(length, spool.Length);
                Assert.Equal(content, await Messages.BytesOfAsync(spool));
            }
        }
    }

    [Fact]
    public void AnyRangeReadWithAnySeeksIsTheContent() =>
        Gen.Select(Gen.Int[0, 6 * Page], Gen.Int[0, 5 * Page], Gen.Double[0, 1], Gen.Select(Gen.Double[0, 1], Gen.Int[0, 2 * Page]).Array[1, 12]).Sample(
            (length, memory, from, reads) =>
            {
                byte[] content = Messages.Content(length);
                using ContentSpool spool = Spool(content, memory);
                int offset = (int)(from * length);
                using Stream reader = spool.OpenRead(offset);
                byte[] buffer = new byte[2 * Page];
                foreach ((double where, int count) in reads)
                {
                    int position = (int)(where * (length - offset));
                    reader.Seek(position, SeekOrigin.Begin);
                    int read = reader.ReadAtLeast(buffer.AsSpan(0, count), count, throwOnEndOfStream: false);
                    Assert.Equal(Math.Min(count, length - offset - position), read);
                    Assert.True(content.AsSpan(offset + position, read).SequenceEqual(buffer.AsSpan(0, read)));
                    Assert.Equal(position + read, reader.Position);
                }
            },
            iter: 60);

    [Fact]
    public async Task EightReadersReadAtOnce()
    {
        byte[] content = Messages.Content(20 * Page);
        using ContentSpool spool = Spool(content, 4 * Page);

        byte[][] read = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() =>
        {
            using Stream reader = spool.OpenRead(i * 100, content.Length - (i * 200));
            using MemoryStream copy = new();
            reader.CopyTo(copy, 1000 + (i * 777));
            return copy.ToArray();
        })));

        for (int i = 0; i < 8; i++)
        {
            Assert.True(content.AsSpan(i * 100, content.Length - (i * 200)).SequenceEqual(read[i]));
        }
    }

    [Fact]
    public void ARangeIsCheckedAndAReaderStaysInIt()
    {
        using ContentSpool spool = Spool(Messages.Content(1000), 0);

        Assert.Throws<ArgumentOutOfRangeException>(() => spool.OpenRead(1001));
        Assert.Throws<ArgumentOutOfRangeException>(() => spool.OpenRead(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => spool.OpenRead(10, 991));
        using Stream reader = spool.OpenRead(10, 20);
        Assert.Equal(20, reader.Length);
        Assert.Equal(15, reader.Seek(-5, SeekOrigin.End));
        Assert.Equal(5, reader.Read(new byte[100]));
        Assert.Equal(0, reader.Read(new byte[100]));
        Assert.False(reader.CanWrite);
    }

    [Fact]
    public void NothingIsReadBeforeTheEndAndNothingIsWrittenAfterIt()
    {
        using ContentSpool spool = new();
        spool.Write([1, 2, 3]);
        Assert.Throws<InvalidOperationException>(() => spool.OpenRead());
        spool.Complete();
        Assert.Throws<InvalidOperationException>(() => spool.Write([4]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100 * Page)]
    public void ADisposedSpoolOrReaderGivesNothing(int memory)
    {
        ContentSpool spool = Spool(Messages.Content(3 * Page), memory);
        Stream reader = spool.OpenRead();
        Stream other = spool.OpenRead();
        reader.ReadExactly(new byte[10]);
        reader.Dispose();
        Assert.Throws<ObjectDisposedException>(() => reader.Read(new byte[10]));
        Assert.False(reader.CanRead);

        spool.Dispose();
        spool.Dispose();
        Assert.Throws<ObjectDisposedException>(() => other.Read(new byte[10]));
        Assert.Throws<ObjectDisposedException>(() => spool.OpenRead());
        Assert.Throws<ObjectDisposedException>(() => spool.Write([1]));
    }

    [Fact]
    public void UpToItsMemoryASpoolMakesNoFile()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "looks into /proc");
        string[] before = OpenSpoolFiles();
        using ContentSpool spool = Spool(Messages.Content(4 * Page), 4 * Page);

        Assert.Equal(before, OpenSpoolFiles());
    }

    [Fact]
    public void TheFileHasNoNameIsPrivateHoldsNothingReadableAndGoesAway()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "looks into /proc");
        byte[] canary = "PATIENT-CANARY-1234567890"u8.ToArray();
        byte[] content = [.. Enumerable.Repeat(canary, 40_000).SelectMany(c => c)];
        string[] before = OpenSpoolFiles();

        ContentSpool spool = Spool(content, Page);
        string file = Assert.Single(OpenSpoolFiles().Except(before));

        Assert.EndsWith(" (deleted)", new FileInfo(file).LinkTarget, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Path.GetTempPath(), "cps-smime-*"));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }

        byte[] stored = File.ReadAllBytes(file);
        Assert.InRange(stored.Length, content.Length - Page, content.Length + Page);
        Assert.Equal(-1, stored.AsSpan().IndexOf(canary.AsSpan(0, 8)));

        spool.Dispose();
        Assert.Equal(before, OpenSpoolFiles());
    }

    [Fact]
    public void AnAlteredFileIsFoundOut()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "looks into /proc");
        string[] before = OpenSpoolFiles();
        using ContentSpool spool = Spool(Messages.Content(4 * Page), Page);
        using (FileStream file = new(Assert.Single(OpenSpoolFiles().Except(before)), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
        {
            file.Position = 100;
            file.WriteByte((byte)(file.ReadByte() ^ 1));
            file.Position = 100;
            int stored = file.ReadByte();
            file.Position = 100;
            file.WriteByte((byte)(stored ^ 1));
        }

        using Stream reader = spool.OpenRead();
        CpsException error = Assert.Throws<CpsException>(() => reader.ReadExactly(new byte[2 * Page]));

        Assert.Equal(CpsErrorCode.InputUnreadable, error.Code);
    }

    [Fact]
    public async Task ATemporaryFolderThatCannotBeWrittenIsATypedErrorAndNothingComesOut()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "sets TMPDIR");
        byte[] message = await Messages.SealAsync(Messages.Content(300_000), ContentEncryption.Aes256Gcm);
        string? folder = Environment.GetEnvironmentVariable("TMPDIR");
        Environment.SetEnvironmentVariable("TMPDIR", "/nonexistent/folder");
        Outcome outcome;
        try
        {
            outcome = await Outcome.OfOpeningAsync(new MemoryStream(message), [People.RecipientKey], new CmsLimits { MemoryBuffer = Page });
        }
        finally
        {
            Environment.SetEnvironmentVariable("TMPDIR", folder);
        }

        Assert.Equal(CpsErrorCode.OutputUnwritable, outcome.Code);
        Assert.Empty(outcome.Content);
    }

    [Fact]
    public async Task AFailedOpeningLeavesNoFile()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "looks into /proc");
        string[] before = OpenSpoolFiles();
        byte[] message = await Messages.SealAsync(Messages.Content(300_000), ContentEncryption.Aes256Gcm);
        message[^10] ^= 1;

        Outcome outcome = await Outcome.OfOpeningAsync(new MemoryStream(message), [People.RecipientKey], new CmsLimits { MemoryBuffer = Page });

        Assert.Equal(CpsErrorCode.DecryptionFailed, outcome.Code);
        Assert.Equal(before, OpenSpoolFiles());
    }

    private static ContentSpool Spool(byte[] content, int memory)
    {
        ContentSpool spool = new(memory);
        for (int written = 0; written < content.Length; written += 10_007)
        {
            spool.Write(content.AsSpan(written, Math.Min(10_007, content.Length - written)));
        }

        spool.Complete();
        return spool;
    }

    // The descriptors of this process that are spool files, as paths under /proc.
    private static string[] OpenSpoolFiles() =>
        [.. Directory.GetFiles("/proc/self/fd").Where(fd => SpoolName().IsMatch(new FileInfo(fd).LinkTarget ?? "")).Order(StringComparer.Ordinal)];

    [GeneratedRegex("/cps-smime-[0-9A-F]{24}")]
    private static partial Regex SpoolName();
}
