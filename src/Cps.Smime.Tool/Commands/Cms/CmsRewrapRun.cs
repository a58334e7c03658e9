using Cps.Smime.Certificates;
using Cps.Smime.Envelopes;
using Cps.Smime.Tool.Cms;
using Cps.Smime.Tool.Json;

namespace Cps.Smime.Tool.Commands;

/// <summary>One run of <c>cms rewrap</c>. The message is read twice: first its recipients, so that a wrong one to remove is found before any key is asked.</summary>
internal sealed class CmsRewrapRun(ToolConsole console, CmsFiles files, CmsForm form, CmsKeys keys, CmsRecipients arguments, IReadOnlyList<string> removed)
{
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using KeyOpener opener = new(console, keys.PasswordFile);
        keys.Check(opener);
        if (arguments.Files.Count == 0 && removed.Count == 0)
        {
            throw new UsageException("nothing would change", advice: "Give --recipient CERT or --remove CERT");
        }

        files.Check([.. keys.Inputs, .. arguments.Inputs, .. removed.Select(r => ("--remove", (string?)r))]);
        List<EnvelopeRecipient> added = await arguments.ReadAsync(cancellationToken);
        IReadOnlyList<Certificate> gone = [.. (await RecipientFile.ReadAllAsync(removed, cancellationToken)).Distinct()];
        RewrapChanges changes = new() { Add = added, Remove = gone, DefiniteLength = CmsFormWriter.IsDefinite(form) };
        DecryptionReport report = await keys.UseAsync(opener, k => RewrapAsync(opener, k, changes, cancellationToken), cancellationToken);
        Report(report, added, gone);
        return ExitStatus.Done;
    }

    private async Task<DecryptionReport> RewrapAsync(KeyOpener opener, IReadOnlyCollection<IRecipientKey> opening, RewrapChanges changes, CancellationToken cancellationToken)
    {
        using ProgressLine progress = new(console, console.Say("Rewrapping", "Changement des destinataires"), CmsSource.LengthOf(files.In));
        opener.Progress = progress;
        await using CmsSource source = await CmsSource.OpenSeekableAsync(files.In, progress, cancellationToken);
        CmsMediaType mediaType = await InputFiles.NamingAsync(files.InName, () => LookAsync(source, changes.Remove, cancellationToken));
        source.Position = 0;
        using CmsInput input = await CmsInput.OpenAsync(source, cancellationToken);
        DecryptionReport? report = null;
        await InputFiles.NamingAsync(files.InName, async () =>
        {
            await CmsOutput.WriteAsync(
                files.Out!,
                (output, token) => CmsFormWriter.WriteAsync(
                    output, form, mediaType, async encoded => report = await EnvelopeRewrap.RewrapAsync(input.Cms, opening, changes, encoded, CmsInput.Limits, token), token),
                cancellationToken);
            return true;
        });
        return report!;
    }

    private static async Task<CmsMediaType> LookAsync(CmsSource source, IReadOnlyCollection<Certificate> gone, CancellationToken cancellationToken)
    {
        using CmsInput input = await CmsInput.OpenAsync(source, cancellationToken);
        using CmsReader reader = await CmsReader.OpenAsync(input.Cms, CmsInput.Limits, cancellationToken);
        EnvelopeReader envelope = await reader.ReadEnvelopeAsync(cancellationToken);
        foreach (Certificate certificate in gone.Where(c => !envelope.Recipients.Any(r => Names(r, c))))
        {
            throw new EnvelopeException(CpsErrorCode.Refused, "a recipient to remove is none of the message", certificate.Subject.ToString(), "cps-smime cms inspect lists the recipients");
        }

        return envelope.IsAuthenticated ? CmsMediaType.AuthEnveloped : CmsMediaType.Enveloped;
    }

    private static bool Names(RecipientInfo recipient, Certificate certificate) => recipient switch
    {
        KeyTransRecipientInfo transport => transport.Recipient.Matches(certificate),
        KeyAgreeRecipientInfo agreement => agreement.Recipients.Any(r => r.Matches(certificate)),
        KemRecipientInfo kem => kem.Recipient.Matches(certificate),
        _ => false,
    };

    private void Report(DecryptionReport facts, List<EnvelopeRecipient> added, IReadOnlyList<Certificate> gone)
    {
        CmsRecipientJson[] addedOnes = [.. added.Select(CmsRecipientJson.Of)];
        CertificateJson[] removedOnes = [.. gone.Select(CertificateJson.Of)];
        if (files.Json)
        {
            console.WriteJson(
                new CmsRewrapJson(
                    files.Out!, JsonName.Of(form), JsonName.Of(facts.ContentEncryption), facts.IsAuthenticated, CmsRecipientJson.Of(facts.Kind, facts.Recipient), addedOnes, removedOnes),
                ToolJson.Instance.CmsRewrapJson);
            return;
        }

        ToolConsole report = files.Report(console);
        foreach (CmsRecipientJson recipient in addedOnes)
        {
            report.WriteLine(report.Say($"Added: {recipient.Certificate!.Name}", $"Ajouté : {recipient.Certificate!.Name}"));
        }

        foreach (CertificateJson certificate in removedOnes)
        {
            report.WriteLine(report.Say(
                $"Removed: {certificate.Name}. Whoever had the message before can still open that one.",
                $"Retiré : {certificate.Name}. Qui avait le message avant peut encore ouvrir celui-là."));
        }

        CmsFiles.WriteWritten(report, files.Out!);
    }
}
