using Cps.Smime.Certificates;
using Cps.Smime.Tool.Json;

namespace Cps.Smime.Tool.Commands;

/// <summary>
/// One run of <c>seal</c>: the plan first, shown whole; then, when everybody can be sealed for, the message. An incomplete plan writes
/// nothing and asks for no PIN.
/// </summary>
internal sealed class SealRun(ToolConsole console, SealArguments arguments)
{
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        arguments.Check();
        using KeyOpener opener = new(console, arguments.PasswordFile);
        opener.Check("--signer", [arguments.Signer]);
        TrustAnchors anchors = CommonOptions.LoadAnchors(arguments.Trust);
        SecureMailbox mailbox = new(new SecureMailboxOptions
        {
            Anchors = anchors,
            Directory = await CommonOptions.OpenDirectoryAsync(arguments.Directory, anchors, cancellationToken),
            Policy = arguments.Policy,
        });
        SealPlan plan = await mailbox.PlanAsync(arguments.To, cancellationToken: cancellationToken);
        if (!arguments.Json)
        {
            ShowPlan(plan);
        }

        if (!plan.IsComplete)
        {
            return Refuse(plan);
        }

        ISigningKey signer = await opener.OpenSignerAsync(arguments.Signer, cancellationToken);
        await WriteAsync(mailbox, plan, signer, opener, cancellationToken);
        if (arguments.Json)
        {
            console.WriteJson(Describe(plan, signer, arguments.Out), ToolJson.Instance.SealJson);
        }
        else
        {
            console.WriteLine(console.Say($"Signed by {signer.Certificate.Identity}.", $"Signé par {signer.Certificate.Identity}."));
            console.WriteLine(console.Say($"Written: {arguments.Out}", $"Écrit : {arguments.Out}"));
        }

        return ExitStatus.Done;
    }

    private async Task WriteAsync(SecureMailbox mailbox, SealPlan plan, ISigningKey signer, KeyOpener opener, CancellationToken cancellationToken)
    {
        string text = arguments.TextFile is { } file ? await InputFiles.ReadTextAsync(file, cancellationToken) : "";
        using ProgressLine progress = new(console, console.Say("Sealing", "Scellement"), arguments.Attachments.Sum(a => new FileInfo(a).Length));
        opener.Progress = progress;
        Letter letter = new()
        {
            From = arguments.From,
            To = arguments.To,
            Subject = arguments.Subject,
            Text = text,
            Attachments = [.. arguments.Attachments.Select(path => Attachment(path, progress))],
        };
        await OutputFile.WriteAsync(arguments.Out, (output, token) => mailbox.SealAsync(letter, plan, signer, output, token), cancellationToken);
    }

    private static LetterAttachment Attachment(string path, ProgressLine progress)
    {
        LetterAttachment file = LetterAttachment.FromFile(path);
        return new LetterAttachment(file.FileName, file.MediaType, () => new CountingStream(File.OpenRead(path), progress.Add));
    }

    private void ShowPlan(SealPlan plan)
    {
        foreach (PlannedRecipient recipient in plan.Recipients)
        {
            console.WriteLine((recipient.CanBeSealed ? "+ " : "- ") + recipient.ToSentence(console.Language));
        }

        if (plan.IsComplete)
        {
            console.WriteLine(plan.ToSentence(console.Language) + ".");
        }
    }

    private int Refuse(SealPlan plan)
    {
        string who = string.Join("; ", plan.Recipients.Where(r => !r.CanBeSealed).Select(r => r.ToSentence(console.Language)));
        CpsException error = new(
            CpsErrorCode.PlanIncomplete,
            console.Say("not every correspondent can be sealed for", "tous les correspondants ne peuvent pas être servis"),
            who,
            console.Say("Leave them out, or have their certificates published", "Retirez-les, ou faites publier leurs certificats"));
        console.Fail(error.ToLine());
        if (arguments.Json)
        {
            console.WriteJson(Describe(plan, null, null) with { Error = ErrorJson.Of(error), ExitStatus = ExitStatus.Directory }, ToolJson.Instance.SealJson);
        }

        return ExitStatus.Directory;
    }

    private SealJson Describe(SealPlan plan, ISigningKey? signer, string? file) => new(
        file,
        arguments.From.ToString(),
        arguments.Subject,
        JsonName.Of(arguments.Policy),
        JsonName.Of(plan.ContentEncryption),
        plan.ToSentence(console.Language),
        signer is null ? null : CertificateJson.Of(signer.Certificate),
        [.. plan.Recipients.Select(r => SealRecipientJson.Of(r, console.Language))]);
}
