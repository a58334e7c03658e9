using System.Globalization;
using Cps.Smime.Tool.Json;

namespace Cps.Smime.Tool.Commands;

/// <summary>The report of <c>cms verify</c> for a person: the verdict first, then each signer.</summary>
internal static class CmsVerifyReport
{
    public static void Write(ToolConsole console, CmsVerifyJson found)
    {
        console.WriteLine(Sentence(found.Verdict, console) + ".");
        if (found.Signers.Count > 0)
        {
            console.WriteTable(
                [
                    console.Say("Signer", "Signataire"), console.Say("Issuer", "Émetteur"), console.Say("Content", "Contenu"), console.Say("Certificate", "Certificat"),
                    console.Say("Algorithm", "Algorithme"), console.Say("Claimed time", "Heure annoncée"), console.Say("Remarks", "Remarques"),
                ],
                found.Signers.Select(s => new[]
                {
                    s.Certificate?.Name ?? s.Identifier,
                    s.Certificate?.Issuer ?? "-",
                    s.Integrity == "intact" ? console.Say("intact", "intact") : console.Say("not intact", "altéré"),
                    Trust(s.Trust, console),
                    s.Algorithm,
                    s.ClaimedTime?.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture) ?? "-",
                    string.Join(", ", Remarks(s)),
                }));
        }
        else
        {
            console.WriteTable(
                [console.Say("Certificate", "Certificat"), console.Say("Issuer", "Émetteur"), console.Say("Serial number", "Numéro de série"), console.Say("Valid until", "Valable jusqu'au")],
                found.Certificates.Select(c => new[] { c.Name, c.Issuer, c.SerialNumber, c.NotAfter.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) }));
        }

        if (found.File is not null)
        {
            CmsFiles.WriteWritten(console, found.File);
        }
    }

    /// <summary>The line on standard error: what was not found good, where, and what to do.</summary>
    public static string FailureLine(ToolConsole console, CmsVerifyJson found, string file)
    {
        string remarks = string.Join(", ", found.Signers.SelectMany(Remarks).Distinct(StringComparer.Ordinal));
        string details = remarks.Length > 0 ? $" ({remarks})" : "";
        return $"{Sentence(found.Verdict, console)}{details}{console.Say(": ", " : ")}{file}. {Advice(found.Verdict, console)}";
    }

    private static IEnumerable<string> Remarks(CmsVerifySignerJson signer) => [.. signer.Problems, .. signer.TrustProblems, .. signer.Weaknesses];

    private static string Sentence(string verdict, ToolConsole console) => verdict switch
    {
        "trusted" => console.Say("every signature is good, and every signer is trusted", "toutes les signatures sont bonnes, et tous les signataires de confiance"),
        "intact" => console.Say("every signature is good; whether the signers are to be trusted was not judged", "toutes les signatures sont bonnes ; la confiance dans les signataires n'a pas été jugée"),
        "untrusted" => console.Say("the content is intact, but a signer is not trusted", "le contenu est intact, mais un signataire n'est pas de confiance"),
        "altered" => console.Say("a signature is not good", "une signature n'est pas bonne"),
        _ => console.Say("nobody signed the message", "personne n'a signé le message"),
    };

    private static string Advice(string verdict, ToolConsole console) => verdict switch
    {
        "intact" => console.Say("Give --trust ANCHORS, or --integrity-only if the signers do not matter", "Ajoutez --trust ANCHORS, ou --integrity-only si les signataires n'importent pas"),
        "untrusted" => console.Say(
            "Check that --trust holds the authority of the signer, and --at when it was signed long ago", "Vérifiez que --trust contient l'autorité du signataire, et --at si la signature est ancienne"),
        "altered" => console.Say("Do not rely on it; ask for it again", "Ne vous y fiez pas ; redemandez-le"),
        _ => console.Say("It brings certificates only", "Il n'apporte que des certificats"),
    };

    private static string Trust(string trust, ToolConsole console) => trust switch
    {
        "trusted" => console.Say("trusted", "de confiance"),
        "untrusted" => console.Say("not trusted", "non reconnu"),
        _ => console.Say("not judged", "non jugé"),
    };
}
