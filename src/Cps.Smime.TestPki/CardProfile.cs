using System.Formats.Asn1;
using System.Security.Cryptography;
using Cps.Smime.Certificates;

namespace Cps.Smime.TestPki;

/// <summary>
/// The profiles of CPS card certificates, IGC-Santé and the older GIP-CPS. No card of IGC-Santé was there to be decoded: its signature
/// certificate follows the person's software certificate of that PKI with a card's private extensions.
/// </summary>
internal static class CardProfile
{
    private const byte TestCard = 0x80;

    /// <summary>The subject of a person: <c>C, title, {CN+SN+GN}</c>, or for GIP-CPS <c>C, O=TEST, OU=profession, {CN+SN+GN}</c> in T61String.</summary>
    public static byte[] Subject(TestPerson person, bool gipCps)
    {
        UniversalTagNumber type = gipCps ? UniversalTagNumber.T61String : UniversalTagNumber.UTF8String;
        TestName name = new TestName().Add(TestOids.Country, "FR", UniversalTagNumber.PrintableString);
        name = gipCps
            ? name.Add(TestOids.Organization, "TEST", UniversalTagNumber.PrintableString).Add(TestOids.OrganizationalUnit, person.ProfessionName, type)
            : name.Add(TestOids.Title, person.ProfessionName);
        return name.Add(type, (TestOids.CommonName, person.NationalId), (TestOids.Surname, person.Surname), (TestOids.GivenName, person.GivenName)).Encode();
    }

    public static IEnumerable<CertificateExtension> Signature(TestPerson person, string number, DateTimeOffset now, TestCertificateOptions options)
    {
        DateTimeOffset from = options.NotBefore ?? now.AddDays(-30);
        DateTimeOffset to = options.NotAfter ?? now.AddYears(3);
        IEnumerable<CertificateExtension> own =
        [
            TestExtensions.PrivateKeyUsagePeriod(from, to.AddMonths(-1)),
            TestExtensions.KeyUsage(options.GipCpsLayout ? KeyUsages.DigitalSignature | KeyUsages.NonRepudiation : KeyUsages.NonRepudiation),
            TestExtensions.ExtendedKeyUsage([TestOids.EmailProtection]),
        ];
        return options.GipCpsLayout
            ? [.. own, .. GipCps("1.2.250.1.71.3.7.9.1.1.2.1", netscapeType: 2), .. Private(person, number)]
            : [.. own, .. SoftwareProfile.IgcSante("FO-PP", "FORT PERSONNES", "FORT"), .. Private(person, number)];
    }

    public static IEnumerable<CertificateExtension> Authentication(TestPerson person, string number, TestCertificateOptions options)
    {
        IEnumerable<CertificateExtension> own =
        [
            TestExtensions.KeyUsage(KeyUsages.DigitalSignature),
            TestExtensions.ExtendedKeyUsage([TestOids.ClientAuth, TestOids.SmartcardLogon]),
            TestExtensions.PrincipalName($"8.{person.Rpps}@carte-cps.example"),
        ];
        return options.GipCpsLayout
            ? [.. own, .. GipCps("1.2.250.1.71.3.7.9.1.1.1.1", netscapeType: 0), .. Private(person, number)]
            : [.. own, .. SoftwareProfile.IgcSante("FO-PP", "FORT PERSONNES", "FORT"), .. Private(person, number)];
    }

    /// <summary>The old authorities, signed with SHA-1 as they were: <c>TEST PROFESSIONNEL</c> and <c>TEST CLASSE-1</c>.</summary>
    public static (TestAuthority Root, TestAuthority Classe1) CreateGipCps(TimeProvider time, int keySize)
    {
        TestCertificateOptions options = new() { Digest = HashAlgorithmName.SHA1 };
        TestAuthority root = TestAuthority.CreateRoot(Professionnel().Encode(), time, options, keySize);
        return (root, root.CreateSubordinate(Professionnel().Add(TestOids.CommonName, "TEST CLASSE-1", UniversalTagNumber.PrintableString).Encode(), options));
    }

    private static TestName Professionnel() => new TestName()
        .Add(TestOids.Country, "FR", UniversalTagNumber.PrintableString)
        .Add(TestOids.Organization, "TEST", UniversalTagNumber.PrintableString)
        .Add(TestOids.OrganizationalUnit, "TEST PROFESSIONNEL", UniversalTagNumber.PrintableString);

    // The raw space in the HTTP URL is as it was issued.
    private static IEnumerable<CertificateExtension> GipCps(string policy, int netscapeType)
    {
        const string Entry = "ldap://annuaire.gip-cps.example/cn=test classe-1,ou=test professionnel,o=test,c=fr?";
        yield return TestExtensions.Policy(policy, null);
        yield return TestExtensions.DistributionPoints(
            TestOids.CrlDistributionPoints, "http://annuaire.gip-cps.example/crl/test/TEST CLASSE-1.crl", Entry + "certificaterevocationlist;binary");
        yield return TestExtensions.DistributionPoints(TestOids.FreshestCrl, Entry + "deltarevocationlist;binary");
        yield return TestExtensions.NetscapeType(netscapeType);
    }

    private static IEnumerable<CertificateExtension> Private(TestPerson person, string number)
    {
        yield return TestExtensions.Integer(TestOids.CpsCardType, 0);
        yield return TestExtensions.CardNumber(number);
        yield return TestExtensions.Category(TestCard);
        yield return TestExtensions.Integer(TestOids.CpsProfession, person.ProfessionCode);
        if (person.Specialities.Count > 0)
        {
            yield return TestExtensions.Specialities(person.Specialities);
        }
    }
}
