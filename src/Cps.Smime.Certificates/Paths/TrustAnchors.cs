using System.Collections.Frozen;

namespace Cps.Smime.Certificates;

/// <summary>
/// The authorities that a caller trusts, given by the caller: the operating system's store is never used. Self-signed certificates are
/// anchors; other certificates of an anchor file are kept as <see cref="Intermediates"/> to help building paths, and are trusted for
/// nothing by themselves. Immutable and safe for any number of threads.
/// </summary>
public sealed class TrustAnchors
{
    private const long MaximumFileLength = 16 * 1024 * 1024;
    private static readonly string[] s_extensions = [".pem", ".crt", ".cer", ".der", ".p7b", ".p7c"];

    private readonly FrozenSet<Certificate> _set;

    /// <summary>Makes a set of anchors.</summary>
    /// <param name="certificates">Self-signed certificates become anchors, the others intermediates.</param>
    public TrustAnchors(IEnumerable<Certificate> certificates)
    {
        ArgumentNullException.ThrowIfNull(certificates);
        List<Certificate> all = [.. certificates.Distinct()];
        Anchors = [.. all.Where(c => c.IsSelfIssued)];
        Intermediates = [.. all.Where(c => !c.IsSelfIssued)];
        _set = Anchors.ToFrozenSet();
    }

    /// <summary>No anchor: nothing has a path.</summary>
    public static TrustAnchors None { get; } = new([]);

    /// <summary>The trusted certificates.</summary>
    public IReadOnlyList<Certificate> Anchors { get; }

    /// <summary>Certificates that may be used between a leaf and an anchor.</summary>
    public IReadOnlyList<Certificate> Intermediates { get; }

    /// <summary>Reads anchors from a PEM, DER or p7b file, or from every such file of a folder.</summary>
    /// <exception cref="CertificateException">The path cannot be read, or holds no self-signed certificate.</exception>
    public static TrustAnchors Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            List<Certificate> found = [];
            IEnumerable<string> files = Directory.Exists(path)
                ? Directory.EnumerateFiles(path).Where(f => s_extensions.Contains(Path.GetExtension(f), StringComparer.OrdinalIgnoreCase)).Order(StringComparer.Ordinal)
                : [path];
            foreach (string file in files)
            {
                if (new FileInfo(file).Length > MaximumFileLength)
                {
                    throw new CertificateException(CpsErrorCode.LimitExceeded, "an anchor file is larger than 16 MiB", file, "Give only the certificates of authorities.");
                }

                found.AddRange(ReadFile(file));
            }

            TrustAnchors anchors = new(found);
            return anchors.Anchors.Count > 0 ? anchors : throw new CertificateException(
                CpsErrorCode.KeyUnreadable, "there is no self-signed certificate among the trust anchors", path, "Give the root certificate of the authority.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CertificateException(CpsErrorCode.KeyUnreadable, "the trust anchors cannot be read", path, "Check the path and its permissions.", e);
        }
    }

    /// <summary>Whether this certificate is itself an anchor.</summary>
    public bool Contains(Certificate certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return _set.Contains(certificate);
    }

    private static IReadOnlyList<Certificate> ReadFile(string file)
    {
        try
        {
            return Certificate.ReadAll(File.ReadAllBytes(file));
        }
        catch (CertificateException e)
        {
            throw new CertificateException(e.Code, e.Message, file, "Anchors are certificates in PEM, DER or p7b form.", e);
        }
    }
}
