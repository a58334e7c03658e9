namespace Cps.Smime.Hprim;

/// <summary>Choices of the HTML view. Immutable.</summary>
public sealed record HprimHtmlViewOptions
{
    /// <summary>The default options.</summary>
    public static HprimHtmlViewOptions Default { get; } = new();

    /// <summary>Language of the labels. Default French.</summary>
    public HprimLanguage Language { get; init; } = HprimLanguage.French;

    /// <summary>
    /// Whether HTML entities and <c>&lt;br&gt;</c> left in the text by a laboratory are shown as the characters they mean. They are
    /// never HTML of the page. Default true; the source below shows them as they came.
    /// </summary>
    public bool DecodesEntities { get; init; } = true;

    /// <summary>Whether the source of the file is at the end of the page, folded. Default true.</summary>
    public bool ShowsSource { get; init; } = true;

    /// <summary>Whether the remarks of the reader are shown. Default true.</summary>
    public bool ShowsDiagnostics { get; init; } = true;
}
