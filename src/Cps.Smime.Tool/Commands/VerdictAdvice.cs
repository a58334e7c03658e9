using Cps.Smime.Tool.Json;

namespace Cps.Smime.Tool.Commands;

/// <summary>Reasons of a verdict in words, and what to do about a verdict that is not valid.</summary>
internal static class VerdictAdvice
{
    /// <summary>The line on standard error: verdict, message, reasons, what to do.</summary>
    public static string Line(MessageReport report, string file, ToolConsole console)
    {
        string reasons = string.Join("; ", report.Reasons.Select(r => Describe(r, console)));
        string verdict = console.Say("the verdict is not valid but", "le verdict n'est pas « valable » mais");
        string advice = Advice(report, console);
        return $"{verdict} {JsonName.Of(report.Verdict)} ({reasons}){console.Say(": ", " : ")}{file}. {advice}";
    }

    public static string Describe(VerdictReason reason, ToolConsole console) => reason switch
    {
        VerdictReason.NoSigner => console.Say("nobody signed it", "personne ne l'a signé"),
        VerdictReason.OnlyAPartIsSigned => console.Say("only a part is signed or encrypted", "une partie seulement est signée ou chiffrée"),
        VerdictReason.SignatureIsOutsideTheEnvelope => console.Say("the signature is around the envelope, not inside it", "la signature est autour de l'enveloppe, pas dedans"),
        VerdictReason.ContentAltered => console.Say("the content is not what was signed", "le contenu n'est pas celui qui a été signé"),
        VerdictReason.SignatureWrong => console.Say("the signature is wrong", "la signature est fausse"),
        VerdictReason.SignatureUnreadable => console.Say("the signature cannot be read", "la signature est illisible"),
        VerdictReason.WeakAlgorithm => console.Say("an algorithm is too weak", "un algorithme est trop faible"),
        VerdictReason.NoSignerCertificate => console.Say("the signer's certificate is missing or ambiguous", "le certificat du signataire manque ou est ambigu"),
        VerdictReason.SeveralSigners => console.Say("there are several signers", "il y a plusieurs signataires"),
        VerdictReason.ConflictingContent => console.Say("there are two contents", "il y a deux contenus"),
        VerdictReason.NoTrustedAuthority => console.Say("no trusted authority issued the certificate", "aucune autorité de confiance n'a émis le certificat"),
        VerdictReason.CertificateOutsideValidity => console.Say("the certificate is outside its validity", "le certificat est hors de sa période de validité"),
        VerdictReason.CertificateBreaksRules => console.Say("the certificate breaks a rule of certificates", "le certificat enfreint une règle des certificats"),
        VerdictReason.CertificateNotForSigning => console.Say("the certificate is not for signing mail", "le certificat n'est pas prévu pour signer du courrier"),
        VerdictReason.NotOneSender => console.Say("the message has not exactly one sender", "le message n'a pas un seul expéditeur"),
        VerdictReason.OtherAddress => console.Say("the sender's address is not the signer's", "l'adresse de l'expéditeur n'est pas celle du signataire"),
        VerdictReason.AddressNotBound => console.Say("nothing binds the sender's address to the signer", "rien ne lie l'adresse de l'expéditeur au signataire"),
        VerdictReason.DirectoryFailed => console.Say("the directory could not be asked", "l'annuaire n'a pas pu être interrogé"),
        VerdictReason.SenderFieldDiffers => console.Say("the Sender field names somebody else", "le champ Sender nomme quelqu'un d'autre"),
        _ => JsonName.Of(reason),
    };

    private static string Advice(MessageReport report, ToolConsole console) => report.Verdict switch
    {
        Verdict.SenderUnconfirmed => console.Say(
            "Give --directory DIR, which knows whose the address is, or --signer-id PS_IdNat of the person you expect",
            "Ajoutez --directory DIR, qui sait à qui est l'adresse, ou --signer-id PS_IdNat de la personne attendue"),
        Verdict.Untrusted when report.Reasons.Contains(VerdictReason.CertificateOutsideValidity) => console.Say(
            "If it was received at another time, give --at DATE",
            "S'il a été reçu à un autre moment, ajoutez --at DATE"),
        Verdict.Untrusted => console.Say(
            "Check that --trust holds the authority of the signer; else ask the sender by other means",
            "Vérifiez que --trust contient l'autorité du signataire ; sinon, interrogez l'expéditeur par un autre moyen"),
        _ => console.Say("Do not rely on it; ask the sender by other means", "Ne vous y fiez pas ; interrogez l'expéditeur par un autre moyen"),
    };
}
