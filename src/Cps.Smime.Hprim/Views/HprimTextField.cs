namespace Cps.Smime.Hprim;

/// <summary>One label and its value, both safe to print on a terminal.</summary>
/// <param name="Label">What it is, in the language asked for.</param>
/// <param name="Value">The value, on one line.</param>
public sealed record HprimTextField(string Label, string Value);
