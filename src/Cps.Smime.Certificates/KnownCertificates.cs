namespace Cps.Smime.Certificates;

/// <summary>
/// Certificates that were read before, so that the next message of the same sender finds its certificate parsed and its platform key made,
/// which are most of what reading a small message costs. Kept is only what follows from the bytes, never a judgement: dates, usages and paths are
/// checked anew each time. Only certificates of a path that was found valid get in (see <see cref="CertificatePathValidator"/>), so mail from
/// strangers neither fills it nor drives anybody out. Bounded in number and bytes; what was not used for the longest time goes first, and the
/// native key of a certificate that nobody holds any more is freed by its finaliser. Safe for any number of threads.
/// </summary>
internal sealed class KnownCertificates
{
    /// <summary>A longer certificate is not kept.</summary>
    public const int MaximumCertificateLength = 8 * 1024;

    private readonly Lock _lock = new();
    private readonly int _maximumCount;
    private readonly int _maximumBytes;

    // Two generations: what is used moves to the younger one, and when that is full, the older one is forgotten.
    private HashSet<Certificate> _young = NewGeneration();
    private HashSet<Certificate> _old = NewGeneration();
    private int _youngBytes;

    /// <summary>Makes an empty one.</summary>
    /// <param name="maximumCount">How many certificates are kept.</param>
    /// <param name="maximumBytes">How long their DER may be in all.</param>
    public KnownCertificates(int maximumCount = 512, int maximumBytes = 2 * 1024 * 1024)
    {
        _maximumCount = maximumCount / 2;
        _maximumBytes = maximumBytes / 2;
    }

    /// <summary>The one of this process.</summary>
    public static KnownCertificates Shared { get; } = new();

    /// <summary>How many there are.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _young.Count + _old.Count;
            }
        }
    }

    /// <summary>The certificate of exactly these bytes, or null.</summary>
    public Certificate? Find(ReadOnlySpan<byte> encoded)
    {
        lock (_lock)
        {
            if (_young.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(encoded, out Certificate? certificate))
            {
                return certificate;
            }

            if (_old.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(encoded, out certificate))
            {
                Add(certificate);
            }

            return certificate;
        }
    }

    /// <summary>Keeps a certificate. Not one that anybody could have made.</summary>
    public void Remember(Certificate certificate)
    {
        if (certificate.Encoded.Length > MaximumCertificateLength)
        {
            return;
        }

        lock (_lock)
        {
            if (!_young.Contains(certificate))
            {
                Add(certificate);
            }
        }
    }

    private void Add(Certificate certificate)
    {
        if (_young.Count >= _maximumCount || _youngBytes + certificate.Encoded.Length > _maximumBytes)
        {
            (_old, _young, _youngBytes) = (_young, NewGeneration(), 0);
        }

        _old.Remove(certificate);
        _young.Add(certificate);
        _youngBytes += certificate.Encoded.Length;
    }

    private static HashSet<Certificate> NewGeneration() => new(EncodingComparer.Instance);

    /// <summary>Compares certificates with certificates, and with bytes.</summary>
    private sealed class EncodingComparer : IEqualityComparer<Certificate>, IAlternateEqualityComparer<ReadOnlySpan<byte>, Certificate>
    {
        public static readonly EncodingComparer Instance = new();

        public bool Equals(Certificate? x, Certificate? y) => x is null ? y is null : x.Equals(y);

        public int GetHashCode(Certificate obj) => obj.GetHashCode();

        public bool Equals(ReadOnlySpan<byte> alternate, Certificate other) => other.Encoded.Span.SequenceEqual(alternate);

        public int GetHashCode(ReadOnlySpan<byte> alternate) => Certificate.HashOf(alternate);

        public Certificate Create(ReadOnlySpan<byte> alternate) => Certificate.FromDer(alternate);
    }
}
