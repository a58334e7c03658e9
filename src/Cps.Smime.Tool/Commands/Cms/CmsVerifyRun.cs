using Cps.Smime.Certificates;
using Cps.Smime.Envelopes;
using Cps.Smime.Tool.Cms;
using Cps.Smime.Tool.Json;

namespace Cps.Smime.Tool.Commands;

/// <summary>One run of <c>cms verify</c>. The content is written only when every signer was found good.</summary>
internal sealed class CmsVerifyRun(ToolConsole console, CmsFiles files, CmsVerifyArguments arguments)
{
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        if (arguments is { IsIntegrityOnly: true, Trust: not null })
        {
            throw new UsageException("--trust and --integrity-only contradict each other");
        }

        files.Check(("--content", arguments.Content), ("--trust", arguments.Trust));
        TrustAnchors? anchors = arguments.Trust is { } path ? CommonOptions.LoadAnchors(path) : null;
        using VerifiedCms verified = await InputFiles.NamingAsync(files.InName, () => VerifyAsync(cancellationToken));
        List<CmsVerifySignerJson> signers = [.. verified.Signers.Select(s => Judge(s, verified.Message.Certificates, anchors))];
        string verdict = Verdict(signers, anchors is not null);
        bool isGood = verdict == "trusted" || (verdict == "intact" && arguments.IsIntegrityOnly);
        bool isWritten = isGood && files.Out is not null;
        if (isWritten)
        {
            await CmsOutput.WriteAsync(files.Out!, verified.Content, cancellationToken);
        }

        CmsVerifyJson found = new(
            verdict, verified.Message.IsDetached, verified.Message.ContentTypeOid, signers, [.. verified.Message.Certificates.Select(CertificateJson.Of)],
            isWritten ? files.Out : null, verified.HasContent ? verified.Content.Length : null);
        if (files.Json)
        {
            console.WriteJson(found, ToolJson.Instance.CmsVerifyJson);
        }
        else if (isGood || files.Out != CmsSource.Standard)
        {
            CmsVerifyReport.Write(files.Report(console), found);
        }

        if (!isGood)
        {
            console.Fail(CmsVerifyReport.FailureLine(console, found, files.InName));
        }

        return isGood ? ExitStatus.Done : ExitStatus.NotValid;
    }

    private async Task<VerifiedCms> VerifyAsync(CancellationToken cancellationToken)
    {
        using ProgressLine progress = new(console, console.Say("Verifying", "Vérification"), CmsSource.LengthOf(files.In));
        await using CmsSource source = CmsSource.Open(files.In, progress);
        using CmsInput input = await CmsInput.OpenAsync(source, cancellationToken);
        using CmsReader reader = await CmsReader.OpenAsync(input.Cms, CmsInput.Limits, arguments.Legacy ? LegacyAlgorithms.All : LegacyAlgorithms.None, cancellationToken);
        SignedDataReader signedReader = await reader.ReadSignedAsync(cancellationToken);
        SignedData signed = await signedReader.ReadAsync(cancellationToken);
        try
        {
            if (arguments.Content is not null && (!signed.IsDetached || input.Content is not null))
            {
                throw new UsageException("--content is given, but the message carries its content", files.InName, "Leave out --content");
            }

            if (input.Content is not null && !signed.IsDetached)
            {
                throw new EnvelopeException(CpsErrorCode.Refused, "the signature beside the content carries content of its own", files.InName, "Two contents are a contradiction; ask for the message again");
            }

            if (signed.Signers.Count == 0 || !signed.IsDetached)
            {
                return new VerifiedCms(signed, signed.IsDetached ? [] : signed.Verify(), null);
            }

            if (arguments.Content is { } path)
            {
                await using CmsSource content = CmsSource.Open(path, progress);
                return await VerifyDetachedAsync(signed, await SpoolAsync(content, cancellationToken), cancellationToken);
            }

            return input.TakeContent() is { } part ? await VerifyDetachedAsync(signed, part, cancellationToken)
                : throw new UsageException("the signature is detached: its content is in another file", files.InName, "Give it with --content FILE");
        }
        catch
        {
            signed.Dispose();
            throw;
        }
    }

    private static async Task<VerifiedCms> VerifyDetachedAsync(SignedData signed, ContentSpool content, CancellationToken cancellationToken)
    {
        try
        {
            return await VerifiedCms.VerifyDetachedAsync(signed, content, cancellationToken);
        }
        catch
        {
            content.Dispose();
            throw;
        }
    }

    private static async Task<ContentSpool> SpoolAsync(CmsSource content, CancellationToken cancellationToken)
    {
        ContentSpool spool = new();
        try
        {
            await using SpoolWriter writer = new(spool);
            await content.CopyAsync(writer, length: null, cancellationToken);
            await writer.CompleteAsync(cancellationToken);
            spool.Complete();
            return spool;
        }
        catch
        {
            spool.Dispose();
            throw;
        }
    }

    private CmsVerifySignerJson Judge(SignerReport signer, IReadOnlyList<Certificate> given, TrustAnchors? anchors)
    {
        CertificatePath? path = anchors is null || signer.Certificate is null
            ? null
            : new CertificatePathValidator(anchors).Validate(signer.Certificate, given, arguments.At ?? TimeProvider.System.GetUtcNow(), PathPurpose.MailSignature);
        return CmsVerifySignerJson.Of(signer, path, anchors is not null);
    }

    private static string Verdict(List<CmsVerifySignerJson> signers, bool isJudged) =>
        signers.Count == 0 ? "notSigned"
        : signers.Any(s => s.Integrity != "intact") ? "altered"
        : !isJudged ? "intact"
        : signers.All(s => s.Trust == "trusted") ? "trusted" : "untrusted";
}
