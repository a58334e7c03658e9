using System.Text;
using System.Text.RegularExpressions;

namespace Cps.Smime.Hprim.Tests;

/// <summary>
/// A strict reader of the pages this library writes: it knows a short list of elements and attributes and fails on anything else,
/// on an unclosed element and on a bare &lt; or &amp;. It gives the texts, so that a value can be looked for as text.
/// </summary>
internal static partial class HtmlCheck
{
    private static readonly HashSet<string> s_void = ["meta", "br"];

    private static readonly HashSet<string> s_elements =
    [
        "html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "h3", "p", "section", "dl", "div", "dt", "dd", "table", "caption",
        "thead", "tbody", "tr", "th", "td", "br", "span", "strong", "pre", "details", "summary", "ul", "li",
    ];

    private static readonly HashSet<string> s_attributes =
        ["lang", "charset", "http-equiv", "content", "name", "class", "id", "scope", "colspan", "role", "tabindex", "aria-labelledby"];

    /// <summary>The text of each element, in order, as (path of element names, text).</summary>
    public static List<(string Path, string Text)> Read(string html)
    {
        const string Doctype = "<!DOCTYPE html>\n";
        Assert.StartsWith(Doctype, html, StringComparison.Ordinal);
        List<(string, string)> texts = [];
        Stack<string> open = new();
        int at = Doctype.Length;
        while (at < html.Length)
        {
            if (html[at] != '<')
            {
                int end = html.IndexOf('<', at);
                texts.Add((string.Join('/', open.Reverse()), Decode(html[at..(end < 0 ? html.Length : end)])));
                at = end < 0 ? html.Length : end;
                continue;
            }

            Match tag = Tag().Match(html, at);
            Assert.True(tag.Success && tag.Index == at, $"not a tag this page may hold: {html.AsSpan(at, Math.Min(60, html.Length - at))}");
            string name = tag.Groups["name"].Value;
            Assert.Contains(name, s_elements);
            Assert.All(tag.Groups["attribute"].Captures.Select(c => c.Value), a => Assert.Contains(a, s_attributes));
            at += tag.Length;
            if (tag.Groups["close"].Length > 0)
            {
                Assert.Equal(open.Pop(), name);
            }
            else if (name == "style")
            {
                at = html.IndexOf("</style>", at, StringComparison.Ordinal) + "</style>".Length;
            }
            else if (!s_void.Contains(name))
            {
                open.Push(name);
            }
        }

        Assert.Empty(open);
        return texts;
    }

    /// <summary>The texts of the elements with this name.</summary>
    public static List<string> Texts(string html, string element) =>
        [.. Read(html).Where(t => t.Path.EndsWith("/" + element, StringComparison.Ordinal)).Select(t => t.Text)];

    private static string Decode(string text)
    {
        StringBuilder decoded = new();
        int at = 0;
        while (at < text.Length)
        {
            Assert.DoesNotContain(text[at], "<>\"'");
            if (text[at] != '&')
            {
                decoded.Append(text[at++]);
                continue;
            }

            (string entity, char c) = new[] { ("&amp;", '&'), ("&lt;", '<'), ("&gt;", '>'), ("&quot;", '"'), ("&#39;", '\'') }
                .Single(e => string.CompareOrdinal(text, at, e.Item1, 0, e.Item1.Length) == 0);
            decoded.Append(c);
            at += entity.Length;
        }

        return decoded.ToString();
    }

    [GeneratedRegex("""<(?<close>/?)(?<name>[a-z][a-z0-9]*)(?: (?<attribute>[a-z-]+)="[^"<>&]*")*>""")]
    private static partial Regex Tag();
}
