namespace Cps.Smime.Hprim;

/// <summary>
/// One message about one patient: a letter, or laboratory results, or both. A file may hold several; they are never merged.
/// Immutable; two messages with the same content are equal.
/// </summary>
public sealed record HprimMessage
{
    /// <summary>Who it is about.</summary>
    public HprimPatient Patient { get; init; } = HprimPatient.Unknown;

    /// <summary>The dossier it belongs to.</summary>
    public HprimDossier Dossier { get; init; } = HprimDossier.None;

    /// <summary>Who sent it, as line 11 says: the signature of the mail does not prove it.</summary>
    public HprimParty Sender { get; init; } = HprimParty.None;

    /// <summary>To whom, as line 12 says.</summary>
    public HprimParty Addressee { get; init; } = HprimParty.None;

    /// <summary>The free text, line by line with its blanks: it is laid out for a monospaced font. Never parsed for numbers.</summary>
    public HprimList<string> Body { get; init; } = [];

    /// <summary>The structured part in the order of the file: results, and text lines between them.</summary>
    public HprimList<HprimEntry> Entries { get; init; } = [];

    /// <summary>The results of <see cref="Entries"/>.</summary>
    public IEnumerable<HprimResult> Results => Entries.OfType<HprimResult>();

    /// <summary>The free text as one string, lines separated by a line feed.</summary>
    public string BodyText => string.Join('\n', Body);

    /// <summary>Says only how many entries there are: no patient data goes to logs by accident.</summary>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"message, {Body.Count} body lines, {Entries.Count} entries");
}
