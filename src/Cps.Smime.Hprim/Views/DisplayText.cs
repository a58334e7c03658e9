using System.Net;
using System.Text;

namespace Cps.Smime.Hprim;

/// <summary>How values are put in words for both views. Nothing here is safe for HTML yet: the page encodes what it gets.</summary>
internal static class DisplayText
{
    /// <summary>The label without the colon or dot some laboratories end it with; the code when there is no label.</summary>
    public static string Label(HprimResult result)
    {
        string label = result.Label.TrimEnd(' ', ':', '.');
        return label.Length > 0 ? label : result.Label.Length > 0 ? result.Label : result.Code;
    }

    public static string Interval(HprimInterval interval)
    {
        (string lower, string upper) = (interval.LowerText, interval.UpperText);
        return lower.Length > 0 && upper.Length > 0 ? $"{lower} – {upper}"
            : upper.Length > 0 ? (interval is { IsUnderstood: true, IsUpperExcluded: false, Lower: null } && IsPlain(upper) ? "≤ " + upper : upper)
            : lower.Length > 0 && interval is { IsUnderstood: true, IsLowerExcluded: false, Upper: null } && IsPlain(lower) ? "≥ " + lower
            : lower;
    }

    /// <summary>The date as a person reads it, with what is assumed or unknown said.</summary>
    public static string Date(HprimDate date, ViewWords words)
    {
        string written = date.Date?.ToString("dd/MM/yyyy", System.Globalization.CultureInfo.InvariantCulture) ?? "";
        return date switch
        {
            { Text: "" } => "",
            { Date: not null } when written == date.Text => written,
            { Date: not null } => $"{written} ({words.WrittenAs} {date.Text})",
            { Year: not null, Month: null } => $"{date.Text} ({words.MonthUnknown})",
            _ => $"{date.Text} ({words.DateUnclear})",
        };
    }

    public static string Party(HprimParty party) => party.Code.Length == 0 || party.Code == party.Name ? party.Name : $"{party.Code} {party.Name}";

    public static string Name(HprimPatient patient) => $"{patient.FamilyName} {patient.FirstName}".Trim();

    public static string Address(HprimPatient patient) =>
        string.Join(", ", new[] { patient.AddressLine1, patient.AddressLine2, $"{patient.Postcode} {patient.City}".Trim() }.Where(s => s.Length > 0));

    /// <summary>Text lines that the body does not already hold: a viewer shows either the body or the text lines, not both.</summary>
    public static HashSet<string> BodyLines(HprimMessage message) => [.. message.Body.Select(line => line.Trim())];

    /// <summary>HTML entities and line breaks, which some laboratories leave in their text, as characters: for display only.</summary>
    public static string DecodeEntities(string text)
    {
        if (text.AsSpan().IndexOfAny('&', '<') < 0)
        {
            return text;
        }

        StringBuilder decoded = new(text.Length);
        int start = 0;
        for (int at = text.IndexOf('<', StringComparison.Ordinal); at >= 0; at = text.IndexOf('<', at + 1))
        {
            int length = LineBreakLength(text.AsSpan(at));
            if (length > 0)
            {
                decoded.Append(text, start, at - start).Append('\n');
                start = at + length;
            }
        }

        decoded.Append(text, start, text.Length - start);
        return WebUtility.HtmlDecode(decoded.ToString());
    }

    private static int LineBreakLength(ReadOnlySpan<char> text)
    {
        foreach (string tag in (ReadOnlySpan<string>)["<br>", "<br/>", "<br />"])
        {
            if (text.StartsWith(tag, StringComparison.OrdinalIgnoreCase))
            {
                return tag.Length;
            }
        }

        return 0;
    }

    private static bool IsPlain(string bound) => new HprimValue(bound) is { Number: not null, Comparison: HprimComparison.Equal, Unit: "" };
}
