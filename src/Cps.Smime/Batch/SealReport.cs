namespace Cps.Smime;

/// <summary>What was done for a letter of a batch. Immutable.</summary>
/// <param name="Plan">The plan that was carried out: for whom, with which certificates and algorithms.</param>
/// <param name="Length">The length of the message in bytes.</param>
public sealed record SealReport(SealPlan Plan, long Length);
