using Cps.Smime.Certificates;
using Cps.Smime.TestPki;

namespace Cps.Smime.Cards.Tests;

/// <summary>Certificates and keys shared by the card tests; making them takes seconds.</summary>
public static class TestKeys
{
    public const string Pin = "4713";

    public const string SecurityOfficerPin = "12345678";

    private static readonly Lazy<TestAuthorities> s_authorities = new(() => TestAuthorities.Create());
    private static readonly Lazy<TestCard> s_card = new(() => Authorities.IssueCard(TestPerson.Generate(1)));
    private static readonly Lazy<TestCard> s_otherCard = new(() => AfterCard.IssueCard(TestPerson.Generate(2)));
    private static readonly Lazy<TestCredential> s_confidentiality = new(() => Authorities.IssueConfidentiality(TestPerson.Generate(1), TestPerson.Generate(1).EmailAddress));
    private static readonly Lazy<TestCard> s_expired = new(() => AfterCard.IssueCard(TestPerson.Generate(1), new TestCertificateOptions
    {
        NotBefore = DateTimeOffset.UtcNow.AddYears(-6),
        NotAfter = DateTimeOffset.UtcNow.AddYears(-3),
    }));

    public static TestAuthorities Authorities => s_authorities.Value;

    // Card numbers are given in order, and tests know the first: whichever test runs first, the card is issued before the others.
    private static TestAuthorities AfterCard => Card is not null ? Authorities : throw new InvalidOperationException();

    public static TestCard Card => s_card.Value;

    public static TestCard OtherCard => s_otherCard.Value;

    public static TestCredential Confidentiality => s_confidentiality.Value;

    /// <summary>The card that <see cref="Card"/>'s holder had before.</summary>
    public static TestCard Expired => s_expired.Value;

    public static Certificate Authority => Authorities.FortPersonnes.Certificate;
}
