using Cps.Smime.Certificates;
using Cps.Smime.Envelopes;

namespace Cps.Smime;

/// <summary>
/// What sealing for some correspondents would do, before anything is done: who can be sealed for with which certificate, who cannot and
/// why, and which algorithms will be used for what reason. Immutable.
/// </summary>
/// <param name="Recipients">One line a correspondent, in the order asked for.</param>
/// <param name="ContentEncryption">The content encryption of the one message that everybody gets.</param>
/// <param name="MadeAt">The time at which the certificates were judged.</param>
public sealed record SealPlan(IReadOnlyList<PlannedRecipient> Recipients, ContentEncryption ContentEncryption, DateTimeOffset MadeAt)
{
    /// <summary>Whether every correspondent can be sealed for. An incomplete plan is refused, never carried out for some only.</summary>
    public bool IsComplete => Recipients.Count > 0 && Recipients.All(r => r.CanBeSealed);

    /// <summary>A certificate of the sender, to whom the message is encrypted too, or null.</summary>
    public Certificate? CopyToSelf { get; init; }

    /// <summary>Why this content encryption was chosen, in one sentence.</summary>
    public string ToSentence(TextLanguage language)
    {
        bool gcm = ContentEncryption is ContentEncryption.Aes256Gcm or ContentEncryption.Aes128Gcm;
        return (gcm, language) switch
        {
            (true, TextLanguage.French) => "AES-256-GCM : tous les correspondants savent le lire, ou la politique l'impose",
            (true, _) => "AES-256-GCM: every correspondent reads it, or the policy asks for it",
            (false, TextLanguage.French) => "AES-256-CBC : que tout logiciel S/MIME sait ouvrir, car on ignore lequel un correspondant utilise",
            _ => "AES-256-CBC: what every S/MIME product opens, because a correspondent's product is not known",
        };
    }

    /// <summary>The plan without the correspondents who cannot be sealed for: sending to some only is the caller's explicit choice.</summary>
    public SealPlan WithoutProblems() => this with { Recipients = [.. Recipients.Where(r => r.CanBeSealed)] };
}
