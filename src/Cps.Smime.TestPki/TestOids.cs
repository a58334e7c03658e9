namespace Cps.Smime.TestPki;

/// <summary>Object identifiers that the profiles write: RFC 5280, RFC 8017, and the arc 1.2.250.1.71 of the French health PKI.</summary>
internal static class TestOids
{
    public const string RsaEncryption = "1.2.840.113549.1.1.1";

    public const string CommonName = "2.5.4.3";
    public const string Surname = "2.5.4.4";
    public const string Country = "2.5.4.6";
    public const string State = "2.5.4.8";
    public const string Organization = "2.5.4.10";
    public const string OrganizationalUnit = "2.5.4.11";
    public const string Title = "2.5.4.12";
    public const string GivenName = "2.5.4.42";

    public const string SubjectKeyIdentifier = "2.5.29.14";
    public const string KeyUsage = "2.5.29.15";
    public const string PrivateKeyUsagePeriod = "2.5.29.16";
    public const string SubjectAltName = "2.5.29.17";
    public const string BasicConstraints = "2.5.29.19";
    public const string CrlDistributionPoints = "2.5.29.31";
    public const string CertificatePolicies = "2.5.29.32";
    public const string AuthorityKeyIdentifier = "2.5.29.35";
    public const string ExtendedKeyUsage = "2.5.29.37";
    public const string FreshestCrl = "2.5.29.46";
    public const string AuthorityInformationAccess = "1.3.6.1.5.5.7.1.1";
    public const string Ocsp = "1.3.6.1.5.5.7.48.1";
    public const string CaIssuers = "1.3.6.1.5.5.7.48.2";
    public const string CpsUri = "1.3.6.1.5.5.7.2.1";
    public const string AnyPolicy = "2.5.29.32.0";
    public const string NetscapeCertType = "2.16.840.1.113730.1.1";

    public const string EmailProtection = "1.3.6.1.5.5.7.3.4";
    public const string ClientAuth = "1.3.6.1.5.5.7.3.2";
    public const string SmartcardLogon = "1.3.6.1.4.1.311.20.2.2";
    public const string UserPrincipalName = "1.3.6.1.4.1.311.20.2.3";

    public const string CpsCardType = "1.2.250.1.71.1.2.2";
    public const string CpsCardNumber = "1.2.250.1.71.1.2.3";
    public const string CpsCategory = "1.2.250.1.71.1.2.5";
    public const string CpsProfession = "1.2.250.1.71.1.2.7";
    public const string CpsSpecialities = "1.2.250.1.71.4.2.5";
}
