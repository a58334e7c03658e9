using System.CommandLine;
using System.Text;
using Cps.Smime.Hprim;
using Cps.Smime.Tool.Json;

namespace Cps.Smime.Tool.Commands;

/// <summary><c>hprim show</c>: an HPRIM file as tables, as a page, or as JSON.</summary>
internal static class HprimShowCommand
{
    public static Command Create(ToolConsole console)
    {
        Argument<string> file = new("FILE") { Description = "The HPRIM file." };
        Option<string> html = new("--html") { Description = "Write a self-contained HTML page; replaced when it exists.", HelpName = "FILE" };
        Option<bool> json = CommonOptions.Json();
        Command command = new("show", "Show an HPRIM file.") { file, html, json };
        command.SetAction((parsed, cancellationToken) => RunAsync(console, parsed.GetRequiredValue(file), parsed.GetValue(html), parsed.GetValue(json), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(ToolConsole console, string path, string? html, bool json, CancellationToken cancellationToken)
    {
        if (html is not null)
        {
            OutputTarget.Check("--html", html, path);
        }

        HprimDocument document = await InputFiles.NamingAsync(path, async () =>
        {
            await using FileStream file = InputFiles.Open(path);
            return HprimReader.Read(file);
        });
        if (html is not null)
        {
            string page = HprimHtmlView.Render(document, new HprimHtmlViewOptions { Language = console.HprimLanguage });
            await OutputFile.WriteAsync(html, async (output, token) => await output.WriteAsync(Encoding.UTF8.GetBytes(page), token), cancellationToken);
        }

        if (json)
        {
            console.WriteJson(HprimJson.Of(document, console.HprimLanguage), ToolJson.Instance.HprimJson);
        }
        else
        {
            Write(console, document);
        }

        return ExitStatus.Done;
    }

    private static void Write(ToolConsole console, HprimDocument document)
    {
        for (int i = 0; i < document.Messages.Count; i++)
        {
            if (i > 0)
            {
                console.WriteLine(new string('=', 72));
            }

            Write(console, document.Messages[i]);
        }

        foreach (string line in document.Trailer)
        {
            console.WriteLine("-- " + line);
        }

        foreach (HprimDiagnostic remark in document.Diagnostics.Where(d => d.Severity != HprimSeverity.Information))
        {
            string place = remark.Line == 0 ? "" : console.Say($"line {remark.Line}: ", $"ligne {remark.Line} : ");
            console.WriteLine("! " + place + remark.Describe(console.HprimLanguage));
        }
    }

    private static void Write(ToolConsole console, HprimMessage message)
    {
        IReadOnlyList<HprimTextField> fields = HprimTextView.Fields(message, console.HprimLanguage);
        int width = fields.Count == 0 ? 0 : fields.Max(f => f.Label.Length);
        foreach (HprimTextField field in fields)
        {
            console.WriteLine($"{field.Label.PadRight(width)}  {field.Value}");
        }

        IReadOnlyList<HprimTextRow> rows = HprimTextView.Rows(message, console.HprimLanguage);
        if (rows.Count > 0)
        {
            console.WriteTable(
                [
                    console.Say("Analysis", "Analyse"), console.Say("Value", "Valeur"), console.Say("Normal", "Normales"), console.Say("Flag", "Signal"),
                    console.Say("Status", "Statut"),
                ],
                rows.Select(r => new[] { (r.IsAbnormal ? "* " : "  ") + r.Label, r.Value, r.Interval, r.Flag, r.Status }));
        }

        foreach (string line in message.Body)
        {
            console.WriteLine(line);
        }
    }
}
