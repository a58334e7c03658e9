using System.Security.Cryptography;

namespace Cps.Smime.Certificates;

/// <summary>How a content key was encrypted to an RSA key (RFC 3370 section 4.2.1, RFC 3560, RFC 4055 section 4.1).</summary>
/// <param name="OaepDigest">The digest of OAEP; null for PKCS#1 v1.5.</param>
/// <param name="MgfDigest">The digest of OAEP's mask generation function; null for PKCS#1 v1.5.</param>
public sealed record KeyTransportAlgorithm(HashAlgorithmName? OaepDigest, HashAlgorithmName? MgfDigest)
{
    /// <summary>RSAES-PKCS1-v1_5: what every S/MIME product opens. Reading it answers a bad padding with a random key.</summary>
    public static KeyTransportAlgorithm RsaPkcs1 { get; } = new(null, null);

    /// <summary>RSAES-OAEP with SHA-256 for digest and mask, and no label.</summary>
    public static KeyTransportAlgorithm RsaOaepSha256 { get; } = Oaep(HashAlgorithmName.SHA256);

    /// <summary>The label of OAEP (pSourceAlgorithm); empty for none, as nearly every sender does. Read, never written.</summary>
    public ReadOnlyMemory<byte> Label { get; init; }

    /// <summary>Whether this is OAEP.</summary>
    public bool IsOaep => OaepDigest is not null;

    /// <summary>OAEP with one digest for both uses and no label.</summary>
    public static KeyTransportAlgorithm Oaep(HashAlgorithmName digest) => new(digest, digest);

    /// <summary>Whether both are the same algorithm with the same digests and label.</summary>
    public bool Equals(KeyTransportAlgorithm? other) => other is not null && OaepDigest == other.OaepDigest && MgfDigest == other.MgfDigest
        && Label.Span.SequenceEqual(other.Label.Span);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(OaepDigest, MgfDigest, Label.Length);

    /// <summary>For example <c>RSA-OAEP-SHA256</c> or <c>RSA-PKCS1</c>.</summary>
    public override string ToString() => OaepDigest is not { } digest ? "RSA-PKCS1"
        : (digest == MgfDigest ? "RSA-OAEP-" + digest.Name : $"RSA-OAEP-{digest.Name}-MGF1-{MgfDigest?.Name}") + (Label.IsEmpty ? "" : "-label");
}
