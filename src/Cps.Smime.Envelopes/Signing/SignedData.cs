using System.Security.Cryptography;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>
/// A SignedData (RFC 5652 section 5) after it was read. When the message carries its content, that content waits in
/// <see cref="Content"/>; else the signature is detached and the caller has the content. Reading and verifying change nothing and fetch
/// nothing. Disposing it forgets the content.
/// </summary>
public sealed class SignedData : IDisposable
{
    private readonly ContentDigests? _digests;

    internal SignedData(string contentType, IReadOnlyList<HashAlgorithmName> digestAlgorithms, ContentSpool? content, ContentDigests? digests,
        IReadOnlyList<Certificate> certificates, IReadOnlyList<SignerInfo> signers)
    {
        ContentTypeOid = contentType;
        DigestAlgorithms = digestAlgorithms;
        Content = content;
        _digests = digests;
        Certificates = certificates;
        Signers = signers;
    }

    /// <summary>The type of the signed content, by its object identifier; id-data for mail.</summary>
    public string ContentTypeOid { get; }

    /// <summary>Whether the content is id-data, the only type that mail signs.</summary>
    public bool IsData => ContentTypeOid == CmsOids.Data;

    /// <summary>The digests that signers use and that are known here: what a detached content must be digested with.</summary>
    public IReadOnlyList<HashAlgorithmName> DigestAlgorithms { get; }

    /// <summary>
    /// The content, complete and readable, or null when the signature is detached. It is unverified until a report says otherwise.
    /// </summary>
    public ContentSpool? Content { get; }

    /// <summary>Whether the message carries no content.</summary>
    public bool IsDetached => _digests is null;

    /// <summary>The certificates that the message brings, unreadable ones left out.</summary>
    public IReadOnlyList<Certificate> Certificates { get; }

    /// <summary>The signers; none in a certs-only message.</summary>
    public IReadOnlyList<SignerInfo> Signers { get; }

    /// <summary>Verifies every signer against the content that the message carries.</summary>
    /// <returns>One report a signer; an empty list means that nobody signed, not that all is well.</returns>
    public IReadOnlyList<SignerReport> Verify() => _digests is null
        ? throw new InvalidOperationException("The signature is detached: give the digests of the content.")
        : [.. Signers.Select(s => SignerVerification.Verify(s, this, [_digests]))];

    /// <summary>Verifies every signer against detached content.</summary>
    /// <param name="content">
    /// The content's digests by <see cref="DigestAlgorithms"/>; several when the content has more than one form that the transport may
    /// have turned into another (line ends), of which one must fit.
    /// </param>
    /// <exception cref="InvalidOperationException">The message carries its own content: two contents are a contradiction, not a choice.</exception>
    public IReadOnlyList<SignerReport> VerifyDetached(params IReadOnlyList<ContentDigests> content) => IsDetached
        ? [.. Signers.Select(s => SignerVerification.Verify(s, this, content))]
        : throw new InvalidOperationException("The signature carries content of its own.");

    /// <inheritdoc/>
    public void Dispose()
    {
        Content?.Dispose();
        _digests?.Dispose();
    }
}
