using Cps.Smime.Certificates;

namespace Cps.Smime;

/// <summary>The reasons of a plan in words.</summary>
internal static class PlanTexts
{
    public static string Describe(CertificateRejection reason, TextLanguage language) => (reason, language) switch
    {
        (CertificateRejection.WrongUsage, TextLanguage.French) => "pas prévu pour chiffrer des messages",
        (CertificateRejection.WrongUsage, _) => "not meant for encrypting mail",
        (CertificateRejection.OutsideValidity, TextLanguage.French) => "hors de sa période de validité",
        (CertificateRejection.OutsideValidity, _) => "outside its validity",
        (CertificateRejection.Untrusted, TextLanguage.French) => "émis par une autorité qui n'est pas de confiance",
        (CertificateRejection.Untrusted, _) => "not issued by a trusted authority",
        (CertificateRejection.OtherAddress, TextLanguage.French) => "établi pour une autre adresse",
        (CertificateRejection.OtherAddress, _) => "made out to another address",
        (CertificateRejection.NoAddress, TextLanguage.French) => "rien ne le lie à cette adresse",
        (CertificateRejection.NoAddress, _) => "nothing binds it to this address",
        (_, TextLanguage.French) => "clé inutilisable",
        _ => "unusable key",
    };
}
