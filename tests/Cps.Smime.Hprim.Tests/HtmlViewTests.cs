using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Cps.Smime.Hprim.Tests;

/// <summary>The page: what it shows, and that nothing of a file is ever more than text in it.</summary>
public class HtmlViewTests
{
    public static TheoryData<string> Attacks => new(
        "<script>alert(1)</script>", "</style><script>alert(1)</script>", "</title><script>alert(1)</script>", "</pre></details><img src=x onerror=alert(1)>",
        "<img src=\"x\" onerror=\"alert(1)\">", "<svg/onload=alert(1)>", "\"><svg onload=alert(1)>", "' onmouseover='alert(1)", "javascript:alert(1)",
        "<a href=javascript:alert(1)>x</a>", "<iframe srcdoc='<script>alert(1)</script>'>", "<!--", "--><script>1</script>", "<![CDATA[x]]>", "<?xml?>",
        "&lt;script&gt;alert(1)&lt;/script&gt;", "&#60;script&#62;", "&amp;lt;b&amp;gt;", "<style>*{display:none}</style>", "<base href=http://evil.example/>",
        "<meta http-equiv=refresh content=0;url=//evil.example>", "<form action=//evil.example><input>", "<math><mi xlink:href=x>", "<plaintext>", "<textarea>",
        "<a>b</a", "<", "&", "\"", "'", "`", "{{7*7}}", "${7*7}", "＜script＞");

    private static string Page(params string[] lines) => HprimHtmlView.Render(Given.ReadAfterHeader(lines));

    [Theory]
    [MemberData(nameof(Attacks))]
    public void Every_value_is_text_whatever_it_holds(string attack)
    {
        HprimMessage message = new()
        {
            Patient = new HprimPatient
            {
                Identifier = attack,
                FamilyName = attack,
                FirstName = "x",
                AddressLine1 = attack,
                City = attack,
                BirthDate = HprimDate.Parse(attack, DateOnly.MaxValue),
                Nir = new HprimNir(attack),
            },
            Dossier = new HprimDossier(attack, HprimDate.Parse(attack, DateOnly.MaxValue)),
            Sender = new HprimParty(attack, attack),
            Addressee = new HprimParty("c", attack),
            Body = [attack],
            Entries =
            [
                new HprimTextLine(attack + " texte"),
                new HprimResult(attack, attack, new HprimMeasurement(attack, attack, attack, attack))
                {
                    LaboratoryFlagText = attack,
                    StatusText = attack,
                    Comments = [attack],
                    SecondMeasurement = new HprimMeasurement(attack, attack, attack, attack),
                },
            ],
        };
        HprimDocument document = new HprimDocument(message) with { Trailer = [attack], SourceText = attack };

        string html = HprimHtmlView.Render(document, new() { DecodesEntities = false });

        Assert.Equal([attack + " x"], HtmlCheck.Texts(html, "h2").Take(1));
        Assert.Equal(["\n" + attack, "\n" + attack, "\n" + attack], HtmlCheck.Texts(html, "pre"));
        Assert.Contains(attack, HtmlCheck.Texts(html, "td"));
        Assert.Contains(attack, HtmlCheck.Texts(html, "dd"));
        Assert.Equal([attack], HtmlCheck.Texts(html, "strong"));
        HtmlCheck.Read(HprimHtmlView.Render(document));
    }

    [Fact]
    public void Entities_left_by_a_laboratory_are_shown_as_characters_and_never_as_markup()
    {
        string html = Page("H&eacute;mogramme<br />&lt;b&gt;gras&lt;/b&gt; <b>reste</b> &#x202E;x");

        Assert.Equal("\nHémogramme\n<b>gras</b> <b>reste</b> [U+202E]x", HtmlCheck.Texts(html, "pre")[0]);
    }

    [Theory]
    [InlineData("a\u001b[2Jb", "a␛[2Jb")]
    [InlineData("a\0b", "a␀b")]
    [InlineData("a\u007fb", "a␡b")]
    [InlineData("a\u009bb", "a[U+009B]b")]
    [InlineData("a\u202eb", "a[U+202E]b")]
    [InlineData("a\u2066b", "a[U+2066]b")]
    [InlineData("a\u200bb", "a[U+200B]b")]
    [InlineData("a\ufeffb", "a[U+FEFF]b")]
    [InlineData("a\u2028b", "a[U+2028]b")]
    [InlineData("a\U000E0041b", "a[U+E0041]b")]
    [InlineData("a\tb", "a b")]
    [InlineData("née 😀 Ā", "née 😀 Ā")]
    public void Acting_characters_are_made_visible(string text, string expected)
    {
        HprimMessage message = new() { Patient = new HprimPatient { FamilyName = text } };

        Assert.Equal([expected], HtmlCheck.Texts(HprimHtmlView.Render(new HprimDocument(message)), "h2"));
        Assert.Equal(expected, HprimTextView.Fields(message)[0].Value);
    }

    [Fact]
    public void Half_of_a_surrogate_pair_is_shown_as_the_replacement_character()
    {
        HprimMessage message = new() { Patient = new HprimPatient { FamilyName = "a\ud800b\udc00" } };

        Assert.Equal(["a\ufffdb\ufffd"], HtmlCheck.Texts(HprimHtmlView.Render(new HprimDocument(message)), "h2"));
    }

    [Fact]
    public void The_policy_of_the_page_allows_its_own_style_sheet_and_nothing_else()
    {
        string html = Page("Texte");

        string sheet = Regex.Match(html, "<style>(.*?)</style>", RegexOptions.Singleline).Groups[1].Value;
        string digest = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(sheet)));
        Assert.Contains(
            $"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'\">",
            html, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", sheet, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("@import", sheet, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("http:", html, StringComparison.OrdinalIgnoreCase);
        Assert.True(html.IndexOf("Content-Security-Policy", StringComparison.Ordinal) < html.IndexOf("<style", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(HprimLanguage.French, "fr", "Valeurs normales", "▲ haut", "▲▲ très haut", "▼ bas", "NON VALIDÉ", "pas de résultat")]
    [InlineData(HprimLanguage.English, "en", "Normal values", "▲ high", "▲▲ very high", "▼ low", "NOT VALIDATED", "no result")]
    public void The_report_is_shown_in_either_language(HprimLanguage language, string code, params string[] words)
    {
        string html = HprimHtmlView.Render(HprimReader.Read(Given.Sample("01-medecin-lab-cp1252-crlf.hpr"), Given.Options), new() { Language = language });

        Assert.Contains($"<html lang=\"{code}\">", html, StringComparison.Ordinal);
        Assert.Equal(["ESSAI JULIE"], HtmlCheck.Texts(html, "h2"));
        List<string> texts = [.. HtmlCheck.Read(html).Select(t => t.Text)];
        Assert.All((string[])[.. words, "01/03/1985", "LABTEST Laboratoire Fictif", "DOCTEST Docteur Modèle", "0.74 – 1.06", "≤ 0.034", "7.88", "4.11 – 5.88", "mmol/l"], w => Assert.Contains(w, texts));
        Assert.Contains("Résultat contrôlé, à recontrôler rapidement.", texts);
    }

    [Fact]
    public void An_abnormal_row_is_told_by_words_and_signs_and_the_flag_of_the_laboratory_apart_from_the_computed_one()
    {
        string html = Page("****LAB****", "RES|POTASSIUM|K|N|6.9|mmol/l|3.5|5.1||C");

        Assert.Contains(
            "<tr class=\"abnormal\"><th scope=\"row\">POTASSIUM</th><td class=\"number out\">6.9</td><td class=\"plain\">mmol/l</td><td class=\"plain\">3.5 – 5.1</td>"
            + "<td class=\"plain\"></td><td class=\"out\">▲ haut</td><td><strong class=\"status\">CORRIGÉ</strong></td></tr>",
            html, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_two_values_the_one_out_of_its_interval_stands_out()
    {
        string html = Page("****LAB****", "RES|Lymphocytes|ly|N|33.0|%|||L|F|964|/mm3|1000|4000", "RES|soit|x|N|1|u|2|3|L|F");

        Assert.Contains("<td class=\"number\">33.0<br><span class=\"second out\">964</span></td>", html, StringComparison.Ordinal);
        Assert.Contains("<tr class=\"abnormal continuation\">", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_line_is_shown_once_in_the_body_or_in_the_table()
    {
        string html = HprimHtmlView.Render(
            Given.ReadAfterHeader("BIOCHIMIE", "****LAB****", "TEX|  BIOCHIMIE", "TEX|ailleurs", "RES|a|b|N|1"), new() { ShowsSource = false });

        Assert.Equal(["\nBIOCHIMIE"], HtmlCheck.Texts(html, "pre"));
        Assert.DoesNotContain("  BIOCHIMIE", HtmlCheck.Texts(html, "td"));
        Assert.Contains("ailleurs", HtmlCheck.Texts(html, "td"));
    }

    [Fact]
    public void Several_patients_are_clearly_apart()
    {
        string html = HprimHtmlView.Render(HprimReader.Read(Given.Sample("03-medecin-multi-quirks-utf8-lf.txt"), Given.Options));

        Assert.Equal(["TEST-DEUX MARC ANTOINE", "TEST-TROIS ZOÉ", "Texte après la fin du fichier"], HtmlCheck.Texts(html, "h2"));
        Assert.Contains("2 messages dans ce fichier. Chacun a son propre patient.", HtmlCheck.Texts(html, "p"));
        Assert.Equal(2, Regex.Count(html, "<section class=\"message\""));
        Assert.Contains("14/02/1978 (écrit 14/02/78)", HtmlCheck.Texts(html, "dd"));
    }

    [Fact]
    public void The_text_keeps_its_own_spacing_and_the_source_is_folded()
    {
        HprimDocument document = Given.ReadAfterHeader("  a    b", "", "\tc");

        string html = HprimHtmlView.Render(document);

        Assert.Equal("\n  a    b\n\n\tc", HtmlCheck.Texts(html, "pre")[0]);
        Assert.Equal("\n" + document.SourceText.ReplaceLineEndings("\n"), HtmlCheck.Texts(html, "pre")[1]);
        Assert.Contains("<details><summary>Source du fichier</summary>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Nobody_is_named_when_the_header_is_not_recognised() =>
        Assert.Equal(["Patient non identifié"], HtmlCheck.Texts(HprimHtmlView.Render(Given.Read("texte", "****FIN****")), "h2"));
}
