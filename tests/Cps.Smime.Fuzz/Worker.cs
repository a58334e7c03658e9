using System.Diagnostics;
using System.Globalization;

namespace Cps.Smime.Fuzz;

/// <summary>
/// The process that reads. Its thread has a stack of 512 KiB, on which a recursion over the input does not last, and each case stands in a
/// file before it is read.
/// </summary>
internal static class Worker
{
    /// <summary>The exit code of a failure of the fuzzer, which is no finding.</summary>
    public const int OwnFailure = 3;

    private const int StackLength = 512 * 1024;

    /// <summary>A case that takes this long ends the process: it is the finding.</summary>
    private static readonly TimeSpan s_hang = TimeSpan.FromSeconds(60);

    public static int Run(Arguments arguments)
    {
        Coverage.Attach();
        Directory.CreateDirectory(arguments.Findings);
        string current = CurrentFile(arguments.Findings);
        using FileStream file = new(current, FileMode.Create, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        Stopwatch clock = Stopwatch.StartNew();
        long since = 0;
        FuzzRun run = new(arguments.Seed)
        {
            Watch = input =>
            {
                Interlocked.Exchange(ref since, clock.ElapsedTicks);
                file.Position = 0;
                file.Write([(byte)(input.IsMail ? 1 : 0), .. BitConverter.GetBytes(input.Bytes.Length), .. input.Bytes]);
            },
            Found = (input, e) => Save(arguments.Findings, input, e.Signature, e.ToString()),
        };
        using Timer watchdog = new(
            _ =>
            {
                if (Stopwatch.GetElapsedTime(Interlocked.Read(ref since), clock.ElapsedTicks) > s_hang)
                {
                    Environment.FailFast("A case does not end.");
                }
            },
            null, s_hang, TimeSpan.FromSeconds(5));
        using Timer progress = new(_ => Console.WriteLine($"{clock.Elapsed:hh\\:mm\\:ss}  {run.Summary(clock.Elapsed)}"), null, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));
        OnASmallStack(() => run.Run(arguments.Cases, TimeSpan.FromMinutes(arguments.Minutes)));
        Console.WriteLine($"seed {arguments.Seed}: {run.Summary(clock.Elapsed)}");
        return run.Findings == 0 ? 0 : 1;
    }

    /// <summary>Reads files as they are.</summary>
    public static int Replay(string[] files)
    {
        int broken = 0;
        OnASmallStack(() =>
        {
            foreach (string file in files)
            {
                try
                {
                    Console.WriteLine($"{Path.GetFileName(file)}: {Target.Run(Case.Of(file, File.ReadAllBytes(file)))}");
                }
                catch (FindingException e)
                {
                    Console.WriteLine($"{Path.GetFileName(file)}: BROKEN {e}");
                    broken++;
                }
            }
        });
        return broken == 0 ? 0 : 1;
    }

    /// <summary>Makes the people when they are not there, and the seeds anyway. What is made goes along after the next build.</summary>
    public static async Task<int> MakeAsync(string folder)
    {
        if (!File.Exists(Path.Combine(folder, "People", "anchors.pem")))
        {
            PeopleFiles.Write(Path.Combine(folder, "People"));
            Console.WriteLine("The people are made. Build, then make the seeds.");
            return 0;
        }

        await SeedFiles.WriteAsync(Path.Combine(folder, "Seeds"));
        return 0;
    }

    /// <summary>The case that a process was reading when it ended.</summary>
    public static Case? Last(string findings)
    {
        byte[] bytes = File.Exists(CurrentFile(findings)) ? File.ReadAllBytes(CurrentFile(findings)) : [];
        return bytes.Length < 5 ? null : new Case("last", bytes[0] == 1, bytes.AsSpan(5, BitConverter.ToInt32(bytes, 1)).ToArray());
    }

    public static void Save(string findings, Case input, string signature, string description)
    {
        string name = Path.Combine(findings, Contents.Digest(System.Text.Encoding.UTF8.GetBytes(signature))[..12].ToLowerInvariant());
        File.WriteAllBytes(name + (input.IsMail ? ".eml" : ".p7m"), input.Bytes);
        File.WriteAllText(name + ".txt", string.Create(CultureInfo.InvariantCulture, $"{description}\nfrom {input.Name}\n"));
        Console.WriteLine($"FOUND {name}: {signature}");
    }

    private static string CurrentFile(string findings) => Path.Combine(findings, "current.bin");

    private static void OnASmallStack(Action action)
    {
        Exception? failure = null;
        Thread thread = new(
            () =>
            {
                try
                {
                    action();
                }
                catch (Exception e)
                {
                    failure = e;
                }
            },
            StackLength);
        thread.Start();
        thread.Join();
        if (failure is not null)
        {
            Console.Error.WriteLine($"The fuzzer itself failed: {failure}");
            Environment.Exit(OwnFailure);
        }
    }
}
