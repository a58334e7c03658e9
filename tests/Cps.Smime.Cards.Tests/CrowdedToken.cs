using Cps.Smime.TestPki;

namespace Cps.Smime.Cards.Tests;

/// <summary>
/// A token as renewals leave it: two generations of signature, authentication and confidentiality certificates, where the old and
/// the new signature pair share CKA_ID 01, and the old confidentiality certificate has lost its key and clashes with the authentication pair.
/// </summary>
public static class CrowdedToken
{
    public static IReadOnlyList<(TestCredential Credential, string Label, byte Id, bool WithKey)> Content() =>
    [
        (TestKeys.Expired.Signature, "Certificat de Signature CPS", 1, true),
        (TestKeys.Expired.Authentication, "Certificat d'Authentification CPS", 3, true),
        (TestKeys.Card.Authentication, "Certificat d'Authentification CPS", 2, true),
        (OldConfidentiality.Value, "Ancienne confidentialite", 2, false),
        (TestKeys.Card.Signature, "Certificat de Signature CPS", 1, true),
        (TestKeys.Confidentiality, "Certificat de Confidentialite", 5, true),
    ];

    private static Lazy<TestCredential> OldConfidentiality { get; } = new(() => TestKeys.Authorities.IssueConfidentiality(
        TestPerson.Generate(1), TestPerson.Generate(1).EmailAddress, new TestCertificateOptions
        {
            NotBefore = DateTimeOffset.UtcNow.AddYears(-6),
            NotAfter = DateTimeOffset.UtcNow.AddYears(-3),
        }));
}
