using Cps.Smime.Cards;

namespace Cps.Smime.Tool.Json;

/// <summary>A card as it is known before any PIN.</summary>
internal sealed record CardTokenJson(string Label, string SerialNumber, string Manufacturer, string Model, string Generation, CardPinJson Pin)
{
    public static CardTokenJson Of(CardToken token) => new(
        token.Label, token.SerialNumber, token.Manufacturer, token.Model, JsonName.Of(token.Generation),
        new CardPinJson(token.Pin.LoginRequired, token.Pin.Initialized, token.Pin.CountLow, token.Pin.FinalTry, token.Pin.Locked));
}
