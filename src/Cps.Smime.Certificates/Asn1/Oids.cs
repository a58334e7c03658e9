namespace Cps.Smime.Certificates;

/// <summary>Object identifiers of X.509, PKCS#1 and the French health PKI, as the certificates carry them.</summary>
internal static class Oids
{
    public const string RsaEncryption = "1.2.840.113549.1.1.1";
    public const string RsaesOaep = "1.2.840.113549.1.1.7";
    public const string RsassaPss = "1.2.840.113549.1.1.10";
    public const string Mgf1 = "1.2.840.113549.1.1.8";
    public const string Md5WithRsa = "1.2.840.113549.1.1.4";
    public const string Sha1WithRsa = "1.2.840.113549.1.1.5";
    public const string Sha256WithRsa = "1.2.840.113549.1.1.11";
    public const string Sha384WithRsa = "1.2.840.113549.1.1.12";
    public const string Sha512WithRsa = "1.2.840.113549.1.1.13";

    /// <summary>"rsa_gip_cps": the key algorithm of old GIP-CPS certificates, in place of rsaEncryption.</summary>
    public const string RsaGipCps = "1.2.250.1.71.2.6.1";

    public const string EcPublicKey = "1.2.840.10045.2.1";
    public const string EcdsaWithSha256 = "1.2.840.10045.4.3.2";
    public const string EcdsaWithSha384 = "1.2.840.10045.4.3.3";
    public const string EcdsaWithSha512 = "1.2.840.10045.4.3.4";
    public const string Ed25519 = "1.3.101.112";
    public const string MLDsa44 = "2.16.840.1.101.3.4.3.17";
    public const string MLDsa65 = "2.16.840.1.101.3.4.3.18";
    public const string MLDsa87 = "2.16.840.1.101.3.4.3.19";
    public const string P256 = "1.2.840.10045.3.1.7";
    public const string P384 = "1.3.132.0.34";
    public const string P521 = "1.3.132.0.35";

    public const string Sha1 = "1.3.14.3.2.26";
    public const string Sha256 = "2.16.840.1.101.3.4.2.1";
    public const string Sha384 = "2.16.840.1.101.3.4.2.2";
    public const string Sha512 = "2.16.840.1.101.3.4.2.3";

    public const string SubjectKeyIdentifier = "2.5.29.14";
    public const string KeyUsage = "2.5.29.15";
    public const string SubjectAltName = "2.5.29.17";
    public const string BasicConstraints = "2.5.29.19";
    public const string NameConstraints = "2.5.29.30";
    public const string CrlDistributionPoints = "2.5.29.31";
    public const string CertificatePolicies = "2.5.29.32";
    public const string AuthorityKeyIdentifier = "2.5.29.35";
    public const string ExtendedKeyUsage = "2.5.29.37";

    public const string CommonName = "2.5.4.3";
    public const string Surname = "2.5.4.4";
    public const string CountryName = "2.5.4.6";
    public const string LocalityName = "2.5.4.7";
    public const string StateOrProvinceName = "2.5.4.8";
    public const string OrganizationName = "2.5.4.10";
    public const string OrganizationalUnitName = "2.5.4.11";
    public const string Title = "2.5.4.12";
    public const string GivenName = "2.5.4.42";
    public const string Pseudonym = "2.5.4.65";
    public const string SerialNumberAttribute = "2.5.4.5";
    public const string EmailAddress = "1.2.840.113549.1.9.1";
    public const string DomainComponent = "0.9.2342.19200300.100.1.25";
    public const string UserId = "0.9.2342.19200300.100.1.1";

    public const string SmtpUtf8Mailbox = "1.3.6.1.5.5.7.8.9";
    public const string EmailProtection = "1.3.6.1.5.5.7.3.4";
    public const string AnyExtendedKeyUsage = "2.5.29.37.0";

    public const string CpsCardType = "1.2.250.1.71.1.2.2";
    public const string CpsCardNumber = "1.2.250.1.71.1.2.3";
    public const string CpsCategory = "1.2.250.1.71.1.2.5";
    public const string CpsProfession = "1.2.250.1.71.1.2.7";
    public const string CpsFutureProfession = "1.2.250.1.71.1.2.8";
    public const string CpsSpecialities = "1.2.250.1.71.4.2.5";
}
