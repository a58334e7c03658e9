using Net.Pkcs11Interop.HighLevelAPI;

namespace Cps.Smime.Cards;

/// <summary>The token in a reader, as it is known before any PIN (CK_TOKEN_INFO).</summary>
public sealed record CardToken
{
    private const int LargestPinLength = 256;

    /// <summary>The token's label.</summary>
    public required string Label { get; init; }

    /// <summary>The serial number: what tells one card from another.</summary>
    public required string SerialNumber { get; init; }

    /// <summary>The maker.</summary>
    public required string Manufacturer { get; init; }

    /// <summary>The model, for example <c>IAS ECC</c>.</summary>
    public required string Model { get; init; }

    /// <summary>The generation of CPS card, from the label and the model.</summary>
    public required CardGeneration Generation { get; init; }

    /// <summary>What is known of the PIN.</summary>
    public required PinStatus Pin { get; init; }

    /// <summary>Label and serial number.</summary>
    public override string ToString() => $"{Label} ({SerialNumber})";

    internal bool IsSameCard(CardToken other) =>
        string.Equals(SerialNumber, other.SerialNumber, StringComparison.Ordinal)
        && string.Equals(Model, other.Model, StringComparison.Ordinal)
        && string.Equals(Label, other.Label, StringComparison.Ordinal);

    internal static CardToken From(ITokenInfo info)
    {
        string label = CardText.Clean(info.Label);
        string model = CardText.Clean(info.Model);
        ITokenFlags flags = info.TokenFlags;
        int minimum = Length(info.MinPinLen);
        int maximum = Length(info.MaxPinLen);
        return new CardToken
        {
            Label = label,
            SerialNumber = CardText.Clean(info.SerialNumber),
            Manufacturer = CardText.Clean(info.ManufacturerId),
            Model = model,
            Generation = Recognise(label, model),
            Pin = new PinStatus
            {
                LoginRequired = flags.LoginRequired,
                Initialized = flags.UserPinInitialized,
                CountLow = flags.UserPinCountLow,
                FinalTry = flags.UserPinFinalTry,
                Locked = flags.UserPinLocked,
                ProtectedAuthenticationPath = flags.ProtectedAuthenticationPath,
                MinimumLength = minimum <= maximum ? minimum : 0,
                MaximumLength = minimum <= maximum ? maximum : 0,
            },
        };
    }

    private static CardGeneration Recognise(string label, string model) =>
        label.Contains("CPS4", StringComparison.Ordinal) ? CardGeneration.Cps4
        : label.Contains("CPS3", StringComparison.Ordinal) ? CardGeneration.Cps3
        : !label.Contains("CPS", StringComparison.Ordinal) ? CardGeneration.Other
        : model switch
        {
            "ChipDoc" => CardGeneration.Cps4,
            "IAS ECC" => CardGeneration.Cps3,
            _ => CardGeneration.Other,
        };

    // CK_UNAVAILABLE_INFORMATION, CK_EFFECTIVELY_INFINITE and nonsense all mean that nothing is known.
    private static int Length(ulong length) => length <= LargestPinLength ? (int)length : 0;
}
