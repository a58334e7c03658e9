using System.Security.Cryptography;
using Cps.Smime.Certificates;
using Cps.Smime.Envelopes;

namespace Cps.Smime.Interop.Tests.Matrix;

/// <summary>How the content key of an envelope is given to its recipient.</summary>
/// <param name="Title">Its name in the matrix.</param>
/// <param name="Kind">The kind of recipient info.</param>
/// <param name="Key">The recipient's key, as <see cref="MatrixPki"/> names it; empty for a shared secret.</param>
internal sealed record RecipientForm(string Title, RecipientKind Kind, string Key)
{
    /// <summary>How the content key is encrypted to an RSA key.</summary>
    public KeyTransportAlgorithm? Transport { get; init; }

    /// <summary>How a key is agreed.</summary>
    public KeyAgreementAlgorithm? Agreement { get; init; }

    /// <summary>The length of a shared key in bytes.</summary>
    public int SharedLength { get; init; }

    /// <summary>Whether SHA-1 takes part, which is read and not written.</summary>
    public bool HasSha1 => Transport?.OaepDigest == HashAlgorithmName.SHA1 || Agreement?.Digest == HashAlgorithmName.SHA1;

    public static RecipientForm Pkcs1 { get; } = new("RSA PKCS#1 v1.5", RecipientKind.KeyTransport, "RSA/1") { Transport = KeyTransportAlgorithm.RsaPkcs1 };

    public static RecipientForm Oaep(HashAlgorithmName digest) =>
        new($"RSA OAEP {digest}", RecipientKind.KeyTransport, "RSA/1") { Transport = KeyTransportAlgorithm.Oaep(digest) };

    public static RecipientForm Agree(string curve, KeyAgreementAlgorithm algorithm) =>
        new($"{curve} {algorithm}", RecipientKind.KeyAgreement, curve + "/1") { Agreement = algorithm };

    public static RecipientForm Shared(int length) => new($"shared AES-{length * 8} key", RecipientKind.KeyEncryptionKey, "") { SharedLength = length };

    public static RecipientForm Password { get; } = new("password", RecipientKind.Password, "");

    public static RecipientForm Kem(string parameterSet) => new(parameterSet, RecipientKind.Other, parameterSet + "/1");
}
