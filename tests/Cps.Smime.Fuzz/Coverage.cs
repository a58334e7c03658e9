using System.Runtime.InteropServices;
using SharpFuzz;
using SharpFuzz.Common;

namespace Cps.Smime.Fuzz;

/// <summary>
/// Which branches of the library a case took, when its assemblies were instrumented by SharpFuzz (the counters of afl-fuzz, held in this
/// process). Without instrumentation nothing is counted, and only outcomes tell that something is new.
/// </summary>
internal static unsafe class Coverage
{
    private const int MapLength = 1 << 16;

    private static readonly string[] s_assemblies = ["Cps.Smime.Certificates.dll", "Cps.Smime.Envelopes.dll", "Cps.Smime.Mime.dll", "Cps.Smime.dll"];

    private static readonly byte* s_counters = (byte*)NativeMemory.AllocZeroed(MapLength);

    private static readonly byte[] s_seen = new byte[MapLength];

    /// <summary>How many branches were taken so far.</summary>
    public static int Branches { get; private set; }

    /// <summary>
    /// Instruments the library's assemblies in a folder, in place. None of them may be loaded. Those that are instrumented already stay as
    /// they are.
    /// </summary>
    public static void Instrument(string folder)
    {
        foreach (string assembly in s_assemblies)
        {
            try
            {
                int types = Fuzzer.Instrument(Path.Combine(folder, assembly), _ => true, Options.Value).Count();
                Console.WriteLine($"{assembly}: {types} types instrumented");
            }
            catch (InstrumentationException e)
            {
                Console.WriteLine($"{assembly}: {e.Message}");
            }
        }
    }

    /// <summary>Gives the instrumented assemblies their counters. Before any of them runs.</summary>
    public static void Attach() => Trace.SharedMem = s_counters;

    /// <summary>Forgets what the last case did.</summary>
    public static void Begin()
    {
        new Span<byte>(s_counters, MapLength).Clear();
        Trace.PrevLocation = 0;
    }

    /// <summary>Whether the case since <see cref="Begin"/> took a branch, or took one so often, as none before it.</summary>
    public static bool IsNew()
    {
        bool isNew = false;
        ulong* words = (ulong*)s_counters;
        for (int word = 0; word < MapLength / 8; word++)
        {
            if (words[word] == 0)
            {
                continue;
            }

            for (int i = word * 8; i < (word + 1) * 8; i++)
            {
                int bucket = Bucket(s_counters[i]);
                if ((s_seen[i] & bucket) != bucket)
                {
                    Branches += s_seen[i] == 0 ? 1 : 0;
                    s_seen[i] |= (byte)bucket;
                    isNew = true;
                }
            }
        }

        return isNew;
    }

    // afl-fuzz's classes of counts: 1, 2, 3, 4-7, 8-15, 16-31, 32-127, 128-255.
    private static int Bucket(byte count) => count switch
    {
        0 => 0,
        1 => 1,
        2 => 2,
        3 => 4,
        < 8 => 8,
        < 16 => 16,
        < 32 => 32,
        < 128 => 64,
        _ => 128,
    };
}
