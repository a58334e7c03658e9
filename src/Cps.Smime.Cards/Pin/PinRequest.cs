using Cps.Smime.Certificates;

namespace Cps.Smime.Cards;

/// <summary>What a person must know when the PIN is asked for.</summary>
public sealed record PinRequest
{
    /// <summary>What the PIN is asked for.</summary>
    public required PinReason Reason { get; init; }

    /// <summary>The label of the token.</summary>
    public required string TokenLabel { get; init; }

    /// <summary>The name of the reader.</summary>
    public required string Reader { get; init; }

    /// <summary>Whether the last PIN given for this card was wrong.</summary>
    public bool IsRetry { get; init; }

    /// <summary>Whether a wrong PIN was presented since the last right one (CKF_USER_PIN_COUNT_LOW).</summary>
    public bool CountLow { get; init; }

    /// <summary>Whether one more wrong PIN blocks the card (CKF_USER_PIN_FINAL_TRY). The answer must then confirm that it may be used.</summary>
    public bool FinalTry { get; init; }

    /// <summary>Whether the reader has a keypad of its own (CKF_PROTECTED_AUTHENTICATION_PATH): answer <see cref="PinAnswer.UseReaderKeypad"/>.</summary>
    public bool ProtectedAuthenticationPath { get; init; }

    /// <summary>Whether the key asks for the PIN at each use (CKA_ALWAYS_AUTHENTICATE), as this request does.</summary>
    public bool EachUse { get; init; }

    /// <summary>The smallest length of a PIN, in bytes; 0 when the token does not say.</summary>
    public int MinimumLength { get; init; }

    /// <summary>The largest length of a PIN, in bytes; 0 when the token does not say.</summary>
    public int MaximumLength { get; init; }

    /// <summary>A sentence for the person.</summary>
    public string ToPrompt(TextLanguage language)
    {
        bool french = language == TextLanguage.French;
        string purpose = (french, Reason) switch
        {
            (true, PinReason.Sign) => "pour signer",
            (true, _) => "pour déchiffrer",
            (false, PinReason.Sign) => "to sign",
            _ => "to decrypt",
        };
        string warning = (french, FinalTry, IsRetry || CountLow) switch
        {
            (true, true, _) => " Dernier essai avant blocage de la carte.",
            (true, _, true) => " Le code précédent était faux.",
            (false, true, _) => " Last try before the card is blocked.",
            (false, _, true) => " The previous PIN was wrong.",
            _ => "",
        };
        return french
            ? $"Code porteur de {TokenLabel} ({Reader}) {purpose}.{warning}"
            : $"PIN of {TokenLabel} ({Reader}) {purpose}.{warning}";
    }
}
