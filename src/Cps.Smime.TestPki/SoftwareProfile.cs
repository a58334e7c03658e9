using System.Formats.Asn1;
using Cps.Smime.Certificates;

namespace Cps.Smime.TestPki;

/// <summary>The profiles of software certificates: persons and structures of IGC-Santé ELEMENTAIRE, and plain mail certificates.</summary>
internal static class SoftwareProfile
{
    private const byte TestSoftware = 0x83;
    private const string Policy = "1.2.250.1.213.1.7.2.1.1.1.1";

    public static byte[] Subject(TestOrganisation organisation)
    {
        TestName name = new TestName().Add(TestOids.Country, "FR", UniversalTagNumber.PrintableString);
        if (organisation.Locality is { } locality)
        {
            name.Add(TestOids.State, locality);
        }

        return name
            .Add(TestOids.Organization, organisation.Name)
            .Add(TestOids.OrganizationalUnit, organisation.StructureId)
            .Add(TestOids.CommonName, organisation.CommonName ?? organisation.Name)
            .Encode();
    }

    public static IEnumerable<CertificateExtension> Confidentiality(TestPerson person, string emailAddress)
    {
        IEnumerable<CertificateExtension> profile =
        [
            TestExtensions.KeyUsage(KeyUsages.KeyEncipherment),
            TestExtensions.ExtendedKeyUsage([TestOids.EmailProtection]),
            TestExtensions.EmailAddresses([emailAddress]),
            .. IgcSante("EL-PP", "ELEMENTAIRE PERSONNES", "ELEMENTAIRE"),
            TestExtensions.Category(TestSoftware),
            TestExtensions.Integer(TestOids.CpsProfession, person.ProfessionCode),
        ];
        return person.Specialities.Count > 0 ? profile.Append(TestExtensions.Specialities(person.Specialities)) : profile;
    }

    public static IEnumerable<CertificateExtension> Organisation(string? emailAddress, OrganisationUsage usage)
    {
        (KeyUsages keyUsage, string extendedUsage) = usage switch
        {
            OrganisationUsage.Signature => (KeyUsages.DigitalSignature | KeyUsages.NonRepudiation, TestOids.EmailProtection),
            OrganisationUsage.Confidentiality => (KeyUsages.KeyEncipherment, TestOids.EmailProtection),
            OrganisationUsage.Authentication => (KeyUsages.DigitalSignature, TestOids.ClientAuth),
            _ => throw new ArgumentOutOfRangeException(nameof(usage)),
        };
        IEnumerable<CertificateExtension> profile =
        [
            TestExtensions.KeyUsage(keyUsage),
            TestExtensions.ExtendedKeyUsage([extendedUsage]),
            .. IgcSante("EL-ORG", "ELEMENTAIRE ORGANISATIONS", "ELEMENTAIRE"),
            TestExtensions.Category(TestSoftware),
        ];
        return emailAddress is null ? profile : profile.Append(TestExtensions.EmailAddresses([emailAddress]));
    }

    public static IEnumerable<CertificateExtension> Mail(string emailAddress, MailUsage usage)
    {
        KeyUsages keyUsage = (usage.HasFlag(MailUsage.Sign) ? KeyUsages.DigitalSignature | KeyUsages.NonRepudiation : KeyUsages.None)
            | (usage.HasFlag(MailUsage.Encrypt) ? KeyUsages.KeyEncipherment : KeyUsages.None);
        return
        [
            TestExtensions.KeyUsage(keyUsage),
            TestExtensions.ExtendedKeyUsage([TestOids.EmailProtection]),
            TestExtensions.EmailAddresses([emailAddress]),
        ];
    }

    /// <summary>Policy, revocation and access extensions of an IGC-Santé end entity, with the issued names under a reserved domain.</summary>
    /// <param name="code">The code in file names, for example <c>FO-PP</c>.</param>
    /// <param name="authority">The issuing authority's range and branch.</param>
    /// <param name="range">The root's range.</param>
    public static IEnumerable<CertificateExtension> IgcSante(string code, string authority, string range)
    {
        string entry = "ldap://annuaire-igc.example/cn=TEST AC IGC-SANTE " + authority + ",ou=TEST AC RACINE IGC-SANTE " + range
            + ",ou=IGC-SANTE TEST,ou=0002 187512751,o=ASIP-SANTE,c=FR?";
        entry = entry.Replace(" ", "%20", StringComparison.Ordinal);
        yield return TestExtensions.Policy(Policy, "http://igc-sante.example/PC%20TEST");
        yield return TestExtensions.DistributionPoints(
            TestOids.CrlDistributionPoints, $"http://igc-sante.example/CRL/ACI-{code}-TEST.crl", entry + "certificaterevocationlist;binary?base?objectclass=pkiCA");
        yield return TestExtensions.DistributionPoints(TestOids.FreshestCrl, entry + "deltarevocationlist;binary?base?objectclass=pkiCA");
        yield return TestExtensions.InformationAccess("http://ocsp.igc-sante.example", $"http://igc-sante.example/AC%20TEST/ACI-{code}-TEST.cer");
    }
}
