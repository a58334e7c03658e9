using System.Diagnostics;

namespace Cps.Smime.Fuzz;

/// <summary>
/// Runs the <see cref="Worker"/> as a child with a bounded heap, and starts another when it dies: the case it died of is a finding like any
/// other. So that a stack overflow, an exhausted memory or a hang ends a case and not the run.
/// </summary>
internal static class Supervisor
{
    private const string HeapLimit = "0x60000000";

    public static int Run(Arguments arguments)
    {
        Directory.CreateDirectory(arguments.Findings);
        Console.WriteLine($"seed {arguments.Seed}, {arguments.Minutes} minutes, findings go to {arguments.Findings}");
        Stopwatch clock = Stopwatch.StartNew();
        int result = 0;
        for (int seed = arguments.Seed; clock.Elapsed.TotalMinutes < arguments.Minutes; seed++)
        {
            int exit = Child(arguments with { Seed = seed, Minutes = arguments.Minutes - clock.Elapsed.TotalMinutes });
            result = exit == Worker.OwnFailure ? exit : Math.Max(result, exit == 0 ? 0 : 1);
            if (exit is 0 or 1 or Worker.OwnFailure)
            {
                break;
            }

            if (Worker.Last(arguments.Findings) is { } last)
            {
                Worker.Save(arguments.Findings, last, $"the process ended with {exit}: {Contents.Digest(last.Bytes)}", $"The process ended with {exit}.");
            }
        }

        return result;
    }

    private static int Child(Arguments arguments)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!) { UseShellExecute = false };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
        {
            start.ArgumentList.Add(typeof(Supervisor).Assembly.Location);
        }

        start.ArgumentList.Add("worker");
        foreach (string argument in arguments.ToArray())
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["DOTNET_GCHeapHardLimit"] = HeapLimit;
        using Process process = Process.Start(start)!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
