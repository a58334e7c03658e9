using Cps.Smime.Certificates;

namespace Cps.Smime.Directories;

/// <summary>
/// How a search reaches an LDAP server: <see cref="LdapClient"/>, or an adapter of an LDAP package that an application has already. An
/// adapter answers for what the client promises: every call ends in time, certificates of servers are judged, referrals are not followed.
/// Implementations may be called from several threads.
/// </summary>
public interface ILdapTransport
{
    /// <summary>What to call the server in messages, such as <c>ldaps://annuaire.exemple.fr:636</c>.</summary>
    string Name { get; }

    /// <summary>Searches once.</summary>
    /// <exception cref="DirectoryException"><see cref="CpsErrorCode.DirectoryUnavailable"/> when the server cannot be reached or does not
    /// answer in time, <see cref="CpsErrorCode.DirectoryAnswer"/> when its answer is of no use.</exception>
    ValueTask<LdapSearchResult> SearchAsync(LdapSearch search, CancellationToken cancellationToken = default);
}
