namespace Cps.Smime.Hprim;

/// <summary>
/// One row of a result table for a terminal. Every text is one line without control, bidirectional or zero-width characters, so it
/// may be printed as it is.
/// </summary>
/// <param name="Label">The analysis, or a text line when the other columns are empty.</param>
/// <param name="Value">The value with its unit.</param>
/// <param name="Interval">The interval of normal values.</param>
/// <param name="Flag">The flag of the laboratory, then the computed one when it says something else.</param>
/// <param name="Status">The status in words.</param>
/// <param name="IsAbnormal">True when either flag says low or high.</param>
public sealed record HprimTextRow(string Label, string Value, string Interval, string Flag, string Status, bool IsAbnormal);
