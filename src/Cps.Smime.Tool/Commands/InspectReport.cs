using System.Globalization;
using Cps.Smime.Tool.Json;

namespace Cps.Smime.Tool.Commands;

/// <summary>The report of <c>inspect</c> for a person.</summary>
internal static class InspectReport
{
    public static void Write(ToolConsole console, InspectJson found)
    {
        if (found.Kind == "mail")
        {
            console.WriteLine(console.Say("From:    ", "De :    ") + string.Join(", ", found.From));
            console.WriteLine(console.Say("To:      ", "À :     ") + string.Join(", ", found.To));
            console.WriteLine(console.Say("Subject: ", "Objet : ") + found.Subject);
        }

        if (found.Layers.Count == 0)
        {
            console.WriteLine(console.Say("Neither signed nor encrypted.", "Ni signé ni chiffré."));
        }

        for (int i = 0; i < found.Layers.Count; i++)
        {
            InspectLayerJson layer = found.Layers[i];
            console.WriteLine();
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{i + 1}. {Type(layer.Type, console)}  {layer.Algorithm}"));
            WriteRecipients(console, layer.Recipients);
            WriteSigners(console, layer.Signers);
        }

        if (found.Layers is [.., { Recipients.Count: > 0 }])
        {
            console.WriteLine(console.Say("What is inside cannot be seen without a key.", "L'intérieur ne se voit pas sans clé."));
        }
    }

    private static string Type(string type, ToolConsole console) => type switch
    {
        "enveloped" => console.Say("encrypted", "chiffré"),
        "authEnveloped" => console.Say("encrypted and authenticated", "chiffré et authentifié"),
        "multipartSigned" => console.Say("signed (detached)", "signé (détaché)"),
        "opaqueSigned" => console.Say("signed (opaque)", "signé (opaque)"),
        "detachedSigned" => console.Say("signature without its content", "signature sans son contenu"),
        _ => type,
    };

    public static void WriteRecipients(ToolConsole console, IReadOnlyList<InspectRecipientJson> recipients)
    {
        if (recipients.Count > 0)
        {
            console.WriteTable(
                [console.Say("Recipient's certificate", "Certificat du destinataire"), console.Say("Serial number or key", "Numéro de série ou clé"), console.Say("Key transport", "Transport de clé")],
                recipients.Select(r => new[] { r.Issuer ?? r.Kind, r.SerialNumber ?? r.KeyIdentifier ?? (r.Issuer is null ? r.Identifier : null) ?? "-", r.KeyTransport ?? "-" }));
        }
    }

    public static void WriteSigners(ToolConsole console, IReadOnlyList<InspectSignerJson> signers, string judge = "open")
    {
        if (signers.Count > 0)
        {
            console.WriteTable(
                [console.Say("Signer", "Signataire"), console.Say("Identifier", "Identifiant"), console.Say("Issuer", "Émetteur"), console.Say("Content", "Contenu"), console.Say("Algorithm", "Algorithme")],
                signers.Select(s => new[]
                {
                    s.Certificate?.Name ?? s.Identifier,
                    s.Certificate?.NationalId ?? "-",
                    s.Certificate?.Issuer ?? "-",
                    s.Integrity switch
                    {
                        "intact" => console.Say("intact", "intact"),
                        "broken" => console.Say("not intact", "altéré"),
                        _ => console.Say("not checked", "non vérifié"),
                    },
                    s.Algorithm,
                }));
            console.WriteLine(console.Say($"Whether a signer is to be trusted is said by {judge}.", $"C'est {judge} qui dit si un signataire est digne de confiance."));
        }
    }
}
