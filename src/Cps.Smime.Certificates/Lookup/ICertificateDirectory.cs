namespace Cps.Smime.Certificates;

/// <summary>
/// Where the certificates of correspondents are found: an LDAP server, an LDIF file, a folder, a cache, or a chain of them.
/// Implementations may be called from several threads, and decide nothing about trust: every certificate they give is judged by
/// <see cref="EncryptionCertificateSelector"/>.
/// </summary>
public interface ICertificateDirectory
{
    /// <summary>What to call this directory in messages: a file name, a server's address.</summary>
    string Name { get; }

    /// <summary>Everything the directory holds about a mail address.</summary>
    /// <returns>An answer with no entry when the address is unknown.</returns>
    /// <exception cref="CpsException"><see cref="CpsErrorCode.DirectoryUnavailable"/> or <see cref="CpsErrorCode.DirectoryAnswer"/>.</exception>
    ValueTask<DirectoryAnswer> FindAsync(EmailAddress address, CancellationToken cancellationToken = default);
}
