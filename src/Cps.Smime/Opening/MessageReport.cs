using Cps.Smime.Certificates;
using Cps.Smime.Mime;

namespace Cps.Smime;

/// <summary>
/// Everything that opening a message found out, for the whole message, in one immutable object: layers, signers, sender, and the verdict
/// that follows from them.
/// </summary>
public sealed record MessageReport
{
    /// <summary>The one word that decides.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>The findings behind the verdict; empty when it is valid.</summary>
    public required IReadOnlyList<VerdictReason> Reasons { get; init; }

    /// <summary>The layers, outermost first.</summary>
    public required IReadOnlyList<MessageLayer> Layers { get; init; }

    /// <summary>The signers of the content.</summary>
    public required IReadOnlyList<SignerStatement> Signers { get; init; }

    /// <summary>The sender's address when there is exactly one, else null.</summary>
    public required string? From { get; init; }

    /// <summary>The subject, which no signature covers.</summary>
    public required string Subject { get; init; }

    /// <summary>The time at which certificates were judged: the time of receipt.</summary>
    public required DateTimeOffset ValidationTime { get; init; }

    /// <summary>Whether the outermost envelope, if there is one, proves that its content was not altered.</summary>
    public bool? EnvelopeIsAuthenticated => Layers.FirstOrDefault(l => !l.IsSignature) is { } envelope ? envelope.Kind == LayerKind.AuthEnveloped : null;

    /// <summary>The verdict in one sentence for the person at the screen.</summary>
    public string ToSentence(TextLanguage language) => VerdictTexts.Describe(this, language);

    /// <summary>The findings behind the verdict in words, in the order of <see cref="Reasons"/>.</summary>
    public IReadOnlyList<string> ReasonsInWords(TextLanguage language) => [.. Reasons.Select(r => VerdictReasonTexts.Describe(r, language))];
}
