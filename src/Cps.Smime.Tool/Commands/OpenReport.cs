using System.Globalization;
using Cps.Smime.Mime;
using Cps.Smime.Tool.Json;

namespace Cps.Smime.Tool.Commands;

/// <summary>The report of <c>open</c> for a person: the verdict first, then what it rests on.</summary>
internal static class OpenReport
{
    public static void Write(ToolConsole console, MessageReport report, IReadOnlyList<OpenPartJson> parts, string? folder)
    {
        console.WriteLine(report.ToSentence(console.Language));
        foreach (string reason in report.ReasonsInWords(console.Language))
        {
            console.WriteLine("- " + reason);
        }

        console.WriteLine();
        console.WriteLine(console.Say("From:    ", "De :    ") + (report.From ?? "?"));
        console.WriteLine(console.Say("Subject: ", "Objet : ") + report.Subject);
        WriteLayers(console, report.Layers);
        WriteSigners(console, report.Signers);
        string where = folder is null ? "" : " → " + folder;
        console.WriteTable(
            [console.Say("Part", "Partie") + TerminalText.Line(where), console.Say("Type", "Type"), console.Say("Bytes", "Octets")],
            parts.Select(p => new[] { p.File, p.MediaType, p.Length.ToString(CultureInfo.InvariantCulture) }));
    }

    /// <summary>A layer in words.</summary>
    public static string Describe(LayerKind kind, ToolConsole console) => kind switch
    {
        LayerKind.Enveloped => console.Say("encrypted", "chiffré"),
        LayerKind.AuthEnveloped => console.Say("encrypted and authenticated", "chiffré et authentifié"),
        LayerKind.MultipartSigned => console.Say("signed (detached)", "signé (détaché)"),
        LayerKind.OpaqueSigned => console.Say("signed (opaque)", "signé (opaque)"),
        _ => JsonName.Of(kind),
    };

    private static void WriteLayers(ToolConsole console, IReadOnlyList<MessageLayer> layers)
    {
        if (layers.Count > 0)
        {
            console.WriteTable(
                [console.Say("Layer, from outside", "Couche, de l'extérieur"), console.Say("Algorithm", "Algorithme")],
                layers.Select(l => new[] { Describe(l.Kind, console), l.Algorithm }));
        }
    }

    private static void WriteSigners(ToolConsole console, IReadOnlyList<SignerStatement> signers)
    {
        if (signers.Count > 0)
        {
            console.WriteTable(
                [
                    console.Say("Signer", "Signataire"), console.Say("Content", "Contenu"), console.Say("Certificate", "Certificat"),
                    console.Say("Address", "Adresse"), console.Say("Claimed time", "Heure annoncée"),
                ],
                signers.Select(s => new[]
                {
                    s.Identity?.ToString() ?? "?",
                    s.IsIntact ? console.Say("intact", "intact") : console.Say("not intact", "altéré"),
                    s.IsTrusted ? console.Say("trusted", "de confiance") : console.Say("not trusted", "non reconnu"),
                    Describe(s.AddressMatch, console),
                    s.ClaimedTime?.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture) ?? "-",
                }));
        }
    }

    private static string Describe(AddressMatch match, ToolConsole console) => match switch
    {
        AddressMatch.Certificate => console.Say("bound by the certificate", "liée par le certificat"),
        AddressMatch.Directory => console.Say("bound by the directory", "liée par l'annuaire"),
        AddressMatch.Caller => console.Say("bound by --signer-id", "liée par --signer-id"),
        AddressMatch.Different => console.Say("somebody else's", "celle d'un autre"),
        AddressMatch.Unbound => console.Say("not bound", "non liée"),
        _ => console.Say("no one sender", "pas d'expéditeur unique"),
    };
}
