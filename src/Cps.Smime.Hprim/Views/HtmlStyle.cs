using System.Security.Cryptography;
using System.Text;

namespace Cps.Smime.Hprim;

/// <summary>The one style sheet of the page and the content security policy that allows it, by its digest, and nothing else.</summary>
internal static class HtmlStyle
{
    /// <summary>The style sheet; line feeds only, as a browser normalises the text it digests.</summary>
    public static string Sheet { get; } = """

        :root{color-scheme:light dark;--page:#fff;--ink:#1b1f24;--soft:#4d5866;--line:#8b95a1;--panel:#f1f4f8;--alert:#a3120d;--alert-page:#fdecea;--warn:#7a4b00;--warn-page:#fff4dc}
        @media (prefers-color-scheme:dark){:root{--page:#14181d;--ink:#e8ecf1;--soft:#b3bdc9;--line:#6d7885;--panel:#1f262e;--alert:#ff9d95;--alert-page:#3a1a18;--warn:#f3c97a;--warn-page:#35290f}}
        *{box-sizing:border-box}
        body{margin:0 auto;padding:1rem;max-width:70rem;background:var(--page);color:var(--ink);font:1rem/1.45 system-ui,"Segoe UI","DejaVu Sans",Arial,sans-serif}
        h1{font-size:1.05rem;margin:0 0 .75rem;color:var(--soft);font-weight:600}
        h2{font-size:1.4rem;margin:0 0 .75rem}
        h3{font-size:1.1rem;margin:1.5rem 0 .5rem}
        h1,h2,h3,td,th,dd,li{overflow-wrap:anywhere;unicode-bidi:isolate}
        .several{border:2px solid var(--warn);background:var(--warn-page);color:var(--warn);padding:.5rem .75rem;font-weight:600;border-radius:.25rem}
        .message{border:1px solid var(--line);border-top:.4rem solid var(--ink);border-radius:.25rem;padding:1rem;margin:0 0 2.5rem}
        .banner{display:grid;grid-template-columns:repeat(auto-fit,minmax(13rem,1fr));gap:.5rem 1.25rem;margin:0;padding:.75rem;background:var(--panel);border-radius:.25rem}
        dt{font-size:.8rem;color:var(--soft)}
        dd{margin:0;font-weight:600}
        .scroll{overflow-x:auto}
        table{border-collapse:collapse;width:100%}
        caption{text-align:left;padding:.25rem 0 .5rem;color:var(--soft)}
        th,td{text-align:left;vertical-align:top;padding:.35rem .6rem;border-bottom:1px solid var(--line)}
        thead th{font-size:.8rem;border-bottom:2px solid var(--line);background:var(--panel);overflow-wrap:normal}
        tbody th{font-weight:400;border-left:.35rem solid transparent;min-width:9rem}
        td.number{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
        td.plain{white-space:nowrap}
        .second{display:block;color:var(--soft)}
        tr.abnormal th{border-left-color:var(--alert);font-weight:700}
        td.out,.second.out{font-weight:700;color:var(--alert)}
        td.out .second:not(.out){font-weight:400}
        tr.abnormal>*{background:var(--alert-page)}
        tr.continuation th{padding-left:2rem}
        tr.title th{font-weight:700}
        tr.text td{white-space:pre-wrap;color:var(--soft);padding-left:1.5rem}
        .status{font-weight:700;color:var(--warn);background:var(--warn-page);border:2px solid var(--warn);padding:0 .3rem;border-radius:.2rem;white-space:nowrap}
        pre{font:.875rem/1.4 ui-monospace,"DejaVu Sans Mono",Consolas,monospace;white-space:pre;overflow-x:auto;tab-size:8;margin:0;padding:.75rem;border:1px solid var(--line);border-radius:.25rem;unicode-bidi:isolate;direction:ltr}
        .note{font-size:.85rem;color:var(--soft)}
        summary{cursor:pointer;padding:.5rem 0;font-weight:600}
        @page{size:A4;margin:15mm}
        @media print{:root{--page:#fff;--ink:#000;--soft:#333;--line:#777;--panel:#fff;--alert:#000;--alert-page:#fff;--warn:#000;--warn-page:#fff}body{padding:0;max-width:none;font-size:10pt}thead{display:table-header-group}tr,.banner{break-inside:avoid}.message{border-width:2px 0 0;padding:.5rem 0;break-before:page}.message:first-of-type{break-before:auto}pre{font-size:8.5pt;border:0;padding:0;white-space:pre-wrap;overflow-wrap:anywhere}.scroll{overflow:visible}details{display:none}}

        """.ReplaceLineEndings("\n");

    /// <summary>Nothing may be loaded, run, framed or sent; this style sheet may apply.</summary>
    public static string Policy { get; } =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Sheet)))}'; base-uri 'none'; form-action 'none'";
}
