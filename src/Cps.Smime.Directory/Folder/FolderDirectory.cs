using Cps.Smime.Certificates;

namespace Cps.Smime.Directories;

/// <summary>
/// A directory that is a folder of certificate files (.pem, .crt, .cer, .der, .p7b, .p7c), without its sub-folders, read once into
/// memory. A certificate is found by its own addresses; a file named after an address, such as <c>dr.martin@exemple.fr.pem</c>, binds
/// that address to the certificates in it, which is how one that names no address is filed. Immutable and safe for any number of threads.
/// </summary>
public sealed class FolderDirectory : ICertificateDirectory
{
    private static readonly string[] s_extensions = [".pem", ".crt", ".cer", ".der", ".p7b", ".p7c"];

    private readonly Dictionary<string, List<DirectoryEntry>> _byAddress = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _problemByAddress = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _problems = [];
    private readonly FolderLimits _limits;

    private FolderDirectory(string path, FolderLimits limits)
    {
        Name = path;
        _limits = limits;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>How many certificate files were read.</summary>
    public int FileCount { get; private set; }

    /// <summary>The files that were passed over, and why.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Reads a folder.</summary>
    /// <param name="path">The folder; also the directory's name.</param>
    /// <param name="limits">How much is read; null for <see cref="FolderLimits.Default"/>.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="DirectoryException">The folder cannot be read, or holds more than the limits allow.</exception>
    public static async Task<FolderDirectory> LoadAsync(string path, FolderLimits? limits = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        FolderDirectory directory = new(path, limits ?? FolderLimits.Default);
        long total = 0;
        foreach (string file in directory.ListFiles())
        {
            total += await directory.AddFileAsync(file, cancellationToken).ConfigureAwait(false);
            if (total > directory._limits.MaximumTotalBytes)
            {
                throw new DirectoryException(
                    CpsErrorCode.LimitExceeded, $"the folder holds more than {directory._limits.MaximumTotalBytes} bytes", path);
            }
        }

        return directory;
    }

    /// <inheritdoc/>
    public ValueTask<DirectoryAnswer> FindAsync(EmailAddress address, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(address);
        cancellationToken.ThrowIfCancellationRequested();
        string key = address.ToString();
        List<DirectoryEntry> entries = _byAddress.GetValueOrDefault(key) ?? [];
        return ValueTask.FromResult(new DirectoryAnswer(Name, [.. entries.Take(_limits.MaximumAnswerEntries)])
        {
            IsPartial = entries.Count > _limits.MaximumAnswerEntries,
            Problems = _problemByAddress.TryGetValue(key, out string? problem) ? [problem] : [],
        });
    }

    private List<string> ListFiles()
    {
        try
        {
            List<string> files =
            [
                .. Directory.EnumerateFiles(Name).Where(f => s_extensions.Contains(Path.GetExtension(f), StringComparer.OrdinalIgnoreCase))
                    .Take(_limits.MaximumFiles + 1).Order(StringComparer.Ordinal),
            ];
            return files.Count <= _limits.MaximumFiles
                ? files
                : throw new DirectoryException(
                    CpsErrorCode.LimitExceeded, $"the folder holds more than {_limits.MaximumFiles} certificate files", Name);
        }
        catch (Exception e) when (InputFile.IsUnreadable(e))
        {
            throw InputFile.Unreadable(Name, e);
        }
    }

    private async Task<long> AddFileAsync(string path, CancellationToken cancellationToken)
    {
        string name = Path.GetFileName(path);
        string? bound = EmailAddress.TryParse(Path.GetFileNameWithoutExtension(path), out EmailAddress? fromName) ? fromName.ToString() : null;
        try
        {
            byte[] file = await InputFile.ReadAsync(path, _limits.MaximumFileBytes, cancellationToken).ConfigureAwait(false);
            IReadOnlyList<Certificate> certificates = Certificate.ReadAll(file);
            FileCount++;
            Index(name, bound, certificates);
            return file.Length;
        }
        catch (CpsException e)
        {
            string problem = $"{PlainText.Of(name)} was passed over: {e.Message}";
            DirectoryAttributes.Tell(_problems, problem);
            if (bound is not null)
            {
                _problemByAddress[bound] = problem;
            }

            return 0;
        }
    }

    private void Index(string name, string? bound, IReadOnlyList<Certificate> certificates)
    {
        if (bound is not null)
        {
            AddEntry(bound, new DirectoryEntry(name, certificates) { Addresses = [bound] });
        }

        // A bundle of many people is cut into one entry for each address; the authorities in it help building paths.
        List<Certificate> authorities = [.. certificates.Where(c => c.IsAuthority)];
        foreach (IGrouping<string, Certificate> owner in certificates.Where(c => !c.IsAuthority)
            .SelectMany(c => Addresses(c).Select(a => (Address: a, Certificate: c)))
            .GroupBy(p => p.Address, p => p.Certificate, StringComparer.OrdinalIgnoreCase))
        {
            if (!string.Equals(owner.Key, bound, StringComparison.OrdinalIgnoreCase))
            {
                AddEntry(owner.Key, new DirectoryEntry(name, [.. owner, .. authorities]));
            }
        }
    }

    private void AddEntry(string address, DirectoryEntry entry)
    {
        if (!_byAddress.TryGetValue(address, out List<DirectoryEntry>? entries))
        {
            _byAddress.Add(address, entries = []);
        }

        entries.Add(entry);
    }

    private static IEnumerable<string> Addresses(Certificate certificate) => certificate.EmailAddresses
        .Select(a => EmailAddress.TryParse(a, out EmailAddress? parsed) ? parsed.ToString() : null)
        .OfType<string>()
        .Distinct(StringComparer.OrdinalIgnoreCase);
}
