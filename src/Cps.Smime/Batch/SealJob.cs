using Cps.Smime.Certificates;

namespace Cps.Smime;

/// <summary>A letter of a batch, and where its message goes. Immutable.</summary>
public sealed class SealJob
{
    private SealJob(Letter letter, SealPlan? plan)
    {
        ArgumentNullException.ThrowIfNull(letter);
        Letter = letter;
        Plan = plan;
    }

    /// <summary>The letter.</summary>
    public Letter Letter { get; }

    /// <summary>A complete plan. Null: the correspondents are looked up when it is the letter's turn, and it fails when one cannot be sealed for.</summary>
    public SealPlan? Plan { get; }

    /// <summary>The file that the message goes to, or null when it goes to a stream.</summary>
    public string? Path { get; private init; }

    private Func<Stream>? Open { get; init; }

    /// <summary>A letter whose message becomes a file, which is complete or absent (<see cref="OutputFile"/>).</summary>
    /// <param name="letter">The letter.</param>
    /// <param name="path">The file; replaced when it exists.</param>
    /// <param name="plan">A complete plan, or null to have it made.</param>
    public static SealJob ToFile(Letter letter, string path, SealPlan? plan = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new SealJob(letter, plan) { Path = path };
    }

    /// <summary>A letter whose message goes to a stream.</summary>
    /// <param name="letter">The letter.</param>
    /// <param name="open">
    /// Opens the stream when it is the letter's turn; the batch disposes it. What was written to it is worthless when the letter's result is an
    /// error.
    /// </param>
    /// <param name="plan">A complete plan, or null to have it made.</param>
    public static SealJob ToStream(Letter letter, Func<Stream> open, SealPlan? plan = null)
    {
        ArgumentNullException.ThrowIfNull(open);
        return new SealJob(letter, plan) { Open = open };
    }

    internal Stream OpenOutput()
    {
        try
        {
            return Open!();
        }
        catch (Exception e) when (CountedStream.IsFailure(e))
        {
            throw Unwritable(e);
        }
    }

    internal CpsException Unwritable(Exception cause) => new(
        CpsErrorCode.OutputUnwritable, "the message cannot be written", Path, "Check that the output may be written and has space.", cause);
}
