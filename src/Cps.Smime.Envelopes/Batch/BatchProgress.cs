namespace Cps.Smime.Envelopes;

/// <summary>How far a batch is. Every figure but <paramref name="InFlight"/> and <paramref name="Current"/> only grows.</summary>
/// <param name="Succeeded">How many messages are done.</param>
/// <param name="Failed">How many messages failed.</param>
/// <param name="InFlight">How many messages are begun and not ended.</param>
/// <param name="Current">The place in the input, from 0 on, of the message that this report is about.</param>
/// <param name="BytesIn">How many bytes were read.</param>
/// <param name="BytesOut">How many bytes were written.</param>
public sealed record BatchProgress(long Succeeded, long Failed, int InFlight, long Current, long BytesIn, long BytesOut)
{
    /// <summary>How many messages ended, either way.</summary>
    public long Ended => Succeeded + Failed;
}
