using System.Security.Cryptography;

namespace Cps.Smime.Envelopes;

/// <summary>
/// A DigestedData (RFC 5652 section 7) after it was read: content with its digest. It shows an accident on the way and proves nothing
/// about who wrote the content, whatever <see cref="IsIntact"/> says. Disposing it forgets the content.
/// </summary>
public sealed class DigestedData : IDisposable
{
    internal DigestedData(string contentType, HashAlgorithmName digest, ContentSpool content, bool isIntact)
    {
        ContentTypeOid = contentType;
        Digest = digest;
        Content = content;
        IsIntact = isIntact;
    }

    /// <summary>The type of the content, by its object identifier.</summary>
    public string ContentTypeOid { get; }

    /// <summary>The digest.</summary>
    public HashAlgorithmName Digest { get; }

    /// <summary>The content, complete and readable.</summary>
    public ContentSpool Content { get; }

    /// <summary>Whether the digest is the content's.</summary>
    public bool IsIntact { get; }

    /// <inheritdoc/>
    public void Dispose() => Content.Dispose();
}
