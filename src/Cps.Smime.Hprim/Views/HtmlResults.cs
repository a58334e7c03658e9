namespace Cps.Smime.Hprim;

/// <summary>The result table of the page.</summary>
internal sealed class HtmlResults(HtmlText html, ViewWords words, bool decodesEntities)
{
    /// <summary>Writes the table, or nothing when the message has no structured part worth one.</summary>
    public void Write(HprimMessage message, string id)
    {
        HashSet<string> body = DisplayText.BodyLines(message);
        HprimEntry[] shown =
        [
            .. message.Entries.Where(e => e is HprimResult || (e is HprimTextLine t && !string.IsNullOrWhiteSpace(t.Text) && !body.Contains(t.Text.Trim())))
        ];
        if (shown.Length == 0)
        {
            return;
        }

        int results = shown.Count(e => e is HprimResult);
        int abnormal = shown.Count(e => e is HprimResult { IsAbnormal: true });
        html.Markup($"<h3 id=\"{id}\">").Text(words.Results).Markup($"</h3>\n<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-labelledby=\"{id}\">\n<table>\n<caption>");
        html.Text(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{words.Results} : {results} – {words.Abnormal} : {abnormal}"));
        html.Markup("</caption>\n<thead><tr>");
        foreach (string title in (string[])[words.Analysis, words.Value, words.Unit, words.Interval, words.LaboratoryFlag, words.ComputedFlag, words.StatusTitle])
        {
            html.Markup("<th scope=\"col\">").Text(title).Markup("</th>");
        }

        html.Markup("</tr></thead>\n<tbody>\n");
        foreach (HprimEntry entry in shown)
        {
            if (entry is HprimResult result)
            {
                Row(result);
                foreach (string comment in result.Comments)
                {
                    TextRow(comment);
                }
            }
            else if (entry is HprimTextLine text)
            {
                TextRow(text.Text);
            }
        }

        html.Markup("</tbody>\n</table>\n</div>\n<p class=\"note\">").Text(words.FlagsExplained).Markup("</p>\n");
    }

    private void Row(HprimResult result)
    {
        string kind = (result.IsAbnormal ? "abnormal" : "usual") + (result.IsContinuation ? " continuation" : result.Kind == HprimResultKind.Title ? " title" : "");
        html.Markup($"<tr class=\"{kind}\"><th scope=\"row\">").Text(DisplayText.Label(result)).Markup("</th>");
        HprimMeasurement first = result.Measurement;
        HprimMeasurement? second = result.SecondMeasurement;
        bool isNoResult = !result.HasValue && result.Kind != HprimResultKind.Title;
        bool isSecondOut = second is not null && HprimResult.IsOut(second.ComputedFlag);
        bool isFirstOut = HprimResult.IsOut(first.ComputedFlag) || (result.IsAbnormal && !isSecondOut);
        string alignment = first.Value.Number is null ? "value" : "number";
        Cell(isFirstOut ? alignment + " out" : alignment, isNoResult ? words.NoValue : first.Value.Text, second?.Value.Text, isSecondOut);
        Cell("plain", Unit(first), second is null ? null : Unit(second));
        Cell("plain", DisplayText.Interval(first.Interval), second is null ? null : DisplayText.Interval(second.Interval));
        string given = result.LaboratoryFlag == HprimFlag.Other ? result.LaboratoryFlagText : words.Flag(result.LaboratoryFlag);
        Cell(HprimResult.IsOut(result.LaboratoryFlag) ? "out" : "plain", given, null);
        Cell(HprimResult.IsOut(result.ComputedFlag) ? "out" : "plain", words.Flag(result.ComputedFlag), null);
        bool isMarked = result.Status is HprimResultStatus.NotValidated or HprimResultStatus.Corrected or HprimResultStatus.Other;
        html.Markup(isMarked ? "<td><strong class=\"status\">" : "<td>").Text(words.Status(result)).Markup(isMarked ? "</strong></td></tr>\n" : "</td></tr>\n");
    }

    private void Cell(string kind, string first, string? second, bool isSecondOut = false)
    {
        html.Markup($"<td class=\"{kind}\">").Text(first);
        if (!string.IsNullOrEmpty(second))
        {
            html.Markup(isSecondOut ? "<br><span class=\"second out\">" : "<br><span class=\"second\">").Text(second).Markup("</span>");
        }

        html.Markup("</td>");
    }

    private void TextRow(string text) =>
        html.Markup("<tr class=\"text\"><td colspan=\"7\">").Layout(decodesEntities ? DisplayText.DecodeEntities(text) : text).Markup("</td></tr>\n");

    private static string Unit(HprimMeasurement measurement) => measurement.Unit == "." ? "" : measurement.Unit;
}
