using System.Runtime.InteropServices;

namespace Cps.Smime.Benchmarks.Ratios;

/// <summary>The processor time of the processes that this one started and that have ended (getrusage of POSIX).</summary>
internal static partial class ChildProcesses
{
    private const int Children = -1;

    /// <summary>User and system time of all of them; zero where there is no getrusage.</summary>
    public static TimeSpan ProcessorTime => !OperatingSystem.IsWindows() && GetUsage(Children, out Usage usage) == 0
        ? usage.User.ToTimeSpan() + usage.System.ToTimeSpan() : TimeSpan.Zero;

    [LibraryImport("libc", EntryPoint = "getrusage")]
    private static partial int GetUsage(int who, out Usage usage);

    [StructLayout(LayoutKind.Sequential)]
    private struct Time
    {
        public nint Seconds;
        public nint Microseconds;

        // Only 32 bits of it are set on a Mac.
        public readonly TimeSpan ToTimeSpan() => TimeSpan.FromSeconds((long)Seconds) + TimeSpan.FromMicroseconds((int)Microseconds);
    }

    /// <summary>The beginning of struct rusage, with room for the fourteen counters that follow.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 18 * 8)]
    private struct Usage
    {
        public Time User;
        public Time System;
    }
}
