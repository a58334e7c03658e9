using System.Globalization;
using Cps.Smime.Certificates;

namespace Cps.Smime;

/// <summary>What a plan says of one correspondent. Immutable.</summary>
/// <param name="Address">The correspondent.</param>
/// <param name="Certificate">The certificate to encrypt to, or null when the correspondent cannot be sealed for.</param>
/// <param name="KeyTransport">How the content key will be encrypted to it.</param>
/// <param name="Problem">Why the correspondent cannot be sealed for; null when it can.</param>
public sealed record PlannedRecipient(EmailAddress Address, Certificate? Certificate, KeyTransportAlgorithm KeyTransport, PlanProblem? Problem)
{
    /// <summary>Whether the correspondent can be sealed for.</summary>
    public bool CanBeSealed => Certificate is not null;

    /// <summary>The name of the directory that answered, or null.</summary>
    public string? Source { get; init; }

    /// <summary>The name that the directory gives to the correspondent, or null.</summary>
    public string? DisplayName { get; init; }

    /// <summary>Whether the directory or the certificate tells that the correspondent reads AES-GCM.</summary>
    public bool ReadsGcm { get; init; }

    /// <summary>The certificates that were not taken, with every reason.</summary>
    public IReadOnlyList<(Certificate Certificate, IReadOnlyList<CertificateRejection> Reasons)> Rejected { get; init; } = [];

    /// <summary>The failure of the directory, when that is the problem.</summary>
    public CpsException? Failure { get; init; }

    /// <summary>One sentence for the person at the screen: sealed for whom until when, or why not.</summary>
    public string ToSentence(TextLanguage language)
    {
        bool french = language == TextLanguage.French;
        if (Certificate is { } certificate)
        {
            string until = certificate.NotAfter.ToString(french ? "dd/MM/yyyy" : "yyyy-MM-dd", CultureInfo.InvariantCulture);
            return french
                ? $"{Address} : {certificate.Identity}, certificat valable jusqu'au {until}"
                : $"{Address}: {certificate.Identity}, certificate valid until {until}";
        }

        string reason = Problem switch
        {
            PlanProblem.Unknown => french ? "inconnu de l'annuaire" : "unknown to the directory",
            PlanProblem.NoCertificate => french ? "l'annuaire ne publie aucun certificat" : "the directory publishes no certificate",
            PlanProblem.DirectoryFailed => french ? $"annuaire en échec ({Failure?.Code})" : $"the directory failed ({Failure?.ToLine()})",
            _ => (french ? "aucun certificat utilisable : " : "no usable certificate: ")
                + string.Join(", ", Rejected.SelectMany(r => r.Reasons).Distinct().Select(r => PlanTexts.Describe(r, language))),
        };
        return $"{Address}{(french ? " : " : ": ")}{reason}";
    }
}
