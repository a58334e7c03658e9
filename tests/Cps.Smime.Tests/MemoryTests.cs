namespace Cps.Smime.Tests;

/// <summary>What measures the whole process runs alone.</summary>
[CollectionDefinition(nameof(MemoryTests), DisableParallelization = true)]
public sealed class AloneCollection;

/// <summary>Large attachments go through in pieces: what is allocated does not grow with them, on either side.</summary>
[Collection(nameof(MemoryTests))]
public sealed class MemoryTests
{
    [Fact]
    public async Task FiveTimesTheAttachmentIsNotFiveTimesTheMemory()
    {
        await SealAndOpenAsync(1);
        long small = await SealAndOpenAsync(10);
        long large = await SealAndOpenAsync(50);

        Assert.True(large - small < 10 * 1024 * 1024, $"10 MiB: {small / 1024} KiB allocated, 50 MiB: {large / 1024} KiB");
    }

    [Fact]
    public async Task AHundredMebibytesArriveToTheByte()
    {
        long allocated = await SealAndOpenAsync(100);

        Assert.True(allocated < 60L * 1024 * 1024, $"{allocated / 1024} KiB allocated");
    }

    // The bytes allocated by sealing and opening; the message itself waits in a file.
    private static async Task<long> SealAndOpenAsync(int mebibytes)
    {
        using TempFolder folder = new();
        string path = folder.File("lettre.eml");
        SecureMailbox mailbox = Given.Mailbox(Given.Directory());
        Letter letter = Given.Letter(new LetterAttachment("scanner.bin", "application/octet-stream", () => new PatternStream(mebibytes * 1024L * 1024)));
        SealPlan plan = await mailbox.PlanAsync(letter.To.ToArray());
        long before = GC.GetTotalAllocatedBytes(precise: true);
        await OutputFile.WriteAsync(path, (stream, token) => mailbox.SealAsync(letter, plan, Given.DoctorKey, stream, token));
        await using (FileStream input = File.OpenRead(path))
        {
            using OpenedLetter opened = await mailbox.OpenAsync(input, [Given.ColleagueKey]);
            Assert.Equal(Verdict.Valid, opened.Report.Verdict);
            await using Stream content = opened.Parts[1].OpenRead();
            Assert.Equal(mebibytes * 1024L * 1024, PatternStream.CheckToEnd(content));
        }

        return GC.GetTotalAllocatedBytes(precise: true) - before;
    }

    /// <summary>So many bytes, each known from its place, held nowhere.</summary>
    private sealed class PatternStream(long length) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position { get; set; }

        public static long CheckToEnd(Stream stream)
        {
            byte[] buffer = new byte[64 * 1024];
            long position = 0;
            for (int count; (count = stream.Read(buffer)) > 0; position += count)
            {
                for (int i = 0; i < count; i++)
                {
                    if (buffer[i] != At(position + i))
                    {
                        Assert.Fail($"byte {position + i} differs");
                    }
                }
            }

            return position;
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            count = (int)Math.Min(count, length - Position);
            for (int i = 0; i < count; i++)
            {
                buffer[offset + i] = At(Position + i);
            }

            Position += count;
            return count;
        }

        public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
        {
            SeekOrigin.Begin => offset,
            SeekOrigin.Current => Position + offset,
            _ => length + offset,
        };

        public override void Flush()
        {
        }

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        private static byte At(long position) => (byte)((position * 31) ^ (position >> 8) ^ (position >> 20));
    }
}
