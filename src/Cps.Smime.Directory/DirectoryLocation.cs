using Cps.Smime.Certificates;

namespace Cps.Smime.Directories;

/// <summary>
/// Opens the directory that one text names, as the command line gives it: <c>ldap://</c> or <c>ldaps://</c> URL with a base DN, folder of
/// certificates, or LDIF file.
/// </summary>
public static class DirectoryLocation
{
    /// <summary>Opens a directory. An LDAP server is not contacted before the first look-up; files are read here.</summary>
    /// <param name="location">The URL, folder or file.</param>
    /// <param name="configure">Completes the options of an LDAP server (anchors, StartTLS, password, timeouts); null to leave them.</param>
    /// <param name="cancellationToken">Stops the reading of files.</param>
    /// <exception cref="DirectoryException"><see cref="CpsErrorCode.InputUnreadable"/>: there is no such file, folder or URL;
    /// <see cref="CpsErrorCode.DirectoryUnavailable"/>: the LDAP options are incomplete, so that the server cannot be asked;
    /// otherwise what the directory's own loading throws.</exception>
    public static async Task<ICertificateDirectory> OpenAsync(
        string location, Func<LdapDirectoryOptions, LdapDirectoryOptions>? configure = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(location);
        if (LdapUrl.HasLdapScheme(location))
        {
            return OpenLdap(location, configure);
        }

        if (location.Contains("://", StringComparison.Ordinal))
        {
            throw new DirectoryException(CpsErrorCode.InputUnreadable, "a directory of this kind is not known", PlainText.Of(location),
                "Give an LDIF file, a folder of certificates, or an ldap:// or ldaps:// URL.");
        }

        return Directory.Exists(location)
            ? await FolderDirectory.LoadAsync(location, cancellationToken: cancellationToken).ConfigureAwait(false)
            : await LdifDirectory.LoadAsync(location, cancellationToken: cancellationToken).ConfigureAwait(false);
    }

    private static LdapDirectory OpenLdap(string location, Func<LdapDirectoryOptions, LdapDirectoryOptions>? configure)
    {
        try
        {
            LdapDirectoryOptions options = LdapDirectoryOptions.FromUrl(LdapUrl.Parse(location));
            return new LdapDirectory(configure is null ? options : configure(options));
        }
        catch (FormatException e)
        {
            throw new DirectoryException(
                CpsErrorCode.InputUnreadable, "the directory's URL cannot be used", PlainText.Of(location), e.Message, e);
        }
        catch (ArgumentException e)
        {
            throw new DirectoryException(
                CpsErrorCode.DirectoryUnavailable, "the directory's options are incomplete", PlainText.Of(location), e.Message, e);
        }
    }
}
