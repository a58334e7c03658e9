using Cps.Smime.Certificates;
using Cps.Smime.Envelopes;
using Cps.Smime.Tool.Cms;
using Cps.Smime.Tool.Json;

namespace Cps.Smime.Tool.Commands;

/// <summary>One run of <c>cms decrypt</c>. The output gets nothing before all of the content was found good.</summary>
internal sealed class CmsDecryptRun(ToolConsole console, CmsFiles files, CmsKeys arguments, bool legacy)
{
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using KeyOpener opener = new(console, arguments.PasswordFile);
        arguments.Check(opener);
        files.Check(arguments.Inputs);
        using CmsDecrypted decrypted = await arguments.UseAsync(opener, keys => InputFiles.NamingAsync(files.InName, () => DecryptAsync(opener, keys, cancellationToken)), cancellationToken);
        await CmsOutput.WriteAsync(files.Out!, decrypted.Content, cancellationToken);
        Report(decrypted);
        return ExitStatus.Done;
    }

    private async Task<CmsDecrypted> DecryptAsync(KeyOpener opener, IReadOnlyCollection<IRecipientKey> keys, CancellationToken cancellationToken)
    {
        using ProgressLine progress = new(console, console.Say("Decrypting", "Déchiffrement"), CmsSource.LengthOf(files.In));
        opener.Progress = progress;
        await using CmsSource source = CmsSource.Open(files.In, progress);
        using CmsInput input = await CmsInput.OpenAsync(source, cancellationToken);
        using CmsReader reader = await CmsReader.OpenAsync(input.Cms, CmsInput.Limits, legacy ? LegacyAlgorithms.All : LegacyAlgorithms.None, cancellationToken);
        if (reader.ContentType is not (CmsContentType.EnvelopedData or CmsContentType.AuthEnvelopedData))
        {
            throw new EnvelopeException(
                CpsErrorCode.Unsupported, "the message is not encrypted for recipients", reader.ContentType == CmsContentType.Other ? reader.Oid : JsonName.Of(reader.ContentType),
                "cps-smime cms inspect says what it is");
        }

        EnvelopeReader envelope = await reader.ReadEnvelopeAsync(cancellationToken);
        (ContentSpool content, DecryptionReport report) = await envelope.DecryptAsync(keys, cancellationToken);
        return new CmsDecrypted(content, envelope.ContentTypeOid, report);
    }

    private void Report(CmsDecrypted decrypted)
    {
        DecryptionReport facts = decrypted.Report;
        CmsRecipientJson openedBy = CmsRecipientJson.Of(facts.Kind, facts.Recipient);
        string[] weaknesses = [.. facts.LegacyWeaknesses.Select(w => JsonName.Of(w))];
        if (files.Json)
        {
            console.WriteJson(
                new CmsDecryptJson(
                    files.Out!, decrypted.Content.Length, decrypted.ContentType, JsonName.Of(facts.ContentEncryption), facts.IsAuthenticated, weaknesses, openedBy),
                ToolJson.Instance.CmsDecryptJson);
            return;
        }

        ToolConsole report = files.Report(console);
        string who = openedBy.Certificate?.Name ?? report.Say("a password", "un mot de passe");
        report.WriteLine(report.Say($"Decrypted with the key of {who} ({JsonName.Of(facts.ContentEncryption)}).", $"Déchiffré avec la clé de {who} ({JsonName.Of(facts.ContentEncryption)})."));
        if (!facts.IsAuthenticated)
        {
            report.WriteLine(report.Say(
                "CBC does not prove that the content is whole: it may have been altered on its way. Only a signature inside can tell.",
                "CBC ne prouve pas que le contenu est entier : il a pu être altéré en chemin. Seule une signature à l'intérieur peut le dire."));
        }

        if (weaknesses.Length > 0)
        {
            report.WriteLine(report.Say("Weak: ", "Faible : ") + string.Join(", ", weaknesses));
        }

        CmsFiles.WriteWritten(report, files.Out!);
    }
}
