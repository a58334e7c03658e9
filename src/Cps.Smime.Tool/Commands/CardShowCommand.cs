using System.CommandLine;
using System.Globalization;
using Cps.Smime.Cards;
using Cps.Smime.Tool.Json;

namespace Cps.Smime.Tool.Commands;

/// <summary><c>card show</c>: the certificates of every card, and the PKCS#11 URI that names each as a KEY. No PIN is asked.</summary>
internal static class CardShowCommand
{
    public static Command Create(ToolConsole console)
    {
        Option<string> module = CommonOptions.Module();
        Option<bool> json = CommonOptions.Json();
        Command command = new("show", "The certificates of the cards; asks for no PIN.") { module, json };
        command.SetAction((parsed, cancellationToken) => RunAsync(console, parsed.GetValue(module), parsed.GetValue(json), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(ToolConsole console, string? path, bool json, CancellationToken cancellationToken)
    {
        using Pkcs11Module module = ModuleDiscovery.Load(path);
        IReadOnlyList<CardReader> readers = await module.GetReadersAsync(cancellationToken);
        List<CardContentJson> cards = [];
        foreach (CardReader reader in readers)
        {
            if (await reader.ReadTokenAsync(cancellationToken) is { Pin: not { LoginRequired: true, Initialized: false } })
            {
                using Card card = await reader.OpenCardAsync(cancellationToken: cancellationToken);
                cards.Add(new CardContentJson(reader.Name, CardTokenJson.Of(card.Token), [.. card.Certificates.Select(c => Describe(card.Token, c, path))]));
            }
        }

        if (cards.Count == 0)
        {
            throw CardListCommand.NoCard(console, module, readers.Count);
        }

        if (json)
        {
            console.WriteJson(new CardShowJson(module.Name, cards), ToolJson.Instance.CardShowJson);
        }
        else
        {
            cards.ForEach(c => Write(console, c));
        }

        return ExitStatus.Done;
    }

    private static CardCertificateJson Describe(CardToken token, CardCertificate item, string? modulePath)
    {
        string uri = Pkcs11Uri.For(token, item).ToString();
        return new CardCertificateJson(
            JsonName.Of(item.Role), item.CanDecrypt, item.Label, Convert.ToHexString(item.Id.Span),
            modulePath is null ? uri : $"{uri}?module-path={Escape(modulePath)}", CertificateJson.Of(item.Certificate));
    }

    // RFC 7512 section 2.3: what a query may hold unescaped, for a path.
    private static string Escape(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    private static void Write(ToolConsole console, CardContentJson card)
    {
        console.WriteLine($"{card.Card.Label} ({card.Card.SerialNumber}), {card.Reader}");
        console.WriteTable(
            [
                console.Say("Role", "Rôle"), console.Say("Label", "Étiquette"), console.Say("Holder", "Titulaire"), console.Say("Identifier", "Identifiant"),
                console.Say("Profession", "Profession"), console.Say("Valid until", "Valable jusqu'au"),
            ],
            card.Certificates.Select(c => new[]
            {
                c.Role, c.Label, c.Certificate.Name, c.Certificate.NationalId ?? "-", c.Certificate.Profession ?? "-",
                c.Certificate.NotAfter.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            }));
        foreach (CardCertificateJson certificate in card.Certificates.Where(c => c.Role is "signature" or "decryption"))
        {
            console.WriteLine(certificate.Uri);
        }

        console.WriteLine();
    }
}
