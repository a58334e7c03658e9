using Spectre.Console;

namespace SealedLetter;

/// <summary>Tells the story at the terminal, in French when the terminal speaks French, else in English.</summary>
internal sealed class Narrator
{
    private int _step;

    /// <summary>Whether French is spoken here.</summary>
    public bool French { get; } = SpeaksFrench();

    /// <summary>Begins a step.</summary>
    public void Step(string french, string english)
    {
        AnsiConsole.WriteLine();
        AnsiConsole.MarkupLineInterpolated($"[bold]{++_step}. {(French ? french : english)}[/]");
    }

    /// <summary>One line of the step.</summary>
    public void Say(string french, string english) => Line(French ? french : english);

    /// <summary>One line that is the same in both languages.</summary>
    public void Line(string text) => Indented(Markup.Escape(text));

    /// <summary>A line that stands out.</summary>
    public void Highlight(string text, bool good) =>
        Indented($"[bold {(good ? "green" : "yellow")}]{(good ? "✓" : "!")} {Markup.Escape(text)}[/]");

    /// <summary>A table, its header first.</summary>
    public void Table(IEnumerable<string> header, IEnumerable<IEnumerable<string>> rows)
    {
        Table table = new Table().Border(TableBorder.Rounded);
        foreach (string column in header)
        {
            table.AddColumn(new TableColumn(Markup.Escape(column)));
        }

        foreach (IEnumerable<string> row in rows)
        {
            table.AddRow([.. row.Select(Markup.Escape)]);
        }

        AnsiConsole.Write(new Padder(table, new Padding(3, 0, 0, 0)));
    }

    private static void Indented(string markup) => AnsiConsole.Write(new Padder(new Markup(markup), new Padding(3, 0, 0, 0)));

    private static bool SpeaksFrench() =>
        new[] { "LC_ALL", "LC_MESSAGES", "LANG" }.Select(Environment.GetEnvironmentVariable).FirstOrDefault(v => !string.IsNullOrEmpty(v))
            ?.StartsWith("fr", StringComparison.OrdinalIgnoreCase) ?? false;
}
