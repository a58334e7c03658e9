using System.Formats.Asn1;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Cps.Smime.Certificates;

namespace Cps.Smime.TestPki;

/// <summary>
/// A test PKI with the names, profiles and private extensions of IGC-Santé: the authorities of cards (range FORT), of software
/// certificates (range ELEMENTAIRE), and an authority outside the health PKI for other correspondents. Every URL in its
/// certificates is under the reserved domain <c>.example</c> (RFC 2606), so nothing can be fetched. Making one takes seven RSA keys,
/// a second or more: share it between tests, and pass a key by <see cref="TestCertificateOptions.Key"/> where a test needs none of
/// its own. Safe for any number of threads.
/// </summary>
public sealed class TestAuthorities : IDisposable
{
    private readonly Lazy<(TestAuthority Root, TestAuthority Classe1)> _gipCps;
    private readonly DateTimeOffset _now;
    private int _lastCard;

    private TestAuthorities(TimeProvider time, int keySize)
    {
        _now = time.GetUtcNow();
        FortRoot = TestAuthority.CreateRoot(IgcSante("TEST AC RACINE IGC-SANTE FORT"), time, keySize: keySize);
        FortPersonnes = FortRoot.CreateSubordinate(IgcSante("TEST AC IGC-SANTE FORT PERSONNES"));
        ElementaireRoot = TestAuthority.CreateRoot(IgcSante("TEST AC RACINE IGC-SANTE ELEMENTAIRE"), time, keySize: keySize);
        ElementairePersonnes = ElementaireRoot.CreateSubordinate(IgcSante("TEST AC IGC-SANTE ELEMENTAIRE PERSONNES"));
        ElementaireOrganisations = ElementaireRoot.CreateSubordinate(IgcSante("TEST AC IGC-SANTE ELEMENTAIRE ORGANISATIONS"));
        MailRoot = TestAuthority.CreateRoot(Plain("TEST AC RACINE COURRIEL"), time, keySize: keySize);
        Mail = MailRoot.CreateSubordinate(Plain("TEST AC COURRIEL"));
        All = [.. new[] { FortRoot, FortPersonnes, ElementaireRoot, ElementairePersonnes, ElementaireOrganisations, MailRoot, Mail }.Select(a => a.Certificate)];
        Anchors = new TrustAnchors(All);
        _gipCps = new Lazy<(TestAuthority, TestAuthority)>(() => CardProfile.CreateGipCps(time, keySize));
    }

    /// <summary>The roots as anchors, the authorities below them as intermediates. GIP-CPS is not among them.</summary>
    public TrustAnchors Anchors { get; }

    /// <summary>The certificates of <see cref="Anchors"/>, each root before the authorities below it.</summary>
    public IReadOnlyList<Certificate> All { get; }

    /// <summary>The certificates of <see cref="All"/> as PEM.</summary>
    public string AnchorsPem => ToPem(All);

    /// <summary><c>TEST AC RACINE IGC-SANTE FORT</c>.</summary>
    public TestAuthority FortRoot { get; }

    /// <summary><c>TEST AC IGC-SANTE FORT PERSONNES</c>: issues CPS cards.</summary>
    public TestAuthority FortPersonnes { get; }

    /// <summary><c>TEST AC RACINE IGC-SANTE ELEMENTAIRE</c>.</summary>
    public TestAuthority ElementaireRoot { get; }

    /// <summary><c>TEST AC IGC-SANTE ELEMENTAIRE PERSONNES</c>: issues software certificates of persons.</summary>
    public TestAuthority ElementairePersonnes { get; }

    /// <summary><c>TEST AC IGC-SANTE ELEMENTAIRE ORGANISATIONS</c>: issues certificates of structures.</summary>
    public TestAuthority ElementaireOrganisations { get; }

    /// <summary><c>TEST AC RACINE COURRIEL</c>, outside the health PKI.</summary>
    public TestAuthority MailRoot { get; }

    /// <summary><c>TEST AC COURRIEL</c>: issues plain mail certificates.</summary>
    public TestAuthority Mail { get; }

    /// <summary>The old root <c>TEST PROFESSIONNEL</c>, made when first asked for.</summary>
    public TestAuthority GipCpsRoot => _gipCps.Value.Root;

    /// <summary>The old <c>TEST CLASSE-1</c>, which issues cards of <see cref="TestCertificateOptions.GipCpsLayout"/>; made when first asked for.</summary>
    public TestAuthority GipCpsClasse1 => _gipCps.Value.Classe1;

    /// <summary>Makes a PKI with keys of its own.</summary>
    /// <param name="time">The time that validities are counted from; null for the system's.</param>
    public static TestAuthorities Create(TimeProvider? time = null) => Create(time, keySize: 2048);

    /// <summary>Makes a PKI with keys of its own.</summary>
    /// <param name="time">The time that validities are counted from; null for the system's.</param>
    /// <param name="keySize">The size of every RSA key in bits. 2048 is quick; issued authorities have 4096.</param>
    public static TestAuthorities Create(TimeProvider? time, int keySize) => new(time ?? TimeProvider.System, keySize);

    /// <summary>Issues the two certificates of a CPS card: category 0x80 (test card), no mail address.</summary>
    public TestCard IssueCard(TestPerson person, TestCertificateOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(person);
        options ??= new TestCertificateOptions();
        string number = "8025000001/" + (2_900_000_000L + Interlocked.Increment(ref _lastCard)).ToString(CultureInfo.InvariantCulture);
        TestAuthority issuer = options.GipCpsLayout ? GipCpsClasse1 : FortPersonnes;
        byte[] subject = CardProfile.Subject(person, options.GipCpsLayout);
        return new TestCard(
            person,
            number,
            issuer.Issue(subject, CardProfile.Signature(person, number, _now, options), options),
            issuer.Issue(subject, CardProfile.Authentication(person, number, options), options));
    }

    /// <summary>Issues a person's separate software certificate for receiving encrypted mail.</summary>
    public TestCredential IssueConfidentiality(TestPerson person, string emailAddress, TestCertificateOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(person);
        return ElementairePersonnes.Issue(CardProfile.Subject(person, gipCps: false), SoftwareProfile.Confidentiality(person, emailAddress), options);
    }

    /// <summary>
    /// Issues a person's confidentiality certificate for a public key of any kind (EC, X25519, ML-KEM), whose private key the caller has.
    /// </summary>
    /// <param name="person">The person.</param>
    /// <param name="emailAddress">The mail address.</param>
    /// <param name="subjectPublicKeyInfo">The DER of the public key.</param>
    /// <param name="usage">keyAgreement for keys of Diffie-Hellman, keyEncipherment for KEMs (RFC 5480, RFC 8410, RFC 9935).</param>
    public Certificate IssueConfidentiality(TestPerson person, string emailAddress, ReadOnlyMemory<byte> subjectPublicKeyInfo, KeyUsages usage)
    {
        AsnReader reader = new AsnReader(subjectPublicKeyInfo, AsnEncodingRules.DER).ReadSequence();
        reader.ReadEncodedValue();
        byte[] identifier = CryptographicOperations.HashData(HashAlgorithmName.SHA1, reader.ReadBitString(out _));
        return IssueConfidentiality(person, emailAddress, new TestCertificateOptions
        {
            // Any RSA key saves making one that nobody uses.
            Key = ElementairePersonnes.PrivateKey,
            SubjectPublicKeyInfo = subjectPublicKeyInfo,
            KeyUsage = usage,
            Extensions = [TestExtensions.SubjectKeyIdentifier(identifier)],
        }).Certificate;
    }

    /// <summary>Issues a structure's certificate.</summary>
    /// <param name="organisation">The structure.</param>
    /// <param name="emailAddress">Its mail address as rfc822Name; null for none, as most certificates of structures have.</param>
    /// <param name="usage">What it is for.</param>
    /// <param name="options">What differs from the profile.</param>
    public TestCredential IssueOrganisation(TestOrganisation organisation, string? emailAddress, OrganisationUsage usage, TestCertificateOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(organisation);
        return ElementaireOrganisations.Issue(SoftwareProfile.Subject(organisation), SoftwareProfile.Organisation(emailAddress, usage), options);
    }

    /// <summary>Issues a mail certificate outside the health PKI: subject <c>CN=name</c>, the address as rfc822Name, no private extension.</summary>
    public TestCredential IssueMail(string name, string emailAddress, MailUsage usage = MailUsage.SignAndEncrypt, TestCertificateOptions? options = null) =>
        Mail.Issue(new TestName().Add(TestOids.CommonName, name).Encode(), SoftwareProfile.Mail(emailAddress, usage), options);

    /// <summary>Certificates as one PEM text.</summary>
    public static string ToPem(IEnumerable<Certificate> certificates)
    {
        ArgumentNullException.ThrowIfNull(certificates);
        StringBuilder text = new();
        foreach (Certificate certificate in certificates)
        {
            text.Append(certificate.ToPem()).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Forgets the private keys of all authorities.</summary>
    public void Dispose()
    {
        foreach (TestAuthority authority in new[] { FortRoot, FortPersonnes, ElementaireRoot, ElementairePersonnes, ElementaireOrganisations, MailRoot, Mail })
        {
            authority.Dispose();
        }

        if (_gipCps.IsValueCreated)
        {
            GipCpsRoot.Dispose();
            GipCpsClasse1.Dispose();
        }
    }

    private static byte[] IgcSante(string commonName) => new TestName()
        .Add(TestOids.Country, "FR", UniversalTagNumber.PrintableString)
        .Add(TestOids.Organization, "ASIP-SANTE")
        .Add(TestOids.OrganizationalUnit, "0002 187512751")
        .Add(TestOids.OrganizationalUnit, "IGC-SANTE TEST")
        .Add(TestOids.CommonName, commonName)
        .Encode();

    private static byte[] Plain(string commonName) => new TestName()
        .Add(TestOids.Country, "FR", UniversalTagNumber.PrintableString)
        .Add(TestOids.Organization, "COURRIEL DE TEST")
        .Add(TestOids.CommonName, commonName)
        .Encode();
}
