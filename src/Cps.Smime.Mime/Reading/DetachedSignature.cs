using Cps.Smime.Certificates;
using Cps.Smime.Envelopes;

namespace Cps.Smime.Mime;

/// <summary>
/// Verifies the signature part of a multipart/signed against the bytes of the part beside it: as they came, else, where they hold bare
/// line feeds, in canonical form (RFC 8551 section 3.1.1), because a message that was saved with other line ends is the same message. Then
/// the canonical form is the content, so that what is shown is what was signed, to the byte.
/// </summary>
/// <param name="limits">What reading may cost.</param>
/// <param name="content">What was signed.</param>
/// <param name="scan">What digested the content while it was received, or null.</param>
internal sealed class DetachedSignature(MailLimits limits, SpooledContent content, MultipartScan? scan)
{
    /// <summary>The content in canonical form, when that and not the bytes as they came is what was signed; the caller disposes it.</summary>
    public MimeSpool? CanonicalContent { get; private set; }

    /// <summary>The layer that the signature part makes of the content.</summary>
    public async Task<MessageLayer> VerifyAsync(SpooledContent signature, CancellationToken cancellationToken)
    {
        try
        {
            Stream part = signature.OpenRead();
            await using (part.ConfigureAwait(false))
            {
                HeaderBlock header = await HeaderBlock.ReadAsync(part, limits, isMessage: false, cancellationToken).ConfigureAwait(false);
                if (!SmimeMediaTypes.IsPkcs7Signature(header.ContentType, LayerWalk.FileNameOf(header.Headers)))
                {
                    return new MessageLayer(LayerKind.MultipartSigned, "") { Problems = [LayerProblem.UnexpectedParts] };
                }

                Stream decoded = TransferDecoding.Decode(header.Body, header.TransferEncoding);
                await using (decoded.ConfigureAwait(false))
                {
                    using CmsReader reader = await CmsReader.OpenAsync(decoded, limits.Cms, cancellationToken).ConfigureAwait(false);
                    SignedDataReader signedReader = await reader.ReadSignedAsync(cancellationToken).ConfigureAwait(false);
                    using SignedData signed = await signedReader.ReadAsync(cancellationToken).ConfigureAwait(false);
                    return signed.IsDetached
                        ? Layer(LayerKind.MultipartSigned, signed, Verify(signed))
                        : Layer(LayerKind.MultipartSigned, signed, []) with { Problems = [LayerProblem.ConflictingContent] };
                }
            }
        }
        catch (CpsException e) when (e.Code is CpsErrorCode.Malformed or CpsErrorCode.Unsupported or CpsErrorCode.Refused)
        {
            // The content is readable all the same; the verdict says that nothing proves it.
            return new MessageLayer(LayerKind.MultipartSigned, "") { Problems = [LayerProblem.SignatureUnreadable] };
        }
    }

    /// <summary>The layer of a signature with the reports of its signers.</summary>
    public static MessageLayer Layer(LayerKind kind, SignedData signed, IReadOnlyList<SignerReport> signers)
    {
        string algorithm = string.Join(", ", signers.Select(s => s.Algorithm?.ToString() ?? s.Signer.SignatureAlgorithm.Oid).Distinct(StringComparer.Ordinal));
        return new MessageLayer(kind, algorithm)
        {
            Signers = signers,
            Certificates = signed.Certificates,
            Problems = signed.IsData ? [] : [LayerProblem.NotData],
        };
    }

    private IReadOnlyList<SignerReport> Verify(SignedData signed)
    {
        if (scan is not null && signed.DigestAlgorithms.All(scan.DigestAlgorithms.Contains))
        {
            return VerifyAsItCame(signed, scan.Digests, scan.HasBareLineFeed);
        }

        using ContentDigests digests = new(signed.DigestAlgorithms);
        bool hasBareLineFeed;
        using (Stream bytes = content.OpenRead())
        {
            hasBareLineFeed = CanonicalLines.Pass(bytes, digests.Append, canonical: false);
        }

        return VerifyAsItCame(signed, digests, hasBareLineFeed);
    }

    private IReadOnlyList<SignerReport> VerifyAsItCame(SignedData signed, ContentDigests digests, bool hasBareLineFeed)
    {
        IReadOnlyList<SignerReport> reports = signed.VerifyDetached(digests);
        return hasBareLineFeed && reports.Any(IsOverOtherBytes) ? VerifyCanonical(signed) ?? reports : reports;
    }

    // Null when the canonical form is not what was signed either.
    private IReadOnlyList<SignerReport>? VerifyCanonical(SignedData signed)
    {
        using ContentDigests canonical = new(signed.DigestAlgorithms);
        using (Stream bytes = content.OpenRead())
        {
            CanonicalLines.Pass(bytes, canonical.Append, canonical: true);
        }

        IReadOnlyList<SignerReport> reports = signed.VerifyDetached(canonical);
        if (reports.Any(IsOverOtherBytes))
        {
            return null;
        }

        CanonicalContent = new MimeSpool(limits);
        using (Stream bytes = content.OpenRead())
        {
            CanonicalLines.Pass(bytes, CanonicalContent.Write, canonical: true);
        }

        CanonicalContent.Complete();
        return reports;
    }

    private static bool IsOverOtherBytes(SignerReport report) => report.Problems.Contains(SignatureProblem.ContentAltered);
}
