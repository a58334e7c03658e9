namespace Cps.Smime.Tool.Json;

/// <summary>What a card says about its PIN (CK_TOKEN_INFO).</summary>
internal sealed record CardPinJson(bool LoginRequired, bool Initialized, bool CountLow, bool FinalTry, bool Locked);
