using Cps.Smime.Hprim;

namespace Cps.Smime.Tool.Json;

/// <summary>One message of an HPRIM file.</summary>
internal sealed record HprimMessageJson(
    HprimPatientJson Patient,
    HprimDossierJson Dossier,
    HprimPartyJson Sender,
    HprimPartyJson Addressee,
    IReadOnlyList<string> Body,
    IReadOnlyList<HprimEntryJson> Entries)
{
    public static HprimMessageJson Of(HprimMessage message) => new(
        HprimPatientJson.Of(message.Patient),
        new HprimDossierJson(message.Dossier.Number, HprimDateJson.Of(message.Dossier.Date)),
        new HprimPartyJson(message.Sender.Code, message.Sender.Name),
        new HprimPartyJson(message.Addressee.Code, message.Addressee.Name),
        message.Body,
        [.. message.Entries.Select(HprimEntryJson.Of)]);
}
