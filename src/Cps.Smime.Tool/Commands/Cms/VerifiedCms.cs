using Cps.Smime.Envelopes;
using Cps.Smime.Tool.Cms;

namespace Cps.Smime.Tool.Commands;

/// <summary>A signed message that was verified, and the very bytes that it was verified against. Disposing it forgets them.</summary>
/// <param name="Message">The message.</param>
/// <param name="Signers">What verifying each signer gave.</param>
/// <param name="Beside">The content of a detached signature, or null.</param>
internal sealed record VerifiedCms(SignedData Message, IReadOnlyList<SignerReport> Signers, ContentSpool? Beside) : IDisposable
{
    /// <summary>Whether there is content: certificates may come alone.</summary>
    public bool HasContent => (Beside ?? Message.Content) is not null;

    /// <summary>The content that was signed.</summary>
    public ContentSpool Content => Beside ?? Message.Content ?? throw new InvalidOperationException("There is no content.");

    /// <summary>
    /// Verifies a detached signature against content as it is, else, where that has bare line feeds, in canonical form (RFC 8551 section
    /// 3.1.1): then that form is the content.
    /// </summary>
    /// <param name="message">The signature.</param>
    /// <param name="content">The content; what is returned owns it.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<VerifiedCms> VerifyDetachedAsync(SignedData message, ContentSpool content, CancellationToken cancellationToken)
    {
        using ContentDigests asItIs = new(message.DigestAlgorithms);
        CanonicalLines lines = new(_ => { });
        await PassAsync(content, bytes =>
        {
            asItIs.Append(bytes);
            lines.Append(bytes);
        }, cancellationToken);
        IReadOnlyList<SignerReport> reports = message.VerifyDetached(asItIs);
        return lines.HasBareLineFeed && reports.Any(IsOverOtherBytes) && await VerifyCanonicalAsync(message, content, cancellationToken) is { } canonical
            ? canonical
            : new VerifiedCms(message, reports, content);
    }

    public void Dispose()
    {
        Message.Dispose();
        Beside?.Dispose();
    }

    // Null when the canonical form is not what was signed either.
    private static async Task<VerifiedCms?> VerifyCanonicalAsync(SignedData message, ContentSpool content, CancellationToken cancellationToken)
    {
        using ContentDigests digests = new(message.DigestAlgorithms);
        ContentSpool canonical = new();
        try
        {
            CanonicalLines lines = new(bytes =>
            {
                digests.Append(bytes);
                canonical.Write(bytes);
            });
            await PassAsync(content, lines.Append, cancellationToken);
            canonical.Complete();
        }
        catch
        {
            canonical.Dispose();
            throw;
        }

        IReadOnlyList<SignerReport> reports = message.VerifyDetached(digests);
        if (reports.Any(IsOverOtherBytes))
        {
            canonical.Dispose();
            return null;
        }

        content.Dispose();
        return new VerifiedCms(message, reports, canonical);
    }

    private static async Task PassAsync(ContentSpool content, SpanTaker take, CancellationToken cancellationToken)
    {
        await using Stream reader = content.OpenRead();
        byte[] buffer = new byte[64 * 1024];
        int count;
        while ((count = await reader.ReadAsync(buffer, cancellationToken)) > 0)
        {
            take(buffer.AsSpan(0, count));
        }
    }

    private static bool IsOverOtherBytes(SignerReport report) => report.Problems.Contains(SignatureProblem.ContentAltered);
}
