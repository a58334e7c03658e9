namespace Cps.Smime.Cards.Simulator;

/// <summary>What C_GetTokenInfo gives (CK_TOKEN_INFO).</summary>
internal sealed record TokenInformation(
    string Label,
    string Manufacturer,
    string Model,
    string SerialNumber,
    ulong Flags,
    int MinimumPinLength,
    int MaximumPinLength,
    int MaximumSessions,
    int Sessions,
    int ReadWriteSessions);
