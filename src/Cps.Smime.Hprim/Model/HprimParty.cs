namespace Cps.Smime.Hprim;

/// <summary>
/// The sender (line 11) or the addressee (line 12): a code, then a name. Columns are not reliable in the field, so the line is
/// split at its first blank; a single word is both code and name, and a code <c>.</c> is no code. Immutable.
/// </summary>
/// <param name="Code">The code, without blanks; empty when there is none.</param>
/// <param name="Name">The name; empty when there is none.</param>
public sealed record HprimParty(string Code, string Name)
{
    /// <summary>Nobody named.</summary>
    public static HprimParty None { get; } = new("", "");

    /// <summary>Reads a line: any text is accepted.</summary>
    public static HprimParty Parse(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        string trimmed = line.Trim();
        if (trimmed is "" or ".")
        {
            return None;
        }

        int blank = 0;
        while (blank < trimmed.Length && !char.IsWhiteSpace(trimmed[blank]))
        {
            blank++;
        }

        string first = trimmed[..blank];
        string rest = trimmed[blank..].TrimStart();
        return rest.Length == 0 ? new(first, first) : new(first == "." ? "" : first, rest == "." ? "" : rest);
    }
}
