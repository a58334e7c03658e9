using Cps.Smime.Cards;
using Cps.Smime.Cards.Simulator;
using Cps.Smime.Certificates;
using Cps.Smime.Directories;
using Cps.Smime.TestPki;

namespace SealedLetter;

/// <summary>
/// What exists around a practice: a PKI with the profiles of IGC-Santé, two CPS cards in two readers, confidentiality certificates kept
/// apart from the cards (a CPS has none), and the directory that publishes them. All of it is made up, and written to a folder.
/// </summary>
internal sealed class DemonstrationWorld : IDisposable
{
    public const string Pin = "1234";
    public const string FilePassword = "demonstration";

    private readonly TestAuthorities _authorities = TestAuthorities.Create();
    private readonly SimulatedModule _simulator = new();

    private DemonstrationWorld(string folder) => Folder = folder;

    public string Folder { get; }

    public TestPerson Sender { get; } = TestPerson.Generate(41) with { ProfessionCode = 10, ProfessionName = "Médecin", Specialities = ["SM26"] };

    public TestPerson Correspondent { get; } = TestPerson.Generate(10) with { ProfessionCode = 10, ProfessionName = "Médecin", Specialities = ["SM04"] };

    public TestPerson Retired { get; } = TestPerson.Generate(27);

    public string AnchorsFile => Path.Combine(Folder, "anchors.pem");

    public string DirectoryFile => Path.Combine(Folder, "annuaire.ldif");

    public string CorrespondentKeyFile => Path.Combine(Folder, "correspondant-confidentialite.p12");

    public string PasswordFile => Path.Combine(Folder, "mot-de-passe.txt");

    /// <summary>The module that the two readers hang on; cards are used through it as through a real one.</summary>
    public Pkcs11Module Module { get; private set; } = null!;

    public static DemonstrationWorld Create(string folder)
    {
        Directory.CreateDirectory(folder);
        DemonstrationWorld world = new(folder);
        world.InsertCards();
        world.PublishCertificates();
        return world;
    }

    public void Dispose()
    {
        Module.Dispose();
        _authorities.Dispose();
    }

    private void InsertCards()
    {
        SimulatedCardOptions options = new() { Pin = Pin };
        _simulator.AddReader("Lecteur du cabinet").Insert(SimulatedCard.Cps3(_authorities.IssueCard(Sender), options));
        _simulator.AddReader("Lecteur du correspondant").Insert(SimulatedCard.Cps4(_authorities.IssueCard(Correspondent), options));
        Module = Pkcs11Module.FromLibrary(_simulator.OpenLibrary());
    }

    private void PublishCertificates()
    {
        using TestCredential sender = _authorities.IssueConfidentiality(Sender, Sender.EmailAddress);
        using TestCredential correspondent = _authorities.IssueConfidentiality(Correspondent, Correspondent.EmailAddress);
        DateTimeOffset yesterday = DateTimeOffset.UtcNow.AddDays(-1);
        using TestCredential expired = _authorities.IssueConfidentiality(
            Retired, Retired.EmailAddress, new TestCertificateOptions { NotBefore = yesterday.AddYears(-3), NotAfter = yesterday });
        using (StreamWriter file = new(DirectoryFile))
        {
            LdifWriter ldif = new(file);
            foreach ((TestPerson person, Certificate certificate) in new[] { (Sender, sender.Certificate), (Correspondent, correspondent.Certificate), (Retired, expired.Certificate) })
            {
                ldif.Write(new LdifEntry($"cn={person.NationalId},ou=annuaire,o=demonstration,c=FR",
                [
                    new LdifAttribute("objectClass", "inetOrgPerson"),
                    new LdifAttribute("cn", person.NationalId),
                    new LdifAttribute("sn", person.Surname),
                    new LdifAttribute("givenName", person.GivenName),
                    new LdifAttribute("displayName", $"{person.GivenName} {person.Surname}"),
                    new LdifAttribute("mail", person.EmailAddress),
                    new LdifAttribute("userCertificate;binary", certificate.Encoded),
                ]));
            }
        }

        File.WriteAllText(AnchorsFile, _authorities.AnchorsPem);
        File.WriteAllText(PasswordFile, FilePassword);
        File.WriteAllBytes(CorrespondentKeyFile, correspondent.ExportPkcs12(FilePassword));
    }
}
