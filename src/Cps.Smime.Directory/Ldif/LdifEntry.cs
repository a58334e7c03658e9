namespace Cps.Smime.Directories;

/// <summary>An entry of an LDIF file (RFC 2849): its distinguished name and its attributes in order.</summary>
/// <param name="DistinguishedName">The name, as text (RFC 4514); not interpreted.</param>
/// <param name="Attributes">The values, in the order of the file.</param>
public sealed record LdifEntry(string DistinguishedName, IReadOnlyList<LdifAttribute> Attributes)
{
    /// <summary>The line of the file where the entry begins, counted from 1; 0 for an entry that comes from no file.</summary>
    public int LineNumber { get; init; }
}
