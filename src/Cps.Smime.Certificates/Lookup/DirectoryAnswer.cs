namespace Cps.Smime.Certificates;

/// <summary>What a directory knows of one address.</summary>
/// <param name="Source">The name of the directory that answered.</param>
/// <param name="Entries">The entries, in the directory's order; empty when the address is unknown.</param>
public sealed record DirectoryAnswer(string Source, IReadOnlyList<DirectoryEntry> Entries)
{
    /// <summary>Whether the directory stopped before it had given everything (a size limit): other entries may exist.</summary>
    public bool IsPartial { get; init; }

    /// <summary>What was passed over while reading, and why (an unreadable certificate, a referral): for people, in English.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];
}
