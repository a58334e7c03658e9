using System.CommandLine;
using Cps.Smime.Envelopes;
using Cps.Smime.Tool.Cms;
using Cps.Smime.Tool.Json;

namespace Cps.Smime.Tool.Commands;

/// <summary><c>cms uncompress</c>: unpacks a CompressedData (RFC 3274), within limits.</summary>
internal static class CmsUncompressCommand
{
    public static Command Create(ToolConsole console)
    {
        Option<string> input = CmsOptions.In("The compressed message, in DER, BER, PEM or S/MIME");
        Option<string> output = CmsOptions.Out("The content");
        Option<bool> json = CommonOptions.Json();
        Command command = new("uncompress", "Uncompress a message.") { input, output, json };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            console, new CmsFiles(parsed.GetRequiredValue(input), parsed.GetRequiredValue(output), parsed.GetValue(json)), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(ToolConsole console, CmsFiles files, CancellationToken cancellationToken)
    {
        files.Check();
        (ContentSpool content, string contentType) = await InputFiles.NamingAsync(files.InName, () => ReadAsync(console, files, cancellationToken));
        using (content)
        {
            await CmsOutput.WriteAsync(files.Out!, content, cancellationToken);
            if (files.Json)
            {
                console.WriteJson(new CmsUncompressJson(files.Out!, content.Length, contentType), ToolJson.Instance.CmsUncompressJson);
            }
            else
            {
                CmsFiles.WriteWritten(files.Report(console), files.Out!);
            }
        }

        return ExitStatus.Done;
    }

    private static async Task<(ContentSpool Content, string ContentType)> ReadAsync(ToolConsole console, CmsFiles files, CancellationToken cancellationToken)
    {
        using ProgressLine progress = new(console, console.Say("Uncompressing", "Décompression"), CmsSource.LengthOf(files.In));
        await using CmsSource source = CmsSource.Open(files.In, progress);
        using CmsInput input = await CmsInput.OpenAsync(source, cancellationToken);
        using CmsReader reader = await CmsReader.OpenAsync(input.Cms, CmsInput.Limits, cancellationToken);
        CompressedDataReader compressed = await reader.ReadCompressedAsync(cancellationToken);
        return (await compressed.ReadAsync(cancellationToken), compressed.ContentTypeOid);
    }
}
