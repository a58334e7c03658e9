using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Cps.Smime.Certificates;

/// <summary>
/// An X.509 certificate (RFC 5280), read as CPS cards and foreign authorities write it. It is parsed once and
/// need not be disposed; the platform's <see cref="X509Certificate2"/> is slower and fails on CPS subjects.
/// Immutable and safe for any number of threads. Reading one says nothing about trust: see <see cref="CertificatePathValidator"/>.
/// </summary>
public sealed class Certificate : IEquatable<Certificate>
{
    /// <summary>The largest certificate that is read, in bytes.</summary>
    public const int MaximumLength = 64 * 1024;

    private readonly byte[] _encoded;
    private readonly Lazy<CertificateIdentity> _identity;
    private readonly Lazy<byte[]> _sha256;
    private CertificatePublicKey? _issuerKey;

    private Certificate(byte[] encoded)
    {
        _encoded = encoded;
        CertificateFields fields = CertificateFields.Read(encoded);
        SerialNumber = fields.SerialNumber;
        Issuer = new DistinguishedName(fields.Issuer);
        Subject = new DistinguishedName(fields.Subject);
        NotBefore = fields.NotBefore;
        NotAfter = fields.NotAfter;
        PublicKey = new CertificatePublicKey(fields.SubjectPublicKeyInfo);
        SignatureAlgorithm = fields.SignatureAlgorithm;
        SignatureValue = fields.SignatureValue;
        ToBeSigned = fields.ToBeSigned;
        Version = fields.Version;
        Extensions = fields.Extensions;
        Profile = ExtensionProfile.Read(fields.Extensions, Subject);
        _identity = new Lazy<CertificateIdentity>(() => CertificateIdentity.Read(this));
        _sha256 = new Lazy<byte[]>(() => SHA256.HashData(_encoded));
    }

    /// <summary>The DER of the certificate.</summary>
    public ReadOnlyMemory<byte> Encoded => _encoded;

    /// <summary>The X.509 version: 1, 2 or 3.</summary>
    public int Version { get; }

    /// <summary>The serial number's content octets, big endian, as they were encoded.</summary>
    public ReadOnlyMemory<byte> SerialNumber { get; }

    /// <summary>The serial number in hexadecimal.</summary>
    public string SerialNumberText => Convert.ToHexString(SerialNumber.Span);

    /// <summary>The issuer's name.</summary>
    public DistinguishedName Issuer { get; }

    /// <summary>The subject's name.</summary>
    public DistinguishedName Subject { get; }

    /// <summary>The first moment of validity.</summary>
    public DateTimeOffset NotBefore { get; }

    /// <summary>The last moment of validity.</summary>
    public DateTimeOffset NotAfter { get; }

    /// <summary>The public key.</summary>
    public CertificatePublicKey PublicKey { get; }

    /// <summary>The algorithm of the issuer's signature.</summary>
    public AlgorithmIdentifier SignatureAlgorithm { get; }

    /// <summary>The issuer's signature.</summary>
    public ReadOnlyMemory<byte> SignatureValue { get; }

    /// <summary>The DER that the issuer signed (tbsCertificate).</summary>
    public ReadOnlyMemory<byte> ToBeSigned { get; }

    /// <summary>All extensions, in order.</summary>
    public IReadOnlyList<CertificateExtension> Extensions { get; }

    /// <summary>The key usage bits, or null when the extension is absent.</summary>
    public KeyUsages? KeyUsage => Profile.KeyUsage;

    /// <summary>The extended key usages, or null when the extension is absent.</summary>
    public IReadOnlyList<string>? ExtendedKeyUsages => Profile.ExtendedKeyUsages;

    /// <summary>Whether the certificate may issue others (basic constraints).</summary>
    public bool IsAuthority => Profile.IsAuthority;

    /// <summary>How many authorities may follow below this one, or null without a limit.</summary>
    public int? PathLengthConstraint => Profile.PathLengthConstraint;

    /// <summary>The mail addresses: rfc822Name and SmtpUTF8Mailbox alternative names, then emailAddress of the subject.</summary>
    public IReadOnlyList<string> EmailAddresses => Profile.EmailAddresses;

    /// <summary>The subject key identifier extension, or null when absent.</summary>
    public ReadOnlyMemory<byte>? SubjectKeyIdentifier => Profile.SubjectKeyIdentifier;

    /// <summary>The key identifier of the issuer's key, or null when absent.</summary>
    public ReadOnlyMemory<byte>? AuthorityKeyIdentifier => Profile.AuthorityKeyIdentifier;

    /// <summary>Who the certificate belongs to.</summary>
    public CertificateIdentity Identity => _identity.Value;

    /// <summary>SHA-256 of the DER, in hexadecimal: what pins an anchor.</summary>
    public string Sha256Thumbprint => Convert.ToHexString(_sha256.Value);

    /// <summary>Whether issuer and subject are the same name.</summary>
    public bool IsSelfIssued => Issuer.Equals(Subject);

    private ExtensionProfile Profile { get; }

    /// <summary>Reads a certificate from its DER. The same bytes may give the same object.</summary>
    /// <exception cref="CertificateException">It is not a certificate, or exceeds a size of docs/defaults.md.</exception>
    public static Certificate FromDer(ReadOnlySpan<byte> encoded)
    {
        if (encoded.Length > MaximumLength)
        {
            throw new CertificateException(CpsErrorCode.LimitExceeded, $"a certificate is larger than {MaximumLength} bytes");
        }

        if (KnownCertificates.Shared.Find(encoded) is { } known)
        {
            return known;
        }

        try
        {
            return new Certificate(encoded.ToArray());
        }
        catch (Exception e) when (e is AsnContentException or ArgumentOutOfRangeException or OverflowException)
        {
            throw new CertificateException(CpsErrorCode.Malformed, "the bytes are not a certificate", innerException: e);
        }
    }

    /// <summary>Takes over a certificate of the platform.</summary>
    public static Certificate FromX509(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return FromDer(certificate.RawDataMemory.Span);
    }

    /// <summary>Reads one or several certificates: PEM, DER, or the certs-only PKCS#7 that authorities publish (<c>.p7b</c>).</summary>
    /// <exception cref="CertificateException">There is no certificate in it.</exception>
    public static IReadOnlyList<Certificate> ReadAll(ReadOnlySpan<byte> file) => CertificateFile.Read(file);

    /// <summary>The key identifier that RFC 5280 section 4.2.1.2 method 1 computes: SHA-1 of the public key's bits.</summary>
    public byte[] ComputeKeyIdentifier() => KeyIdentifier.Compute(PublicKey);

    /// <summary>The extension of this identifier, or null.</summary>
    public CertificateExtension? FindExtension(string oid) => Extensions.FirstOrDefault(e => e.Oid == oid);

    /// <summary>Whether the certificate may be used for this at all: no extended key usage, any, or this one.</summary>
    public bool AllowsExtendedUsage(string oid) =>
        ExtendedKeyUsages is null || ExtendedKeyUsages.Contains(oid, StringComparer.Ordinal) || ExtendedKeyUsages.Contains(Oids.AnyExtendedKeyUsage, StringComparer.Ordinal);

    /// <summary>A platform certificate of the same bytes; the caller disposes it.</summary>
    public X509Certificate2 ToX509() => X509CertificateLoader.LoadCertificate(_encoded);

    /// <summary>The certificate as a PEM text.</summary>
    public string ToPem() => PemEncoding.WriteString("CERTIFICATE", _encoded);

    /// <summary>Whether both are the same bytes.</summary>
    public bool Equals(Certificate? other) => other is not null && (ReferenceEquals(this, other) || _encoded.AsSpan().SequenceEqual(other._encoded));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Certificate);

    /// <inheritdoc/>
    public override int GetHashCode() => HashOf(_encoded);

    /// <summary>Subject and serial number.</summary>
    public override string ToString() => $"{Subject} ({SerialNumberText})";

    /// <summary>The hash code of a certificate of these bytes: that of its last bytes, which are its signature's.</summary>
    internal static int HashOf(ReadOnlySpan<byte> encoded)
    {
        HashCode hash = default;
        hash.AddBytes(encoded[^Math.Min(encoded.Length, 32)..]);
        return hash.ToHashCode();
    }

    /// <summary>
    /// Whether this key made the signature of this certificate. A signature that was right is remembered with its key: both are bytes that do not
    /// change, and nothing else is concluded from it.
    /// </summary>
    /// <param name="issuerKey">The issuer's key.</param>
    /// <param name="algorithm">What <see cref="SignatureAlgorithm"/> names.</param>
    /// <exception cref="CertificateException">The issuer's key is refused.</exception>
    internal bool IsSignedBy(CertificatePublicKey issuerKey, SignatureAlgorithm algorithm)
    {
        if (_issuerKey is { } known && (ReferenceEquals(known, issuerKey) || known.Encoded.Span.SequenceEqual(issuerKey.Encoded.Span)))
        {
            return true;
        }

        if (!issuerKey.Verify(algorithm, ToBeSigned.Span, SignatureValue.Span))
        {
            return false;
        }

        _issuerKey = issuerKey;
        return true;
    }
}
