using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Cps.Smime.Certificates;
using Cps.Smime.Hprim;
using Spectre.Console;

namespace Cps.Smime.Tool;

/// <summary>
/// Where a command writes and asks: the report or the JSON on standard output, one line per failure on standard error, questions at the
/// terminal. Every text that is written here is made safe for a terminal first. Tests give writers of their own.
/// </summary>
internal sealed class ToolConsole
{
    private const int FileWidth = 400;

    private readonly Lazy<IAnsiConsole> _screen;
    private readonly Lazy<IAnsiConsole> _terminal;

    public ToolConsole(TextWriter output, TextWriter error, bool outputIsTerminal, bool canAsk, TextLanguage language)
    {
        Output = output;
        Error = error;
        CanAsk = canAsk;
        Language = language;
        _screen = new Lazy<IAnsiConsole>(() => Make(output, outputIsTerminal));
        _terminal = new Lazy<IAnsiConsole>(() => Make(error, canAsk));
    }

    /// <summary>Standard output.</summary>
    public TextWriter Output { get; }

    /// <summary>Standard error.</summary>
    public TextWriter Error { get; }

    /// <summary>The language of texts for people.</summary>
    public TextLanguage Language { get; }

    /// <summary>The same for HPRIM.</summary>
    public HprimLanguage HprimLanguage => Language == TextLanguage.French ? HprimLanguage.French : HprimLanguage.English;

    /// <summary>Whether a person sits at a terminal: standard input and standard error are one.</summary>
    public bool CanAsk { get; }

    /// <summary>Standard output for tables.</summary>
    public IAnsiConsole Screen => _screen.Value;

    /// <summary>The terminal for questions and progress; it is on standard error, so that standard output stays clean.</summary>
    public IAnsiConsole Terminal => _terminal.Value;

    /// <summary>The console of this process.</summary>
    public static ToolConsole OfProcess()
    {
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        bool canAsk = !Console.IsInputRedirected && !Console.IsErrorRedirected;
        return new ToolConsole(Console.Out, Console.Error, !Console.IsOutputRedirected, canAsk, LanguageSettings.Find(Environment.GetEnvironmentVariable));
    }

    /// <summary>The text in the person's language.</summary>
    public string Say(string english, string french) => Language == TextLanguage.French ? french : english;

    /// <summary>One line of the report.</summary>
    public void WriteLine(string text = "") => Output.WriteLine(TerminalText.Line(text));

    /// <summary>A table whose cells are plain text.</summary>
    public void WriteTable(IReadOnlyList<string> headers, IEnumerable<IReadOnlyList<string>> rows)
    {
        Table table = new() { Border = TableBorder.Simple };
        foreach (string header in headers)
        {
            table.AddColumn(new TableColumn(new Text(header)));
        }

        foreach (IReadOnlyList<string> row in rows)
        {
            table.AddRow(row.Select(cell => new Text(TerminalText.Line(cell))));
        }

        Screen.Write(table);
    }

    /// <summary>The one line that says what failed.</summary>
    public void Fail(string line) => Error.WriteLine("cps-smime: " + TerminalText.Line(line));

    /// <summary>The one object of <c>--json</c>.</summary>
    public void WriteJson<T>(T value, JsonTypeInfo<T> type) => Output.WriteLine(JsonSerializer.Serialize(value, type));

    private static IAnsiConsole Make(TextWriter writer, bool isTerminal)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isTerminal ? InteractionSupport.Yes : InteractionSupport.No,
        });
        if (!isTerminal)
        {
            // A file has no width: one row is one line.
            console.Profile.Width = FileWidth;
        }

        return console;
    }

}
