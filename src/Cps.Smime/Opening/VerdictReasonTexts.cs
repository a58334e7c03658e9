using Cps.Smime.Certificates;

namespace Cps.Smime;

/// <summary>The single findings behind a verdict in words.</summary>
internal static class VerdictReasonTexts
{
    public static string Describe(VerdictReason reason, TextLanguage language)
    {
        (string english, string french) = reason switch
        {
            VerdictReason.NoSigner => ("nobody signed it", "personne ne l'a signé"),
            VerdictReason.OnlyAPartIsSigned => ("only a part is signed or encrypted", "une partie seulement est signée ou chiffrée"),
            VerdictReason.SignatureIsOutsideTheEnvelope => ("the signature is around the envelope, not inside it", "la signature est autour de l'enveloppe, pas dedans"),
            VerdictReason.ContentAltered => ("the content is not what was signed", "le contenu n'est pas celui qui a été signé"),
            VerdictReason.SignatureWrong => ("the signature is wrong", "la signature est fausse"),
            VerdictReason.SignatureUnreadable => ("the signature cannot be read", "la signature est illisible"),
            VerdictReason.WeakAlgorithm => ("an algorithm is too weak", "un algorithme est trop faible"),
            VerdictReason.NoSignerCertificate => ("the signer's certificate is missing or ambiguous", "le certificat du signataire manque ou est ambigu"),
            VerdictReason.SeveralSigners => ("there are several signers", "il y a plusieurs signataires"),
            VerdictReason.ConflictingContent => ("there are two contents", "il y a deux contenus"),
            VerdictReason.NoTrustedAuthority => ("no trusted authority issued the certificate", "aucune autorité de confiance n'a émis le certificat"),
            VerdictReason.CertificateOutsideValidity => ("the certificate is outside its validity", "le certificat est hors de sa période de validité"),
            VerdictReason.CertificateBreaksRules => ("the certificate breaks a rule of certificates", "le certificat enfreint une règle des certificats"),
            VerdictReason.CertificateNotForSigning => ("the certificate is not for signing mail", "le certificat n'est pas prévu pour signer du courrier"),
            VerdictReason.NotOneSender => ("the message has not exactly one sender", "le message n'a pas un seul expéditeur"),
            VerdictReason.OtherAddress => ("the sender's address is not the signer's", "l'adresse de l'expéditeur n'est pas celle du signataire"),
            VerdictReason.AddressNotBound => ("nothing binds the sender's address to the signer", "rien ne lie l'adresse de l'expéditeur au signataire"),
            VerdictReason.DirectoryFailed => ("the directory could not be asked", "l'annuaire n'a pas pu être interrogé"),
            VerdictReason.SenderFieldDiffers => ("the Sender field names somebody else", "le champ Sender nomme quelqu'un d'autre"),
            _ => throw new ArgumentOutOfRangeException(nameof(reason)),
        };
        return language == TextLanguage.French ? french : english;
    }
}
