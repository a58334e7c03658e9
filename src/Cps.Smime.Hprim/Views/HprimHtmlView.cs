using System.Globalization;

namespace Cps.Smime.Hprim;

/// <summary>
/// A document as one self-contained HTML5 page. No script, no image, no link, no address of any kind: the page's own content security
/// policy allows its style sheet and nothing else, and every value of the file is text, whatever it holds. Thread safe.
/// </summary>
public static class HprimHtmlView
{
    /// <summary>The page. Several messages are clearly apart, since each is about its own patient.</summary>
    /// <param name="document">The document.</param>
    /// <param name="options">Language and what is shown; null for the defaults.</param>
    public static string Render(HprimDocument document, HprimHtmlViewOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(document);
        options ??= HprimHtmlViewOptions.Default;
        ViewWords words = ViewWords.Of(options.Language);
        HtmlText html = new();
        html.Markup($"<!DOCTYPE html>\n<html lang=\"{words.Code}\">\n<head>\n<meta charset=\"utf-8\">\n");
        html.Markup($"<meta http-equiv=\"Content-Security-Policy\" content=\"{HtmlStyle.Policy}\">\n");
        html.Markup("<meta name=\"viewport\" content=\"width=device-width\">\n<meta name=\"referrer\" content=\"no-referrer\">\n");
        html.Element("title", words.Title).Markup($"\n<style>{HtmlStyle.Sheet}</style>\n</head>\n<body>\n<main>\n").Element("h1", words.Title).Markup("\n");
        if (document.Messages.Count > 1)
        {
            html.Markup("<p class=\"several\">").Text(Number(document.Messages.Count) + " " + words.SeveralPatients).Markup("</p>\n");
        }

        for (int i = 0; i < document.Messages.Count; i++)
        {
            Message(html, document.Messages[i], i + 1, words, options);
        }

        Lines(html, "h2", words.TextAfterEnd, document.Trailer, options.DecodesEntities);
        if (options.ShowsDiagnostics && document.Diagnostics.Count > 0)
        {
            Remarks(html, document, options.Language, words);
        }

        if (options.ShowsSource && document.SourceText.Length > 0)
        {
            html.Markup("<details>").Element("summary", words.Source).Markup("<pre tabindex=\"0\">\n").Layout(document.SourceText.ReplaceLineEndings("\n")).Markup("</pre></details>\n");
        }

        return html.Markup("</main>\n</body>\n</html>\n").ToString();
    }

    private static void Message(HtmlText html, HprimMessage message, int number, ViewWords words, HprimHtmlViewOptions options)
    {
        string id = "m" + Number(number);
        string name = DisplayText.Name(message.Patient);
        html.Markup($"<section class=\"message\" aria-labelledby=\"{id}\">\n<h2 id=\"{id}\">").Text(name.Length == 0 ? words.NotIdentified : name).Markup("</h2>\n");
        // The name, the first of the fields, is the heading.
        html.Markup("<dl class=\"banner\">\n");
        foreach ((string label, string value) in MessageFields.Of(message, words).Skip(1))
        {
            html.Markup("<div>").Element("dt", label).Element("dd", value).Markup("</div>\n");
        }

        html.Markup("</dl>\n");
        new HtmlResults(html, words, options.DecodesEntities).Write(message, id + "r");
        Lines(html, "h3", words.Text, message.Body, options.DecodesEntities);
        html.Markup("</section>\n");
    }

    private static void Lines(HtmlText html, string heading, string title, HprimList<string> lines, bool decodesEntities)
    {
        if (lines.Any(line => !string.IsNullOrWhiteSpace(line)))
        {
            // A line feed right after <pre> is not part of its text.
            html.Element(heading, title).Markup("\n<pre tabindex=\"0\">\n");
            html.Layout(string.Join('\n', decodesEntities ? lines.Select(DisplayText.DecodeEntities) : lines)).Markup("</pre>\n");
        }
    }

    private static void Remarks(HtmlText html, HprimDocument document, HprimLanguage language, ViewWords words)
    {
        html.Markup("<details>").Element("summary", $"{words.Remarks} ({Number(document.Diagnostics.Count)})").Markup("\n<ul>\n");
        foreach (HprimDiagnostic diagnostic in document.Diagnostics)
        {
            string place = diagnostic.Line == 0 ? "" : $" ({words.Line} {Number(diagnostic.Line)})";
            html.Element("li", diagnostic.Describe(language) + place).Markup("\n");
        }

        html.Markup("</ul></details>\n");
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
