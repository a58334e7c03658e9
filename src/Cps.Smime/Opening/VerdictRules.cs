using Cps.Smime.Certificates;
using Cps.Smime.Envelopes;
using Cps.Smime.Mime;

namespace Cps.Smime;

/// <summary>
/// Derives the verdict of a whole message from facts alone (docs/decisions/verdict.md gives the order). A function of its arguments: it
/// reads no clock, no store and no network.
/// </summary>
internal static class VerdictRules
{
    public static (Verdict Verdict, List<VerdictReason> Reasons) Judge(OpenedMessage message, IReadOnlyList<SignerStatement> signers, bool directoryFailed)
    {
        List<VerdictReason> reasons = [];
        if (message.ContentSignature is not { } layer)
        {
            return NotSigned(message, reasons);
        }

        // Whichever layer it is: another program may show the part that is not shown here.
        if (message.Layers.Any(l => l.Problems.Contains(LayerProblem.ConflictingContent) || l.Problems.Contains(LayerProblem.UnexpectedParts)))
        {
            reasons.Add(VerdictReason.ConflictingContent);
            return (Verdict.Contradictory, reasons);
        }

        if (layer.Problems.Count > 0)
        {
            bool unreadable = layer.Problems.Contains(LayerProblem.SignatureUnreadable);
            reasons.Add(unreadable ? VerdictReason.SignatureUnreadable : VerdictReason.ConflictingContent);
            return (unreadable ? Verdict.Altered : Verdict.Contradictory, reasons);
        }

        if (signers.Count != 1)
        {
            reasons.Add(signers.Count == 0 ? VerdictReason.NoSigner : VerdictReason.SeveralSigners);
            return (signers.Count == 0 ? Verdict.NotSigned : Verdict.Contradictory, reasons);
        }

        return JudgeSigner(message, signers[0], directoryFailed, reasons);
    }

    private static (Verdict Verdict, List<VerdictReason> Reasons) NotSigned(OpenedMessage message, List<VerdictReason> reasons)
    {
        if (message.Layers.Any(l => l.IsSignature))
        {
            reasons.Add(VerdictReason.SignatureIsOutsideTheEnvelope);
            return (Verdict.PartiallySigned, reasons);
        }

        if (message.HasSecurityBelow)
        {
            reasons.Add(VerdictReason.OnlyAPartIsSigned);
            return (Verdict.PartiallySigned, reasons);
        }

        reasons.Add(VerdictReason.NoSigner);
        return (Verdict.NotSigned, reasons);
    }

    private static (Verdict Verdict, List<VerdictReason> Reasons) JudgeSigner(OpenedMessage message, SignerStatement signer, bool directoryFailed, List<VerdictReason> reasons)
    {
        reasons.AddRange(signer.Facts.Problems.Select(Reason).Distinct());
        if (reasons.Count > 0)
        {
            return (reasons is [VerdictReason.WeakAlgorithm] ? Verdict.Untrusted : Verdict.Altered, reasons);
        }

        if (!signer.IsTrusted)
        {
            reasons.AddRange((signer.Path?.Problems ?? [PathProblem.NoAnchor]).Select(Reason).Distinct());
            return (Verdict.Untrusted, reasons);
        }

        if (message.From.Single is not { } from)
        {
            reasons.Add(VerdictReason.NotOneSender);
            return (Verdict.Contradictory, reasons);
        }

        if (message.Sender.FieldCount > 0 && !from.Equals(message.Sender.Single))
        {
            reasons.Add(VerdictReason.SenderFieldDiffers);
            return (Verdict.Contradictory, reasons);
        }

        switch (signer.AddressMatch)
        {
            case AddressMatch.Certificate or AddressMatch.Directory or AddressMatch.Caller:
                return (Verdict.Valid, reasons);
            case AddressMatch.Different:
                reasons.Add(VerdictReason.OtherAddress);
                return (Verdict.SenderMismatch, reasons);
            default:
                reasons.Add(VerdictReason.AddressNotBound);
                if (directoryFailed)
                {
                    reasons.Add(VerdictReason.DirectoryFailed);
                }

                return (Verdict.SenderUnconfirmed, reasons);
        }
    }

    private static VerdictReason Reason(SignatureProblem problem) => problem switch
    {
        SignatureProblem.ContentAltered => VerdictReason.ContentAltered,
        SignatureProblem.CertificateMissing or SignatureProblem.CertificateAmbiguous => VerdictReason.NoSignerCertificate,
        SignatureProblem.AlgorithmUnknown => VerdictReason.SignatureUnreadable,
        SignatureProblem.AlgorithmWeak => VerdictReason.WeakAlgorithm,
        _ => VerdictReason.SignatureWrong,
    };

    private static VerdictReason Reason(PathProblem problem) => problem switch
    {
        PathProblem.NoAnchor or PathProblem.BadSignature or PathProblem.TooMuchWork => VerdictReason.NoTrustedAuthority,
        PathProblem.Expired or PathProblem.NotYetValid => VerdictReason.CertificateOutsideValidity,
        PathProblem.WrongUsage => VerdictReason.CertificateNotForSigning,
        PathProblem.WeakOrUnknownAlgorithm => VerdictReason.WeakAlgorithm,
        _ => VerdictReason.CertificateBreaksRules,
    };
}
