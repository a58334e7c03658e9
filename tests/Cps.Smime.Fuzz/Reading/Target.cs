using System.Diagnostics;
using Cps.Smime.Certificates;

namespace Cps.Smime.Fuzz;

/// <summary>
/// Reads one case in every way there is, and holds the readers to their promises: an answer or a <see cref="CpsException"/>, within bounds of
/// time and memory; no content from authenticated data that is broken, no intact signature over what nobody signed.
/// </summary>
internal static class Target
{
    /// <summary>How long one case may take. A case that takes longer is tried twice more: the machine may have been busy.</summary>
    public static TimeSpan LongestTime { get; } = TimeSpan.FromSeconds(4);

    /// <summary>How much one case may allocate, beside a multiple of its own length.</summary>
    public const long MostMemory = 96L * 1024 * 1024;

    /// <summary>How many times its own length a case may allocate: it is read in several ways, and decompressed up to 100 times.</summary>
    public const long MostMemoryFactor = 400;

    /// <summary>Runs a case.</summary>
    /// <returns>What came of it, in a form that is the same for cases that went the same way.</returns>
    /// <exception cref="FindingException">A promise was broken.</exception>
    public static string Run(Case input)
    {
        for (int attempt = 1; ; attempt++)
        {
            long before = GC.GetTotalAllocatedBytes();
            Stopwatch clock = Stopwatch.StartNew();
            string outcome = Once(input);
            TimeSpan took = clock.Elapsed;
            long allocated = GC.GetTotalAllocatedBytes() - before;
            if (took <= LongestTime && allocated <= MostMemory + (MostMemoryFactor * input.Bytes.Length))
            {
                return outcome;
            }

            if (attempt == 3)
            {
                throw new FindingException(took > LongestTime ? $"took too long, outcome {outcome}" : $"allocated too much, outcome {outcome}");
            }
        }
    }

    private static string Once(Case input)
    {
        try
        {
            return input.IsMail ? MailTarget.RunAsync(input.Bytes).GetAwaiter().GetResult() : CmsTarget.RunAsync(input.Bytes).GetAwaiter().GetResult();
        }
        catch (FindingException)
        {
            throw;
        }
        catch (Exception e)
        {
            throw new FindingException("an exception that is not a CpsException", e);
        }
    }
}
