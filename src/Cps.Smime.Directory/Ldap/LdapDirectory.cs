using System.Globalization;
using Cps.Smime.Certificates;

namespace Cps.Smime.Directories;

/// <summary>
/// A directory on an LDAP server: each look-up is one search for the entries that have the address in one of the mail attributes. The
/// server is not trusted: its certificates are judged by whoever uses them. Safe for any number of threads.
/// </summary>
public sealed class LdapDirectory : ICertificateDirectory
{
    private const int MaximumCertificates = 256;

    private readonly LdapDirectoryOptions _options;
    private readonly ILdapTransport _transport;
    private readonly DirectoryAttributes _attributes;
    private readonly string[] _requested;

    /// <summary>Makes a directory.</summary>
    /// <param name="options">The server, where to search in it, and the limits.</param>
    /// <param name="transport">How the server is reached; null for <see cref="LdapClient"/>.</param>
    /// <exception cref="ArgumentException">The options do not make sense together.</exception>
    public LdapDirectory(LdapDirectoryOptions options, ILdapTransport? transport = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
        _transport = transport ?? new LdapClient(options);
        _attributes = new DirectoryAttributes(options.MailAttributes, options.CertificateAttributes, MaximumCertificates);
        IEnumerable<string> requested = options.MailAttributes.Concat(DirectoryAttributes.NameAttributes).Concat(options.CertificateAttributes);
        _requested = [.. requested.Distinct(StringComparer.OrdinalIgnoreCase)];
        Name = _transport.Name;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public async ValueTask<DirectoryAnswer> FindAsync(EmailAddress address, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(address);
        LdapSearch search = new(_options.BaseDn, _options.Scope, FilterFor(address, _options.MailAttributes), _requested)
        {
            MaximumEntries = _options.MaximumEntries,
            PageSize = _options.PageSize,
        };
        LdapSearchResult result = await _transport.SearchAsync(search, cancellationToken).ConfigureAwait(false);
        List<string> problems = [.. result.Problems];
        List<DirectoryEntry> entries = [.. result.Entries.Select(e => _attributes.Read(e.DistinguishedName, e.Attributes, problems))];
        return new DirectoryAnswer(Name, entries) { IsPartial = result.IsPartial, Problems = problems };
    }

    /// <summary>One equality for each attribute, and for each way to write the domain: A-labels, and U-labels when it has any.</summary>
    internal static LdapFilter FilterFor(EmailAddress address, IReadOnlyList<string> mailAttributes)
    {
        string domain = Unicode(address.Domain);
        string[] values = domain == address.Domain ? [address.ToString()] : [address.ToString(), $"{address.LocalPart}@{domain}"];
        LdapFilter[] filters = [.. mailAttributes.SelectMany(a => values.Select(v => LdapFilter.Equality(a, v)))];
        return filters.Length == 1 ? filters[0] : LdapFilter.Or(filters);
    }

    private static string Unicode(string domain)
    {
        try
        {
            return new IdnMapping().GetUnicode(domain);
        }
        catch (ArgumentException)
        {
            return domain;
        }
    }
}
