using Cps.Smime.Certificates;
namespace Cps.Smime.Tool.Json;

/// <summary>One correspondent of a plan: the certificate to encrypt to, or why there is none.</summary>
internal sealed record SealRecipientJson(
    string Address,
    bool CanBeSealed,
    CertificateJson? Certificate,
    string? KeyTransport,
    string? Source,
    string? Problem,
    IReadOnlyList<string> Reasons,
    string Sentence)
{
    public static SealRecipientJson Of(PlannedRecipient recipient, TextLanguage language) => new(
        recipient.Address.ToString(),
        recipient.CanBeSealed,
        recipient.Certificate is { } certificate ? CertificateJson.Of(certificate) : null,
        recipient.CanBeSealed ? recipient.KeyTransport.ToString() : null,
        recipient.Source,
        recipient.Problem is { } problem ? JsonName.Of(problem) : null,
        recipient.CanBeSealed ? [] : [.. recipient.Rejected.SelectMany(r => r.Reasons).Distinct().Select(r => JsonName.Of(r))],
        recipient.ToSentence(language));
}
