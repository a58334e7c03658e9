using Cps.Smime.Tool.Cms;

namespace Cps.Smime.Tool.Commands;

/// <summary>What a command of <c>cms</c> reads and writes, and where its report goes.</summary>
/// <param name="In">The input.</param>
/// <param name="Out">The output, or null for none.</param>
/// <param name="Json">Whether the report is one object.</param>
internal sealed record CmsFiles(string In, string? Out, bool Json)
{
    /// <summary>What the input is called in an error.</summary>
    public string InName => In == CmsSource.Standard ? CmsSource.StandardInput : In;

    /// <summary>Checks what can be checked before anything is opened.</summary>
    /// <param name="others">Other files that the command reads, each with its option.</param>
    public void Check(params IEnumerable<(string Option, string? Path)> others)
    {
        (string Option, string? Path)[] inputs = [("--in", In), .. others.Where(o => o.Path is not null && !o.Path.StartsWith("pkcs11:", StringComparison.OrdinalIgnoreCase))];
        foreach ((string option, string? path) in inputs.Where(i => i.Path != CmsSource.Standard))
        {
            InputFiles.Require(option, path!, orFolder: option is "--trust" or "--in");
        }

        if (inputs.Count(i => i.Path == CmsSource.Standard) > 1)
        {
            throw new UsageException("standard input cannot be read for two options");
        }

        if (Out == CmsSource.Standard && Json)
        {
            throw new UsageException("--json and --out - would both write to standard output", advice: "Give --out a file");
        }

        if (Out is not null && Out != CmsSource.Standard)
        {
            OutputTarget.Check("--out", Out, inputs.Select(i => i.Path!).Where(p => p != CmsSource.Standard));
        }
    }

    /// <summary>Where the report goes: to standard error when the content goes to standard output.</summary>
    public ToolConsole Report(ToolConsole console) => Out == CmsSource.Standard
        ? new ToolConsole(console.Error, console.Error, outputIsTerminal: false, console.CanAsk, console.Language)
        : console;

    /// <summary>The last line of a report.</summary>
    public static void WriteWritten(ToolConsole report, string path) => report.WriteLine(path == CmsSource.Standard
        ? report.Say("Written to standard output.", "Écrit sur la sortie standard.")
        : report.Say($"Written: {path}", $"Écrit : {path}"));
}
