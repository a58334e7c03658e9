using System.Text;

namespace Cps.Smime.Hprim;

/// <summary>
/// Writes a page: elements and attributes come from this library's code alone, and everything else goes through
/// <see cref="Text"/>, which makes acting characters visible and encodes the five that mean something to HTML.
/// </summary>
internal sealed class HtmlText
{
    private readonly StringBuilder _html = new();

    /// <summary>A part of the page that this library wrote: never a value.</summary>
    public HtmlText Markup(string constant)
    {
        _html.Append(constant);
        return this;
    }

    /// <summary>A value, on one line.</summary>
    public HtmlText Text(string value) => Encode(VisibleText.Line(value));

    /// <summary>A value whose line feeds, tabulations and blanks matter.</summary>
    public HtmlText Layout(string value) => Encode(VisibleText.Layout(value));

    /// <summary>A value in an element without attributes.</summary>
    public HtmlText Element(string name, string value) => Markup($"<{name}>").Text(value).Markup($"</{name}>");

    public override string ToString() => _html.ToString();

    private HtmlText Encode(string visible)
    {
        foreach (char c in visible)
        {
            _ = c switch
            {
                '&' => _html.Append("&amp;"),
                '<' => _html.Append("&lt;"),
                '>' => _html.Append("&gt;"),
                '"' => _html.Append("&quot;"),
                '\'' => _html.Append("&#39;"),
                _ => _html.Append(c),
            };
        }

        return this;
    }
}
