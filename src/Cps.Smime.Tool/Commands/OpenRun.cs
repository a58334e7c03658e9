using Cps.Smime.Certificates;
using Cps.Smime.Mime;
using Cps.Smime.Tool.Json;

namespace Cps.Smime.Tool.Commands;

/// <summary>One run of <c>open</c>. The parts are written whatever the verdict is: the exit status and the report say what they are worth.</summary>
internal sealed class OpenRun(ToolConsole console, OpenArguments arguments)
{
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using KeyOpener opener = new(console, arguments.PasswordFile);
        opener.Check("--key", arguments.Keys);
        if (arguments.SignerId is { } id && NationalId.FromPerson(id) is null && NationalId.FromStructure(id) is null)
        {
            throw new UsageException("--signer-id is not a national identifier", id, "Write it with its prefix, for example 8 and the eleven digits of the RPPS number");
        }

        TrustAnchors anchors = CommonOptions.LoadAnchors(arguments.Trust);
        ICertificateDirectory? directory = arguments.Directory is null
            ? null
            : await CommonOptions.OpenDirectoryAsync(arguments.Directory, anchors, cancellationToken);
        SecureMailbox mailbox = new(new SecureMailboxOptions { Anchors = anchors, Directory = directory });
        await using FileStream file = InputFiles.Open(arguments.File);
        IReadOnlyList<IDecryptionKey> keys = await opener.OpenDecryptionKeysAsync(arguments.Keys, cancellationToken);
        using OpenedLetter letter = await OpenAsync(mailbox, file, keys, opener, cancellationToken);
        List<OpenPartJson> parts = await TakePartsAsync(letter, cancellationToken);
        if (arguments.Json)
        {
            console.WriteJson(Describe(letter.Report, parts), ToolJson.Instance.OpenJson);
        }
        else
        {
            OpenReport.Write(console, letter.Report, parts, arguments.Folder);
        }

        if (letter.Report.Verdict == Verdict.Valid)
        {
            return ExitStatus.Done;
        }

        console.Fail(VerdictAdvice.Line(letter.Report, arguments.File, console));
        return ExitStatus.NotValid;
    }

    private async Task<OpenedLetter> OpenAsync(
        SecureMailbox mailbox, FileStream file, IReadOnlyList<IDecryptionKey> keys, KeyOpener opener, CancellationToken cancellationToken)
    {
        using ProgressLine progress = new(console, console.Say("Opening", "Ouverture"), file.CanSeek ? file.Length : 0);
        opener.Progress = progress;
        await using CountingStream counted = new(file, progress.Add);
        OpenOptions options = new() { ReceivedAt = arguments.At, ExpectedNationalId = arguments.SignerId };
        return await InputFiles.NamingAsync(arguments.File, () => mailbox.OpenAsync(counted, keys, options, cancellationToken));
    }

    private async Task<List<OpenPartJson>> TakePartsAsync(OpenedLetter letter, CancellationToken cancellationToken)
    {
        PartFolder? folder = arguments.Folder is null ? null : new PartFolder(arguments.Folder);
        List<OpenPartJson> parts = [];
        foreach (MessagePart part in letter.Parts)
        {
            long length = 0;
            string name = part.FileName;
            if (folder is not null)
            {
                (name, length) = await folder.WriteAsync(part, cancellationToken);
            }
            else
            {
                await using CountingStream content = new(part.OpenRead(), count => length += count);
                await content.CopyToAsync(Stream.Null, cancellationToken);
            }

            parts.Add(new OpenPartJson(name, part.MediaType, length));
        }

        return parts;
    }

    private static OpenJson Describe(MessageReport report, List<OpenPartJson> parts) => new(
        JsonName.Of(report.Verdict),
        [.. report.Reasons.Select(r => JsonName.Of(r))],
        [.. report.Layers.Select(l => new OpenLayerJson(JsonName.Of(l.Kind), l.Algorithm))],
        [.. report.Signers.Select(OpenSignerJson.Of)],
        report.From,
        report.Subject,
        parts);
}
