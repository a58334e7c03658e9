using Cps.Smime.Certificates;
using Cps.Smime.TestPki;

namespace Cps.Smime.Envelopes.Tests;

/// <summary>One test PKI for the whole assembly: a signer with a card, two recipients with confidentiality certificates, a mail correspondent.</summary>
internal static class People
{
    private static readonly Lazy<TestAuthorities> s_authorities = new(() => TestAuthorities.Create());

    public static TestAuthorities Authorities => s_authorities.Value;

    public static TestCredential Signer { get; } = Authorities.IssueCard(TestPerson.Generate(1)).Signature;

    public static TestCredential Recipient { get; } = Authorities.IssueConfidentiality(TestPerson.Generate(2), "destinataire@cabinet.example");

    public static TestCredential Other { get; } = Authorities.IssueConfidentiality(TestPerson.Generate(3), "autre@cabinet.example");

    public static SoftwareKey SignerKey { get; } = Signer.ToSoftwareKey();

    public static SoftwareKey RecipientKey { get; } = Recipient.ToSoftwareKey();

    public static SoftwareKey OtherKey { get; } = Other.ToSoftwareKey();
}
