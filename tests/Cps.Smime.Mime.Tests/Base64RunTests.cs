using System.Diagnostics;
using System.Text;
using CsCheck;

namespace Cps.Smime.Mime.Tests;

/// <summary>Lines of base64 decoded a line at a time, against the platform's decoder.</summary>
public sealed class Base64RunTests
{
    private const int Guard = 0x5A;

    [Theory]
    [InlineData(32)]
    [InlineData(36)]
    [InlineData(60)]
    [InlineData(64)]
    [InlineData(72)]
    [InlineData(76)]
    [InlineData(128)]
    [InlineData(996)]
    public void LinesOfEveryLengthAreDecoded(int lineLength)
    {
        foreach (string lineEnd in (string[])["\r\n", "\n"])
        {
            byte[] bytes = new byte[10 * lineLength / 4 * 3];
            new Random(lineLength).NextBytes(bytes);
            byte[] text = Encoding.ASCII.GetBytes(string.Concat(Convert.ToBase64String(bytes).Chunk(lineLength).Select(l => new string(l) + lineEnd)));
            byte[] decoded = new byte[bytes.Length + Base64Run.Slack];

            Assert.Equal(10, Base64Run.Decode(text, lineLength, lineEnd.Length, decoded));

            Assert.Equal(bytes, decoded[..bytes.Length]);
        }
    }

    [Fact]
    public void EveryByteInEveryPlaceIsTakenOrRefusedAsThePlatformDoes()
    {
        byte[] line = Encoding.ASCII.GetBytes(new string('Q', 76) + "\r\n");
        byte[] decoded = new byte[57 + Base64Run.Slack];
        for (int at = 0; at < 76; at++)
        {
            for (int value = 0; value < 256; value++)
            {
                line[at] = (byte)value;
                bool isInAlphabet = value < 128 && (char.IsAsciiLetterOrDigit((char)value) || value is '+' or '/');
                Assert.Equal(isInAlphabet ? 1 : 0, Base64Run.Decode(line, 76, 2, decoded));
                if (isInAlphabet)
                {
                    Assert.Equal(Convert.FromBase64String(Encoding.ASCII.GetString(line, 0, 76)), decoded[..57]);
                }
            }

            line[at] = (byte)'Q';
        }
    }

    [Theory]
    [InlineData("\n", 2)]
    [InlineData("\r", 2)]
    [InlineData("\n\r", 2)]
    [InlineData("AA", 2)]
    [InlineData("\r\n", 1)]
    public void ALineThatEndsOtherwiseEndsTheRun(string lineEnd, int lineEndLength) =>
        Assert.Equal(0, Base64Run.Decode(Encoding.ASCII.GetBytes(new string('Q', 76) + lineEnd + "Q"), 76, lineEndLength, new byte[100]));

    // This processor takes one road; as another one, with fewer instructions, it must take the others to the same end.
    [Theory]
    [InlineData("DOTNET_EnableAVX512")]
    [InlineData("DOTNET_EnableHWIntrinsic")]
    public async Task AProcessorWithFewerInstructionsGivesTheSame(string without)
    {
        if (Environment.GetEnvironmentVariable("DOTNET_EnableAVX512") is not null || Environment.GetEnvironmentVariable("DOTNET_EnableHWIntrinsic") is not null)
        {
            return;
        }

        using Process tests = new();
        tests.StartInfo = new ProcessStartInfo(Environment.ProcessPath!, ["--filter-class", "*Base64RunTests", "*Base64StreamTests", "*MimeSpoolTests"])
        {
            Environment = { [without] = "0" },
            RedirectStandardOutput = true,
        };
        tests.Start();
        string output = await tests.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await tests.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(tests.ExitCode == 0, output);
    }

    [Fact]
    public void NothingIsWrittenBehindTheSlackWhateverTheRoom() => Gen.Select(Gen.Int[0, 400], Gen.Int[0, 8]).Sample((room, lines) =>
    {
        byte[] text = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(new string('Q', 64) + "\r\n", lines)));
        byte[] all = new byte[room + 100];
        Array.Fill(all, (byte)Guard);
        int decoded = Base64Run.Decode(text, 64, 2, all.AsSpan(0, room));
        return decoded == Math.Min(lines, Math.Max(0, room - Base64Run.Slack) / 48) && !all.AsSpan(room).ContainsAnyExcept((byte)Guard);
    });
}
