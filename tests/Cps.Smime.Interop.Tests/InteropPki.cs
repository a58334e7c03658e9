using Cps.Smime.Certificates;
using Cps.Smime.TestPki;

namespace Cps.Smime.Interop.Tests;

/// <summary>One test PKI for the whole assembly: two practitioners with cards and confidentiality certificates, and their files on disk.</summary>
internal static class InteropPki
{
    private static readonly Lazy<TestAuthorities> s_authorities = new(() => TestAuthorities.Create());
    private static readonly Lazy<TestCredential> s_signer = new(() => Authorities.IssueCard(TestPerson.Generate(1)).Signature);
    private static readonly Lazy<TestCredential> s_recipient = new(() => Authorities.IssueConfidentiality(TestPerson.Generate(2), "destinataire@cabinet.example"));
    private static readonly Lazy<TestCredential> s_other = new(() => Authorities.IssueConfidentiality(TestPerson.Generate(3), "autre@cabinet.example"));

    public static TestAuthorities Authorities => s_authorities.Value;

    public static TestCredential Signer => s_signer.Value;

    public static TestCredential Recipient => s_recipient.Value;

    public static TestCredential OtherRecipient => s_other.Value;

    public static SoftwareKey SignerKey { get; } = Signer.ToSoftwareKey();

    public static SoftwareKey RecipientKey { get; } = Recipient.ToSoftwareKey();

    /// <summary>Writes what <c>openssl</c> needs into a folder: <c>anchors.pem</c>, <c>signer.pem</c>, <c>recipient.pem</c>, <c>other.pem</c>.</summary>
    public static void WriteFiles(TempFolder folder)
    {
        folder.Write("anchors.pem", Authorities.AnchorsPem);
        folder.Write("signer.pem", Signer.ExportPem());
        folder.Write("recipient.pem", Recipient.ExportPem());
        folder.Write("other.pem", OtherRecipient.ExportPem());
    }
}
