using Cps.Smime.Tool.Json;

namespace Cps.Smime.Tool.Commands;

/// <summary>What to do about a verdict that is not valid.</summary>
internal static class VerdictAdvice
{
    /// <summary>The line on standard error: verdict, message, reasons, what to do.</summary>
    public static string Line(MessageReport report, string file, ToolConsole console)
    {
        string reasons = string.Join("; ", report.ReasonsInWords(console.Language));
        string verdict = console.Say("the verdict is not valid but", "le verdict n'est pas « valable » mais");
        string advice = Advice(report, console);
        return $"{verdict} {JsonName.Of(report.Verdict)} ({reasons}){console.Say(": ", " : ")}{file}. {advice}";
    }

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
