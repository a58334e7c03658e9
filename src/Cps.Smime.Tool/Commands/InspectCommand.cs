using System.CommandLine;
using Cps.Smime.Certificates;
using Cps.Smime.Mime;
using Cps.Smime.Tool.Json;

namespace Cps.Smime.Tool.Commands;

/// <summary><c>inspect</c>: what a message or a bare CMS file is made of, as far as it can be seen without a key.</summary>
internal static class InspectCommand
{
    public static Command Create(ToolConsole console)
    {
        Argument<string> file = new("FILE") { Description = "A mail message (.eml), or a bare CMS in DER or PEM (.p7m, .p7s)." };
        Option<bool> json = CommonOptions.Json();
        Command command = new("inspect", "Say what a message is made of; needs no key.") { file, json };
        command.SetAction((parsed, cancellationToken) => RunAsync(console, parsed.GetRequiredValue(file), parsed.GetValue(json), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(ToolConsole console, string path, bool json, CancellationToken cancellationToken)
    {
        InspectJson found = await InputFiles.NamingAsync(path, () => InspectAsync(path, cancellationToken));
        if (json)
        {
            console.WriteJson(found, ToolJson.Instance.InspectJson);
        }
        else
        {
            InspectReport.Write(console, found);
        }

        return ExitStatus.Done;
    }

    private static async Task<InspectJson> InspectAsync(string path, CancellationToken cancellationToken)
    {
        await using FileStream file = InputFiles.Open(path);
        byte[] start = new byte[64];
        if (!file.CanSeek)
        {
            throw new CpsException(CpsErrorCode.InputUnreadable, "the file to inspect is not an ordinary file", path, "Save it to a file first");
        }

        int length = await file.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken);
        file.Position = 0;
        if (LooksLikePem(start.AsSpan(0, length)))
        {
            await using PemStream pem = new(file);
            return await CmsInspection.InspectAsync(pem, cancellationToken);
        }

        // A SEQUENCE longer than 127 bytes; no mail header has such a second byte.
        if (start is [0x30, >= 0x80, ..])
        {
            return await CmsInspection.InspectAsync(file, cancellationToken);
        }

        using OpenedMessage message = await new SecureMessageReader().InspectAsync(file, cancellationToken);
        return new InspectJson(
            "mail",
            [.. message.From.Mailboxes.Select(m => m.Address)],
            [.. message.To.Mailboxes.Select(m => m.Address)],
            message.Subject,
            [.. message.Layers.Select(Describe)]);
    }

    private static bool LooksLikePem(ReadOnlySpan<byte> head) => head.TrimStart("\uFEFF \r\n\t"u8).StartsWith("-----BEGIN "u8);

    private static InspectLayerJson Describe(MessageLayer layer) => new(
        JsonName.Of(layer.Kind),
        layer.Algorithm,
        [.. layer.Recipients.SelectMany(InspectRecipientJson.Of)],
        [.. layer.Signers.Select(InspectSignerJson.Of)]);
}
