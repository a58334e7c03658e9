namespace Cps.Smime.Cards.Simulator;

/// <summary>What may vary from card to card.</summary>
public sealed record SimulatedCardOptions
{
    /// <summary>The card number, the end of which is the token's serial number (at most 16 characters).</summary>
    public string CardNumber { get; init; } = "2900000001";

    /// <summary>The PIN ("code porteur"); four digits on CPS cards.</summary>
    public string Pin { get; init; } = "1234";

    /// <summary>The unblocking code ("code de déblocage").</summary>
    public string UnblockingCode { get; init; } = "12345678";

    /// <summary>How many wrong PINs in a row block the card.</summary>
    public int MaximumTries { get; init; } = 3;

    /// <summary>How many sessions may be open at a time; 0 is no limit.</summary>
    public int MaximumSessions { get; init; }

    /// <summary>The name in the data object CPS_NAME_PS.</summary>
    public string HolderName { get; init; } = "DOCTEUR TEST";

    /// <summary>Whether each use of a key asks for the PIN (CKA_ALWAYS_AUTHENTICATE). Only for software tokens: CPS cards do not have this.</summary>
    public bool AlwaysAuthenticate { get; init; }
}
