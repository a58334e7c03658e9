using Cps.Smime.Certificates;
using Cps.Smime.TestPki;

namespace Cps.Smime.Tool.Tests;

/// <summary>
/// The files of an invented practice, written once: a doctor with a card and a confidentiality certificate, a secretary whose certificate
/// names an address, correspondents, the authorities, and directories in both forms.
/// </summary>
internal static class Practice
{
    public const string Password = "mot de passe é";
    public const string Secretary = "secretariat@cabinet.example";
    public const string Correspondent = "destinataire@cabinet.example";
    public const string Second = "seconde@cabinet.example";
    public const string Stranger = "inconnu@cabinet.example";
    public const string Uncertified = "sans.certificat@cabinet.example";

    private static readonly Lazy<TempFolder> s_folder = new(Make);

    public static TestPerson Doctor { get; } = TestPerson.Generate(1);

    public static TestAuthorities Authorities { get; } = TestAuthorities.Create();

    public static TestCard Card { get; } = Authorities.IssueCard(Doctor);

    public static TestCredential Confidentiality { get; } = Authorities.IssueConfidentiality(Doctor, Doctor.EmailAddress);

    public static TestCredential Recipient { get; } = Authorities.IssueConfidentiality(TestPerson.Generate(2), Correspondent);

    public static TestCredential SecretaryKey { get; } = Authorities.IssueMail("SECRETARIAT", Secretary);

    public static string Anchors => File("anchors.pem");

    public static string Ldif => File("annuaire.ldif");

    public static string File(string name) => s_folder.Value.File(name);

    /// <summary>What every <c>seal</c> needs, for the secretary's letter to the correspondent; options that come later are added.</summary>
    public static string[] Seal(string output, params string[] more) =>
        ["seal", "--from", Secretary, "--to", Correspondent, "--subject", "Essai", "--signer", File("secretary.pem"), "--directory", Ldif, "--trust", Anchors, "--out", output, .. more];

    /// <summary>What every <c>open</c> needs.</summary>
    public static string[] Open(string message, params string[] more) => ["open", message, "--key", File("recipient.pem"), "--trust", Anchors, .. more];

    /// <summary>A letter that the tool sealed into this folder.</summary>
    public static string SealInto(TempFolder folder, params string[] more)
    {
        string file = folder.File("letter.eml");
        Tool.Run(Seal(file, more)).Succeeded();
        return file;
    }

    private static TempFolder Make()
    {
        TempFolder folder = new();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Dispose();
        TestCredential second = Authorities.IssueConfidentiality(TestPerson.Generate(3), Second);
        folder.Write("anchors.pem", Authorities.AnchorsPem);
        folder.Write("card.pem", Card.Signature.ExportPem());
        folder.Write("secretary.pem", SecretaryKey.ExportPem());
        folder.Write("chain.pem", TestAuthorities.ToPem(SecretaryKey.Intermediates));
        folder.Write("secretary.p12", SecretaryKey.ExportPkcs12(Password));
        folder.Write("secretary-open.p12", SecretaryKey.ExportPkcs12(""));
        folder.Write("secretary-encrypted.pem", SecretaryKey.Certificate.ToPem() + "\n"
            + SecretaryKey.PrivateKey.ExportEncryptedPkcs8PrivateKeyPem(Password, new(System.Security.Cryptography.PbeEncryptionAlgorithm.Aes256Cbc, System.Security.Cryptography.HashAlgorithmName.SHA256, 2048)));
        folder.Write("password.txt", Password + "\n");
        folder.Write("wrong-password.txt", "autre chose\n");
        folder.Write("recipient.pem", Recipient.ExportPem());
        folder.Write("recipient.p12", Recipient.ExportPkcs12(Password));
        folder.Write("second.pem", second.ExportPem());
        folder.Write("annuaire.ldif", "version: 1\n\n"
            + Entry("Docteur", Doctor.EmailAddress, Confidentiality.Certificate)
            + Entry("Destinataire", Correspondent, Recipient.Certificate)
            + Entry("Seconde", Second, second.Certificate)
            + Entry("Sans Certificat", Uncertified, null));
        Directory.CreateDirectory(folder.File("annuaire"));
        folder.Write("annuaire/destinataire.cer", Recipient.Certificate.Encoded.ToArray());
        folder.Write("annuaire/seconde.pem", second.Certificate.ToPem());
        return folder;
    }

    public static string Entry(string name, string address, Certificate? certificate)
    {
        string published = certificate is null ? "" : $"userCertificate;binary:: {Convert.ToBase64String(certificate.Encoded.Span)}\n";
        return $"dn: cn={name},o=test\nobjectClass: inetOrgPerson\ncn: {name}\nsn: {name}\nmail: {address}\n{published}\n";
    }
}
