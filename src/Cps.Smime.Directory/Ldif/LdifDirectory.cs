using Cps.Smime.Certificates;

namespace Cps.Smime.Directories;

/// <summary>
/// A directory in an LDIF file, as a directory's administrator exports it: read once into memory, found by the addresses of its entries
/// (mail, rfc822Mailbox, mailLocalAddress) without regard to case. An entry without any such attribute is found by the addresses in its
/// certificates. Immutable and safe for any number of threads.
/// </summary>
public sealed class LdifDirectory : ICertificateDirectory
{
    private const int MaximumCertificates = 256;
    private const string AuthorityAttribute = "cACertificate";

    /// <summary>The attributes that hold mail addresses: RFC 4524 section 2.16 (of two names) and that of Internet mail routing.</summary>
    public static readonly IReadOnlyList<string> DefaultMailAttributes = ["mail", "rfc822Mailbox", "mailLocalAddress"];

    private static readonly string[] s_certificateAttributes = ["userCertificate", "userSMIMECertificate", AuthorityAttribute];

    private readonly DirectoryAttributes _attributes;
    private readonly int _maximumAnswer;
    private readonly Dictionary<string, List<LdifEntry>> _byAddress = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<Certificate> _authorities = [];
    private readonly List<string> _problems = [];

    private LdifDirectory(
        string name, IEnumerable<LdifEntry> entries, IEnumerable<string> mailAttributes, LdifLimits limits, CancellationToken cancellationToken)
    {
        Name = name;
        _maximumAnswer = limits.MaximumAnswerEntries;
        _attributes = new DirectoryAttributes(mailAttributes, s_certificateAttributes, MaximumCertificates);
        foreach (LdifEntry entry in entries)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Add(entry);
            EntryCount++;
        }
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>How many entries the file has.</summary>
    public int EntryCount { get; }

    /// <summary>
    /// The certificates published as cACertificate, of use to build a path; they are trusted for nothing.
    /// </summary>
    public IReadOnlyList<Certificate> Authorities => _authorities;

    /// <summary>What was passed over while the file was loaded; what an address's own entries hold is told by each answer.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file; also the directory's name.</param>
    /// <param name="limits">How much is read; null for <see cref="LdifLimits.Default"/>.</param>
    /// <param name="mailAttributes">The attributes to find an entry by; null for <see cref="DefaultMailAttributes"/>.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="DirectoryException">The file cannot be read, or is not LDIF of entries within the limits.</exception>
    public static async Task<LdifDirectory> LoadAsync(
        string path, LdifLimits? limits = null, IReadOnlyList<string>? mailAttributes = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        byte[] file = await InputFile.ReadAsync(path, (limits ?? LdifLimits.Default).MaximumFileBytes, cancellationToken).ConfigureAwait(false);
        return Read(file, path, limits, mailAttributes, cancellationToken);
    }

    /// <summary>Reads LDIF that is in memory.</summary>
    /// <param name="ldif">The bytes of the file; they must not change afterwards.</param>
    /// <param name="name">What to call the directory.</param>
    /// <param name="limits">How much is read; null for <see cref="LdifLimits.Default"/>.</param>
    /// <param name="mailAttributes">The attributes to find an entry by; null for <see cref="DefaultMailAttributes"/>.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="DirectoryException">It is not LDIF of entries within the limits.</exception>
    public static LdifDirectory Read(
        ReadOnlyMemory<byte> ldif,
        string name,
        LdifLimits? limits = null,
        IReadOnlyList<string>? mailAttributes = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        limits ??= LdifLimits.Default;
        return new LdifDirectory(name, LdifReader.Read(ldif, limits, name), mailAttributes ?? DefaultMailAttributes, limits, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<DirectoryAnswer> FindAsync(EmailAddress address, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(address);
        cancellationToken.ThrowIfCancellationRequested();
        List<DirectoryEntry> found = [];
        List<string> problems = [];
        if (_byAddress.TryGetValue(address.ToString(), out List<LdifEntry>? entries))
        {
            found.AddRange(entries.Take(_maximumAnswer).Select(e => _attributes.Read(e.DistinguishedName, e.Attributes, problems)));
        }

        return ValueTask.FromResult(new DirectoryAnswer(Name, found) { Problems = problems, IsPartial = entries?.Count > _maximumAnswer });
    }

    // Certificates are read when they are asked for: a national export has many that nobody ever asks for.
    private void Add(LdifEntry entry)
    {
        List<string> addresses = _attributes.Addresses(entry.Attributes);
        bool isAuthority = entry.Attributes.Any(a => a.Type.Equals(AuthorityAttribute, StringComparison.OrdinalIgnoreCase));
        if (addresses.Count == 0 || isAuthority)
        {
            DirectoryEntry read = _attributes.Read(entry.DistinguishedName, entry.Attributes, _problems);
            _authorities.AddRange(read.Certificates.Where(c => c.IsAuthority));
            if (addresses.Count == 0)
            {
                addresses.AddRange(read.Certificates.SelectMany(c => c.EmailAddresses));
            }
        }

        HashSet<string> keys = new(StringComparer.OrdinalIgnoreCase);
        foreach (string text in addresses)
        {
            if (EmailAddress.TryParse(text, out EmailAddress? address) && keys.Add(address.ToString()))
            {
                if (!_byAddress.TryGetValue(address.ToString(), out List<LdifEntry>? entries))
                {
                    _byAddress.Add(address.ToString(), entries = []);
                }

                entries.Add(entry);
            }
        }
    }
}
