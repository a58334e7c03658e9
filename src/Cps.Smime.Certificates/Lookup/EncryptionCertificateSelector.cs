namespace Cps.Smime.Certificates;

/// <summary>
/// Chooses the certificate to encrypt to among those that a directory gives for an address. A directory is not trusted: a certificate
/// must allow encryption, be valid now, have a path to an anchor, and belong to the address: by its own addresses, or, when it names none
/// (as the certificates of structures do), by the entry that publishes it. Safe for any number of threads.
/// </summary>
public sealed class EncryptionCertificateSelector
{
    private const int MaximumCandidates = 256;
    private const int MinimumRsaBits = 2048;

    private readonly CertificatePathValidator _validator;

    /// <summary>Makes a selector that trusts these anchors.</summary>
    public EncryptionCertificateSelector(TrustAnchors anchors) => _validator = new CertificatePathValidator(anchors);

    /// <summary>Chooses among the certificates of a directory's answer.</summary>
    /// <param name="address">The correspondent's address.</param>
    /// <param name="answer">What the directory gave.</param>
    /// <param name="now">The time of sending.</param>
    public CertificateChoice Select(EmailAddress address, DirectoryAnswer answer, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(answer);
        List<Certificate> authorities = [.. answer.Entries.SelectMany(e => e.Certificates).Where(c => c.IsAuthority).Take(CertificatePathValidator.MaximumGivenCertificates)];
        List<(Certificate Certificate, IReadOnlyList<CertificateRejection> Reasons)> rejected = [];
        List<(Certificate Certificate, DirectoryEntry Entry)> usable = [];

        // The same certificate may stand in several entries, of which only one binds it to the address: that one counts.
        IEnumerable<IGrouping<Certificate, DirectoryEntry>> candidates = answer.Entries
            .SelectMany(e => e.Certificates.Where(c => !c.IsAuthority).Select(c => (Certificate: c, Entry: e)))
            .GroupBy(c => c.Certificate, c => c.Entry)
            .Take(MaximumCandidates);
        foreach (IGrouping<Certificate, DirectoryEntry> candidate in candidates)
        {
            DirectoryEntry entry = candidate.FirstOrDefault(e => BelongsTo(e.Addresses, address)) ?? candidate.First();
            List<CertificateRejection> reasons = Judge(candidate.Key, entry, address, authorities, now);
            if (reasons.Count > 0)
            {
                rejected.Add((candidate.Key, reasons));
            }
            else
            {
                usable.Add((candidate.Key, entry));
            }
        }

        // Own address first, then the newest; the thumbprint makes the choice the same everywhere.
        List<(Certificate Certificate, DirectoryEntry Entry)> ranked =
        [
            .. usable.OrderByDescending(u => u.Certificate.EmailAddresses.Count > 0)
                .ThenByDescending(u => u.Certificate.NotBefore)
                .ThenByDescending(u => u.Certificate.NotAfter)
                .ThenBy(u => u.Certificate.Sha256Thumbprint, StringComparer.Ordinal),
        ];
        return ranked.Count == 0
            ? new CertificateChoice(null, null, rejected, [])
            : new CertificateChoice(ranked[0].Certificate, ranked[0].Entry, rejected, [.. ranked.Skip(1).Select(u => u.Certificate)]);
    }

    private List<CertificateRejection> Judge(Certificate certificate, DirectoryEntry entry, EmailAddress address, List<Certificate> authorities, DateTimeOffset now)
    {
        List<CertificateRejection> reasons = [];
        if (!BelongsTo(certificate.EmailAddresses, address))
        {
            if (certificate.EmailAddresses.Count > 0)
            {
                reasons.Add(CertificateRejection.OtherAddress);
            }
            else if (!BelongsTo(entry.Addresses, address))
            {
                reasons.Add(CertificateRejection.NoAddress);
            }
        }

        if (!IsWrittenTo(certificate.PublicKey))
        {
            reasons.Add(CertificateRejection.UnusableKey);
        }

        CertificatePath path = _validator.Validate(certificate, authorities, now, PathPurpose.MailEncryption);
        foreach (PathProblem problem in path.Problems)
        {
            CertificateRejection reason = problem switch
            {
                PathProblem.WeakOrUnknownAlgorithm when reasons.Contains(CertificateRejection.UnusableKey) => CertificateRejection.UnusableKey,
                PathProblem.WrongUsage => CertificateRejection.WrongUsage,
                PathProblem.Expired or PathProblem.NotYetValid when now < certificate.NotBefore || now > certificate.NotAfter => CertificateRejection.OutsideValidity,
                _ => CertificateRejection.Untrusted,
            };
            if (!reasons.Contains(reason))
            {
                reasons.Add(reason);
            }
        }

        return reasons;
    }

    private static bool IsWrittenTo(CertificatePublicKey key)
    {
        try
        {
            return key.Algorithm.Oid is Oids.RsaEncryption or Oids.RsaGipCps && key.KeySize >= MinimumRsaBits;
        }
        catch (CertificateException)
        {
            return false;
        }
    }

    private static bool BelongsTo(IEnumerable<string> addresses, EmailAddress wanted) =>
        addresses.Any(a => EmailAddress.TryParse(a, out EmailAddress? parsed) && parsed.Matches(wanted));
}
