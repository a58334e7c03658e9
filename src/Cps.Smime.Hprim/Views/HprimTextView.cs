using System.Text;

namespace Cps.Smime.Hprim;

/// <summary>
/// The document as plain text for a terminal: identity, result table, text. Control characters never reach the terminal
/// (escape sequences of the file are shown, not obeyed). Thread safe.
/// </summary>
public static class HprimTextView
{
    /// <summary>Patient, dossier, sender and addressee; what is absent is left out.</summary>
    public static IReadOnlyList<HprimTextField> Fields(HprimMessage message, HprimLanguage language = HprimLanguage.French)
    {
        ArgumentNullException.ThrowIfNull(message);
        ViewWords words = ViewWords.Of(language);
        return [.. MessageFields.Of(message, words).Select(f => new HprimTextField(f.Label, VisibleText.Line(f.Value)))];
    }

    /// <summary>The rows of the result table: results, their second unit, their comments, and text that the body does not hold.</summary>
    public static IReadOnlyList<HprimTextRow> Rows(HprimMessage message, HprimLanguage language = HprimLanguage.French)
    {
        ArgumentNullException.ThrowIfNull(message);
        ViewWords words = ViewWords.Of(language);
        HashSet<string> body = DisplayText.BodyLines(message);
        List<HprimTextRow> rows = [];
        foreach (HprimEntry entry in message.Entries)
        {
            if (entry is HprimTextLine text && !string.IsNullOrWhiteSpace(text.Text) && !body.Contains(text.Text.Trim()))
            {
                rows.Add(TextRow(text.Text));
            }
            else if (entry is HprimResult result)
            {
                AddResult(rows, result, words);
            }
        }

        return rows;
    }

    /// <summary>The whole document, in columns, lines separated by a line feed.</summary>
    public static string Render(HprimDocument document, HprimLanguage language = HprimLanguage.French)
    {
        ArgumentNullException.ThrowIfNull(document);
        StringBuilder text = new();
        for (int i = 0; i < document.Messages.Count; i++)
        {
            HprimMessage message = document.Messages[i];
            text.Append(i == 0 ? "" : "\n" + new string('=', 72) + "\n\n");
            AppendColumns(text, [.. Fields(message, language).Select(f => new[] { f.Label, f.Value })]);
            AppendRows(text, message, language);
            foreach (string line in message.Body)
            {
                text.Append(VisibleText.Layout(DisplayText.DecodeEntities(line))).Append('\n');
            }
        }

        foreach (string line in document.Trailer)
        {
            text.Append("-- ").Append(VisibleText.Line(line)).Append('\n');
        }

        return text.ToString();
    }

    private static void AppendRows(StringBuilder text, HprimMessage message, HprimLanguage language)
    {
        ViewWords words = ViewWords.Of(language);
        IReadOnlyList<HprimTextRow> rows = Rows(message, language);
        text.Append('\n');
        if (rows.Count > 0)
        {
            AppendColumns(text, [
                ["", words.Analysis, words.Value, words.Interval, words.LaboratoryFlag, words.StatusTitle],
                .. rows.Select(r => new[] { r.IsAbnormal ? "!" : "", r.Label, r.Value, r.Interval, r.Flag, r.Status })]);
            text.Append('\n');
        }
    }

    private static void AddResult(List<HprimTextRow> rows, HprimResult result, ViewWords words)
    {
        string indent = result.IsContinuation ? "  " : "";
        rows.Add(new(
            indent + VisibleText.Line(DisplayText.Label(result)),
            Value(result.Measurement),
            VisibleText.Line(DisplayText.Interval(result.Measurement.Interval)),
            Flag(result, words),
            VisibleText.Line(words.Status(result)),
            result.IsAbnormal));
        if (result.SecondMeasurement is { } second)
        {
            rows.Add(new("", Value(second), VisibleText.Line(DisplayText.Interval(second.Interval)), "", "", IsAbnormal: false));
        }

        rows.AddRange(result.Comments.Select(TextRow));
    }

    private static HprimTextRow TextRow(string text) => new(VisibleText.Line(DisplayText.DecodeEntities(text)), "", "", "", "", IsAbnormal: false);

    private static string Value(HprimMeasurement measurement) =>
        VisibleText.Line(measurement.Unit is "" or "." ? measurement.Value.Text : $"{measurement.Value.Text} {measurement.Unit}".Trim());

    private static string Flag(HprimResult result, ViewWords words)
    {
        string given = VisibleText.Line(result.LaboratoryFlagText.ToUpperInvariant());
        bool addsNothing = result.ComputedFlag is HprimFlag.None
            || (result.ComputedFlag == HprimFlag.Normal && result.LaboratoryFlag is HprimFlag.None or HprimFlag.Normal)
            || (result.ComputedFlag == HprimFlag.Low && result.LaboratoryFlag is HprimFlag.Low or HprimFlag.VeryLow)
            || (result.ComputedFlag == HprimFlag.High && result.LaboratoryFlag is HprimFlag.High or HprimFlag.VeryHigh);
        return addsNothing ? given : $"{given} ({words.Computed} {MedecinCodes.Text(result.ComputedFlag)})".TrimStart();
    }

    private static void AppendColumns(StringBuilder text, IReadOnlyList<string[]> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        int[] widths = new int[rows[0].Length];
        foreach (string[] row in rows.Where(r => r.Length == 2 || r[2..].Any(cell => cell.Length > 0)))
        {
            for (int i = 0; i < row.Length; i++)
            {
                widths[i] = Math.Min(40, Math.Max(widths[i], row[i].Length));
            }
        }

        foreach (string[] row in rows)
        {
            string line = string.Join("  ", row.Select((cell, i) => cell.PadRight(widths[i])));
            text.Append(line.TrimEnd()).Append('\n');
        }
    }
}
