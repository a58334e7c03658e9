namespace Cps.Smime.Certificates;

/// <summary>
/// Finds a path from a certificate to given anchors and checks it: signatures, names, validity, authorities, path lengths, usages,
/// algorithms. What it does not understand it refuses: a critical extension that it does not process, name constraints among them, makes
/// the path invalid. The work is bounded before it is spent: a message that brings hundreds of look-alike authorities costs at most
/// <see cref="MaximumSignatureChecks"/> signature checks. Nothing is fetched. Safe for any number of threads.
/// </summary>
public sealed class CertificatePathValidator
{
    /// <summary>The longest path, anchor included.</summary>
    public const int MaximumDepth = 8;

    /// <summary>How many certificates given with a message are looked at.</summary>
    public const int MaximumGivenCertificates = 16;

    /// <summary>How many signatures are checked for one path at most.</summary>
    public const int MaximumSignatureChecks = 100;

    private static readonly HashSet<string> s_processed = new(StringComparer.Ordinal)
    {
        Oids.KeyUsage, Oids.BasicConstraints, Oids.ExtendedKeyUsage, Oids.SubjectAltName, Oids.SubjectKeyIdentifier, Oids.AuthorityKeyIdentifier,
    };

    private readonly TrustAnchors _anchors;

    /// <summary>Makes a validator for these anchors.</summary>
    public CertificatePathValidator(TrustAnchors anchors)
    {
        ArgumentNullException.ThrowIfNull(anchors);
        _anchors = anchors;
    }

    /// <summary>Looks for a valid path.</summary>
    /// <param name="leaf">The certificate to judge.</param>
    /// <param name="given">Certificates that may stand in between, as a message brings them; trusted for nothing.</param>
    /// <param name="time">The time at which everything must be valid.</param>
    /// <param name="purpose">What the leaf is for.</param>
    public CertificatePath Validate(Certificate leaf, IEnumerable<Certificate> given, DateTimeOffset time, PathPurpose purpose)
    {
        ArgumentNullException.ThrowIfNull(leaf);
        ArgumentNullException.ThrowIfNull(given);
        // What the caller trusts comes first, so that what a message brings cannot use up the work before.
        List<Certificate> candidates = [.. _anchors.Anchors, .. _anchors.Intermediates, .. given.Take(MaximumGivenCertificates)];
        List<PathProblem> leafProblems = CheckLeaf(leaf, time, purpose);
        if (_anchors.Contains(leaf))
        {
            return new CertificatePath([leaf], leafProblems, time);
        }

        Search search = new(candidates, _anchors, time);
        (List<Certificate> path, List<PathProblem> problems) = search.Run(leaf);
        CertificatePath result = new(path, [.. leafProblems.Concat(problems).Distinct()], time);
        if (result.IsValid)
        {
            path.ForEach(KnownCertificates.Shared.Remember);
        }

        return result;
    }

    private static List<PathProblem> CheckLeaf(Certificate leaf, DateTimeOffset time, PathPurpose purpose)
    {
        List<PathProblem> problems = [];
        AddValidity(leaf, time, problems);
        AddExtensions(leaf, problems);
        bool usageAllowed = purpose switch
        {
            PathPurpose.MailSignature => (leaf.KeyUsage is null || (leaf.KeyUsage & (KeyUsages.DigitalSignature | KeyUsages.NonRepudiation)) != 0)
                && leaf.AllowsExtendedUsage(Oids.EmailProtection),
            PathPurpose.MailEncryption => (leaf.KeyUsage is null || (leaf.KeyUsage & EncryptionUsages(leaf.PublicKey)) != 0)
                && leaf.AllowsExtendedUsage(Oids.EmailProtection),
            _ => true,
        };
        if (!usageAllowed)
        {
            problems.Add(PathProblem.WrongUsage);
        }

        AddKey(leaf, problems);
        return problems;
    }

    // RFC 8550 section 4.4.2 and RFC 3279 section 2.3: keyAgreement says nothing about an RSA key, keyEncipherment nothing about a curve.
    private static KeyUsages EncryptionUsages(CertificatePublicKey key) =>
        key.IsRsa ? KeyUsages.KeyEncipherment | KeyUsages.DataEncipherment : KeyUsages.KeyAgreement;

    private static void AddValidity(Certificate certificate, DateTimeOffset time, List<PathProblem> problems)
    {
        if (time < certificate.NotBefore)
        {
            problems.Add(PathProblem.NotYetValid);
        }
        else if (time > certificate.NotAfter)
        {
            problems.Add(PathProblem.Expired);
        }
    }

    private static void AddExtensions(Certificate certificate, List<PathProblem> problems)
    {
        // Name constraints are refused even when they are not marked critical, as RFC 5280 section 4.2.1.10 asks them to be.
        if (certificate.Extensions.Any(e => (e.IsCritical && !s_processed.Contains(e.Oid)) || e.Oid == Oids.NameConstraints))
        {
            problems.Add(PathProblem.UnknownCriticalExtension);
        }
    }

    private static void AddKey(Certificate certificate, List<PathProblem> problems)
    {
        try
        {
            if (certificate.PublicKey.KeySize < (certificate.PublicKey.IsRsa ? 2048 : 256))
            {
                problems.Add(PathProblem.WeakOrUnknownAlgorithm);
            }
        }
        catch (CertificateException)
        {
            problems.Add(PathProblem.WeakOrUnknownAlgorithm);
        }
    }

    // Depth first from the leaf, with one budget of signature checks for the whole search; remembers the farthest failure to report it.
    private sealed class Search(IReadOnlyList<Certificate> candidates, TrustAnchors anchors, DateTimeOffset time)
    {
        private int _checksLeft = MaximumSignatureChecks;
        private List<Certificate> _bestPath = [];
        private List<PathProblem> _bestProblems = [PathProblem.NoAnchor];
        private bool _bestIsAnchored;

        public (List<Certificate> Path, List<PathProblem> Problems) Run(Certificate leaf)
        {
            _bestPath = [leaf];
            List<Certificate> path = [leaf];
            if (Extend(path))
            {
                return (path, []);
            }

            return (_bestPath, _checksLeft <= 0 ? [PathProblem.TooMuchWork] : _bestProblems);
        }

        private bool Extend(List<Certificate> path)
        {
            Certificate subject = path[^1];
            foreach (Certificate issuer in candidates)
            {
                if (!subject.Issuer.Equals(issuer.Subject) || path.Contains(issuer) || !KeyIdentifiersAgree(subject, issuer))
                {
                    continue;
                }

                if (path.Count >= MaximumDepth || _checksLeft <= 0)
                {
                    Remember(path, [PathProblem.TooMuchWork], isAnchored: false);
                    return false;
                }

                path.Add(issuer);
                List<PathProblem> problems = CheckIssuer(subject, issuer, authoritiesBelow: path.Skip(1).SkipLast(1).Count(c => !c.IsSelfIssued));
                bool isAnchor = anchors.Contains(issuer);
                if (problems.Count == 0 && (isAnchor || Extend(path)))
                {
                    return true;
                }

                // The farthest failure is reported, one at an anchor before all others.
                Remember(path, isAnchor ? problems : [.. problems, PathProblem.NoAnchor], isAnchor);
                path.RemoveAt(path.Count - 1);
            }

            return false;
        }

        private void Remember(List<Certificate> path, List<PathProblem> problems, bool isAnchored)
        {
            if (isAnchored == _bestIsAnchored ? path.Count > _bestPath.Count : isAnchored)
            {
                _bestPath = [.. path];
                _bestProblems = problems;
                _bestIsAnchored = isAnchored;
            }
        }

        private static bool KeyIdentifiersAgree(Certificate subject, Certificate issuer) =>
            subject.AuthorityKeyIdentifier is not { } wanted || issuer.SubjectKeyIdentifier is not { } has || wanted.Span.SequenceEqual(has.Span);

        private List<PathProblem> CheckIssuer(Certificate subject, Certificate issuer, int authoritiesBelow)
        {
            List<PathProblem> problems = [];
            AddValidity(issuer, time, problems);
            AddExtensions(issuer, problems);
            AddKey(issuer, problems);
            if (!issuer.IsAuthority || (issuer.KeyUsage is { } usage && (usage & KeyUsages.KeyCertSign) == 0))
            {
                problems.Add(PathProblem.NotAnAuthority);
            }

            if (issuer.PathLengthConstraint is { } limit && authoritiesBelow > limit)
            {
                problems.Add(PathProblem.PathTooLong);
            }

            SignatureAlgorithm? algorithm = SignatureAlgorithmReader.Read(subject.SignatureAlgorithm);
            if (algorithm is null || algorithm.IsWeak)
            {
                problems.Add(PathProblem.WeakOrUnknownAlgorithm);
            }
            else if (!problems.Contains(PathProblem.WeakOrUnknownAlgorithm))
            {
                _checksLeft--;
                if (!subject.IsSignedBy(issuer.PublicKey, algorithm))
                {
                    problems.Add(PathProblem.BadSignature);
                }
            }

            return problems;
        }
    }
}
