using System.CommandLine;
using Cps.Smime.Envelopes;
using Cps.Smime.Tool.Cms;
using Cps.Smime.Tool.Json;

namespace Cps.Smime.Tool.Commands;

/// <summary><c>cms compress</c>: packs a file into a CompressedData (RFC 3274).</summary>
internal static class CmsCompressCommand
{
    public static Command Create(ToolConsole console)
    {
        Option<string> input = CmsOptions.In("The file to compress");
        Option<string> output = CmsOptions.Out("The compressed message");
        Option<string> form = CmsOptions.Form();
        Option<bool> json = CommonOptions.Json();
        Command command = new("compress", "Compress a file.") { input, output, form, json };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            console, new CmsFiles(parsed.GetRequiredValue(input), parsed.GetRequiredValue(output), parsed.GetValue(json)), CmsOptions.FormOf(parsed.GetValue(form)!), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(ToolConsole console, CmsFiles files, CmsForm form, CancellationToken cancellationToken)
    {
        files.Check();
        long length = 0;
        using (ProgressLine progress = new(console, console.Say("Compressing", "Compression"), CmsSource.LengthOf(files.In)))
        {
            await using CmsSource source = CmsSource.Open(files.In, progress);
            CompressionOptions options = new() { DefiniteLength = CmsFormWriter.IsDefinite(form) };
            await CmsOutput.WriteAsync(
                files.Out!,
                (output, token) => CmsFormWriter.WriteAsync(
                    output,
                    form,
                    CmsMediaType.Compressed,
                    async encoded =>
                    {
                        await using CompressedDataStream compressed = await CompressedDataStream.CreateAsync(encoded, options, token);
                        length = await source.CopyAsync(compressed, length: null, token);
                        await compressed.CompleteAsync(token);
                    },
                    token),
                cancellationToken);
        }

        if (files.Json)
        {
            console.WriteJson(new CmsCompressJson(files.Out!, JsonName.Of(form), length), ToolJson.Instance.CmsCompressJson);
        }
        else
        {
            CmsFiles.WriteWritten(files.Report(console), files.Out!);
        }

        return ExitStatus.Done;
    }
}
