namespace Cps.Smime.Cards;

/// <summary>What the PIN is asked for.</summary>
public enum PinReason
{
    /// <summary>To sign a letter.</summary>
    Sign,

    /// <summary>To open a letter.</summary>
    Decrypt,
}
