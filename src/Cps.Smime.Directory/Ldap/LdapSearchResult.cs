namespace Cps.Smime.Directories;

/// <summary>What a server gave to a search.</summary>
/// <param name="Entries">The entries, in the server's order; never more than were asked for.</param>
public sealed record LdapSearchResult(IReadOnlyList<LdifEntry> Entries)
{
    /// <summary>Whether a limit of the server or of the client, or a referral, left entries out.</summary>
    public bool IsPartial { get; init; }

    /// <summary>The other servers that the server named (RFC 4511 section 4.1.10). They were not asked.</summary>
    public IReadOnlyList<string> Referrals { get; init; } = [];

    /// <summary>What was passed over, and why: for people, in English.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];
}
