using System.CommandLine;
using Cps.Smime.Cards;
using Cps.Smime.Certificates;
using Cps.Smime.Tool.Json;

namespace Cps.Smime.Tool.Commands;

/// <summary><c>card list</c>: the readers of a module and the cards in them.</summary>
internal static class CardListCommand
{
    public static Command Create(ToolConsole console)
    {
        Option<string> module = CommonOptions.Module();
        Option<bool> json = CommonOptions.Json();
        Command command = new("list", "The readers, and the cards in them.") { module, json };
        command.SetAction((parsed, cancellationToken) => RunAsync(console, parsed.GetValue(module), parsed.GetValue(json), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(ToolConsole console, string? path, bool json, CancellationToken cancellationToken)
    {
        using Pkcs11Module module = ModuleDiscovery.Load(path);
        ModuleInformation information = module.GetInformation();
        List<CardReaderJson> readers = [];
        foreach (CardReader reader in await module.GetReadersAsync(cancellationToken))
        {
            CardToken? token = await reader.ReadTokenAsync(cancellationToken);
            readers.Add(new CardReaderJson(reader.Name, reader.SlotId, token is null ? null : CardTokenJson.Of(token)));
        }

        CardException? error = readers.Exists(r => r.Card is not null) ? null : NoCard(console, module, readers.Count);
        CardListJson found = new(module.Name, information.Description, information.Version, readers)
        {
            Error = error is null ? null : ErrorJson.Of(error),
            ExitStatus = error is null ? null : ExitStatus.Card,
        };
        if (json)
        {
            console.WriteJson(found, ToolJson.Instance.CardListJson);
        }
        else
        {
            Write(console, found);
        }

        if (error is not null)
        {
            console.Fail(error.ToLine());
        }

        return error is null ? ExitStatus.Done : ExitStatus.Card;
    }

    /// <summary>The error of a module behind which there is no card.</summary>
    public static CardException NoCard(ToolConsole console, Pkcs11Module module, int readers) => readers == 0
        ? new CardException(CpsErrorCode.CardAbsent, console.Say("no card reader is plugged in", "aucun lecteur de carte n'est branché"), module.Name,
            console.Say("Plug a reader in; on Linux, check that the service pcscd runs", "Branchez un lecteur ; sous Linux, vérifiez que le service pcscd est lancé"))
        : new CardException(CpsErrorCode.CardAbsent, console.Say("there is no card in any reader", "il n'y a de carte dans aucun lecteur"), module.Name,
            console.Say("Put the card in, chip first", "Insérez la carte, puce en avant"));

    private static void Write(ToolConsole console, CardListJson found)
    {
        console.WriteLine($"{found.Module}  ({found.Description} {found.Version})");
        console.WriteTable(
            [
                console.Say("Reader", "Lecteur"), "Slot", console.Say("Card", "Carte"), console.Say("Serial number", "Numéro de série"), console.Say("Generation", "Génération"),
                console.Say("PIN", "Code"),
            ],
            found.Readers.Select(r => new[]
            {
                r.Name,
                r.SlotId.ToString(System.Globalization.CultureInfo.InvariantCulture),
                r.Card?.Label ?? "-",
                r.Card?.SerialNumber ?? "-",
                r.Card?.Generation ?? "-",
                r.Card is null ? "-" : Describe(console, r.Card.Pin),
            }));
    }

    private static string Describe(ToolConsole console, CardPinJson pin) =>
        pin.Locked ? console.Say("blocked", "bloqué")
        : pin.FinalTry ? console.Say("one try left", "un seul essai")
        : pin.CountLow ? console.Say("last one was wrong", "le dernier était faux")
        : pin.LoginRequired && !pin.Initialized ? console.Say("none", "aucun")
        : "OK";
}
