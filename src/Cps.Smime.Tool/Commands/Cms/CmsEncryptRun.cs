using Cps.Smime.Envelopes;
using Cps.Smime.Tool.Cms;
using Cps.Smime.Tool.Json;

namespace Cps.Smime.Tool.Commands;

/// <summary>One run of <c>cms encrypt</c>.</summary>
internal sealed class CmsEncryptRun(ToolConsole console, CmsFiles files, CmsForm form, ContentEncryption cipher, CmsRecipients arguments)
{
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        if (arguments.Files.Count == 0 && arguments.PasswordFile is null)
        {
            throw new UsageException("nobody could open the message", advice: "Give --recipient CERT or --message-password FILE");
        }

        files.Check(arguments.Inputs);
        List<EnvelopeRecipient> recipients = await arguments.ReadAsync(cancellationToken);
        using Password? password = arguments.PasswordFile is { } path ? CmsOptions.ReadPassword(path) : null;
        if (password is not null)
        {
            recipients.Add(new PasswordRecipient(password));
        }

        using (ProgressLine progress = new(console, console.Say("Encrypting", "Chiffrement"), CmsSource.LengthOf(files.In)))
        {
            // Definite lengths need the content's length before it.
            await using CmsSource source = CmsFormWriter.IsDefinite(form)
                ? await CmsSource.OpenSeekableAsync(files.In, progress, cancellationToken)
                : CmsSource.Open(files.In, progress);
            await CmsOutput.WriteAsync(
                files.Out!,
                (output, token) => CmsFormWriter.WriteAsync(output, form, MediaTypeOf(cipher), encoded => WriteAsync(source, recipients, encoded, token), token),
                cancellationToken);
        }

        Report(recipients);
        return ExitStatus.Done;
    }

    private async Task WriteAsync(CmsSource source, List<EnvelopeRecipient> recipients, Stream output, CancellationToken cancellationToken)
    {
        long? length = CmsFormWriter.IsDefinite(form) ? source.Length : null;
        await using EnvelopeStream envelope = await EnvelopeStream.CreateAsync(output, recipients, cipher, new EnvelopeOptions { ContentLength = length }, cancellationToken);
        await source.CopyAsync(envelope, length, cancellationToken);
        await envelope.CompleteAsync(cancellationToken);
    }

    private static CmsMediaType MediaTypeOf(ContentEncryption cipher) =>
        cipher is ContentEncryption.Aes256Cbc or ContentEncryption.Aes192Cbc or ContentEncryption.Aes128Cbc ? CmsMediaType.Enveloped : CmsMediaType.AuthEnveloped;

    private void Report(List<EnvelopeRecipient> recipients)
    {
        CmsRecipientJson[] described = [.. recipients.Select(CmsRecipientJson.Of)];
        if (files.Json)
        {
            console.WriteJson(new CmsEncryptJson(files.Out!, JsonName.Of(form), JsonName.Of(cipher), described), ToolJson.Instance.CmsEncryptJson);
            return;
        }

        ToolConsole report = files.Report(console);
        foreach (CmsRecipientJson recipient in described)
        {
            string who = recipient.Certificate is { } certificate ? certificate.Name : report.Say("those who know the password", "ceux qui connaissent le mot de passe");
            report.WriteLine(report.Say($"Encrypted for {who} ({JsonName.Of(cipher)}, {recipient.Kind}).", $"Chiffré pour {who} ({JsonName.Of(cipher)}, {recipient.Kind})."));
        }

        CmsFiles.WriteWritten(report, files.Out!);
    }
}
