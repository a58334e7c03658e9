namespace Cps.Smime.Directories;

/// <summary>What is asked from a server (SearchRequest, RFC 4511 section 4.5.1). Aliases are not followed, and neither are referrals.</summary>
/// <param name="BaseDn">The name below which to search (RFC 4514).</param>
/// <param name="Scope">How far below.</param>
/// <param name="Filter">Which entries.</param>
/// <param name="Attributes">The attributes to return.</param>
public sealed record LdapSearch(string BaseDn, LdapScope Scope, LdapFilter Filter, IReadOnlyList<string> Attributes)
{
    /// <summary>The greatest number of entries to return; when there are more, the result is partial.</summary>
    public int MaximumEntries { get; init; } = 100;

    /// <summary>How many entries to ask for at a time (RFC 2696), which gets more than their size limit from many servers; 0 not to.</summary>
    public int PageSize { get; init; } = 50;
}
