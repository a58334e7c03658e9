using System.Diagnostics;
using System.Globalization;
using Cps.Smime.Certificates;
using Cps.Smime.Envelopes;

namespace Cps.Smime.Benchmarks;

/// <summary>
/// Seals a large attachment into a file and opens it again, and prints how far the process's peak memory rose above its idle state.
/// Not a benchmark of time: a peak belongs to a process, so this runs by itself.
/// </summary>
internal static class PeakMemory
{
    public static async Task RunAsync(long length)
    {
        using Bench bench = new();
        string file = Path.Combine(Path.GetTempPath(), $"cps-smime-peak-{Environment.ProcessId}.eml");
        try
        {
            foreach (ContentEncryption encryption in new[] { ContentEncryption.Aes256Cbc, ContentEncryption.Aes256Gcm })
            {
                // Once with a small letter, so that code and pools are counted as idle.
                await SealAsync(bench, 10_000, encryption, file);
                await OpenAsync(bench, file);
                await MeasureAsync($"seal {encryption} {length:N0} bytes", () => SealAsync(bench, length, encryption, file));
                await MeasureAsync($"open {encryption} {length:N0} bytes", () => OpenAsync(bench, file));
            }
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task MeasureAsync(string what, Func<Task> work)
    {
        GC.Collect();
        using Process process = Process.GetCurrentProcess();
        long idle = process.WorkingSet64;
        long peak = idle;
        using CancellationTokenSource done = new();
        Task watch = Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                process.Refresh();
                peak = Math.Max(peak, process.WorkingSet64);
                await Task.Delay(2);
            }
        });
        long allocatedBefore = GC.GetTotalAllocatedBytes(precise: true);
        Stopwatch time = Stopwatch.StartNew();
        await work();
        time.Stop();
        long allocated = GC.GetTotalAllocatedBytes(precise: true) - allocatedBefore;
        await done.CancelAsync();
        await watch;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{what}: peak {(peak - idle) / 1048576.0:F1} MiB above idle, {allocated / 1048576.0:F1} MiB allocated, {time.ElapsedMilliseconds} ms"));
    }

    private static Task SealAsync(Bench bench, long length, ContentEncryption encryption, string file) =>
        OutputFile.WriteAsync(file, (output, cancellation) => bench.Mailbox.SealAsync(bench.Letter(length), bench.Plan(encryption), bench.Signer, output, cancellation));

    private static async Task OpenAsync(Bench bench, string file)
    {
        await using FileStream input = File.OpenRead(file);
        using OpenedLetter letter = await bench.Mailbox.OpenAsync(input, [bench.Recipient], bench.Options);
        if (letter.Report.Verdict != Verdict.Valid)
        {
            throw new InvalidOperationException(letter.Report.ToSentence(TextLanguage.English));
        }

        foreach (Mime.MessagePart part in letter.Parts)
        {
            await using Stream content = part.OpenRead();
            await content.CopyToAsync(Stream.Null);
        }
    }
}
