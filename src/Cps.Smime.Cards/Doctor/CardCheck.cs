using Cps.Smime.Certificates;

namespace Cps.Smime.Cards;

/// <summary>One line of <see cref="CardDoctor"/>: what was looked at, how it is, and what to do.</summary>
/// <param name="Status">How it is.</param>
/// <param name="English">The finding in English.</param>
/// <param name="French">The finding in French.</param>
/// <param name="EnglishAdvice">What to do, in English; null when there is nothing to do.</param>
/// <param name="FrenchAdvice">What to do, in French; null when there is nothing to do.</param>
public sealed record CardCheck(CardCheckStatus Status, string English, string French, string? EnglishAdvice = null, string? FrenchAdvice = null)
{
    /// <summary>The line for a person.</summary>
    public string ToLine(TextLanguage language)
    {
        bool french = language == TextLanguage.French;
        string mark = (Status, french) switch
        {
            (CardCheckStatus.Ok, _) => "OK",
            (CardCheckStatus.Warning, true) => "ATTENTION",
            (CardCheckStatus.Warning, _) => "WARNING",
            (_, true) => "PROBLÈME",
            _ => "PROBLEM",
        };
        string? advice = french ? FrenchAdvice : EnglishAdvice;
        string finding = french ? French : English;
        return advice is null ? $"{mark}: {finding}" : $"{mark}: {finding}. {advice}.";
    }
}
