namespace Cps.Smime.Hprim;

/// <summary>
/// A text line of the structured part (<c>TEX|...</c>): a heading, a blank line, or a line of the body repeated. A comment that
/// follows a result is not here but in <see cref="HprimResult.Comments"/>.
/// </summary>
/// <param name="Text">The text with its blanks; empty for a blank line.</param>
public sealed record HprimTextLine(string Text) : HprimEntry;
