using System.Globalization;
using System.Text;
using Cps.Smime.Certificates;

namespace Cps.Smime;

/// <summary>Verdicts in words that a practice can act on.</summary>
internal static class VerdictTexts
{
    private const int MaximumNameLength = 200;

    public static string Describe(MessageReport report, TextLanguage language)
    {
        bool french = language == TextLanguage.French;
        string signer = report.Signers is [{ Identity: { } identity }, ..] ? Plain(identity.ToString()) : french ? "inconnu" : "unknown";
        string from = report.From ?? (french ? "expéditeur inconnu" : "unknown sender");
        return (report.Verdict, french) switch
        {
            (Verdict.Valid, true) => $"Signature valable de {signer}, pour l'adresse {from}.",
            (Verdict.Valid, _) => $"Valid signature of {signer}, for the address {from}.",
            (Verdict.NotSigned, true) => "Ce message n'est pas signé : rien ne prouve qui l'a écrit.",
            (Verdict.NotSigned, _) => "This message is not signed: nothing proves who wrote it.",
            (Verdict.PartiallySigned, true) => "La signature ne couvre pas tout ce message : ne vous y fiez pas.",
            (Verdict.PartiallySigned, _) => "The signature does not cover the whole of this message: do not rely on it.",
            (Verdict.Altered, true) => "Ce message n'est pas celui qui a été signé : il a été modifié, ou la signature est fausse.",
            (Verdict.Altered, _) => "This message is not what was signed: it was altered, or the signature is wrong.",
            (Verdict.Untrusted, true) => $"Signature de {signer}, mais son certificat n'est pas garanti par une autorité de confiance à cette date.",
            (Verdict.Untrusted, _) => $"Signed by {signer}, but no trusted authority vouches for the certificate at this date.",
            (Verdict.SenderMismatch, true) => $"Signature de {signer}, qui n'est pas le titulaire de l'adresse {from}.",
            (Verdict.SenderMismatch, _) => $"Signed by {signer}, who is not the holder of the address {from}.",
            (Verdict.SenderUnconfirmed, true) => $"Signature valable de {signer} ; rien ne confirme que l'adresse {from} est la sienne.",
            (Verdict.SenderUnconfirmed, _) => $"Valid signature of {signer}; nothing confirms that the address {from} is theirs.",
            (_, true) => "Ce message se contredit (plusieurs signataires, expéditeurs ou contenus) : ne vous y fiez pas.",
            _ => "This message contradicts itself (several signers, senders or contents): do not rely on it.",
        };
    }

    // A certificate that nobody vouches for says what its maker likes: no line end or direction mark of it may make a sentence of its own.
    private static string Plain(string name)
    {
        string plain = string.Concat(name.EnumerateRunes().Select(r => IsShown(r) ? r.ToString() : "\uFFFD"));
        return plain.Length <= MaximumNameLength ? plain : string.Concat(plain.EnumerateRunes().Take(MaximumNameLength / 2)) + "…";
    }

    private static bool IsShown(Rune rune) => Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse);
}
