namespace Cps.Smime.Cards;

/// <summary>What a token says about its PIN before it is presented (CK_TOKEN_INFO, refreshed from the card's own counter).</summary>
public sealed record PinStatus
{
    /// <summary>Whether private keys need a login (CKF_LOGIN_REQUIRED).</summary>
    public bool LoginRequired { get; init; }

    /// <summary>Whether a PIN exists (CKF_USER_PIN_INITIALIZED).</summary>
    public bool Initialized { get; init; }

    /// <summary>Whether a wrong PIN was presented since the last right one.</summary>
    public bool CountLow { get; init; }

    /// <summary>Whether one more wrong PIN blocks the card.</summary>
    public bool FinalTry { get; init; }

    /// <summary>Whether the PIN is blocked.</summary>
    public bool Locked { get; init; }

    /// <summary>Whether the PIN is typed at the reader.</summary>
    public bool ProtectedAuthenticationPath { get; init; }

    /// <summary>The smallest length of the PIN in bytes; 0 when the token does not say.</summary>
    public int MinimumLength { get; init; }

    /// <summary>The largest length of the PIN in bytes; 0 when the token does not say.</summary>
    public int MaximumLength { get; init; }
}
