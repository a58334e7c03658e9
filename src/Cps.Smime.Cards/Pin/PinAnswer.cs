using System.Security.Cryptography;
using System.Text;

namespace Cps.Smime.Cards;

/// <summary>
/// The answer to a <see cref="PinRequest"/>: a PIN, which the library wipes after its one use, the reader's keypad, or a cancellation.
/// It is good for one request and has no text form.
/// </summary>
public sealed class PinAnswer
{
    private readonly Memory<byte> _pin;

    private PinAnswer(PinAnswerKind kind, Memory<byte> pin = default, bool confirmFinalTry = false)
    {
        Kind = kind;
        _pin = pin;
        ConfirmFinalTry = confirmFinalTry;
    }

    /// <summary>Which answer it is.</summary>
    public PinAnswerKind Kind { get; }

    /// <summary>Whether the person accepts that a wrong PIN blocks the card; needed when <see cref="PinRequest.FinalTry"/> is set.</summary>
    public bool ConfirmFinalTry { get; }

    /// <summary>A PIN.</summary>
    /// <param name="pin">The PIN in UTF-8. The library overwrites this memory with zeros after use.</param>
    /// <param name="confirmFinalTry">Whether it may be used on the last try.</param>
    public static PinAnswer Provided(Memory<byte> pin, bool confirmFinalTry = false) => new(PinAnswerKind.Provided, pin, confirmFinalTry);

    /// <summary>A PIN as characters; the caller wipes them.</summary>
    /// <inheritdoc cref="Provided"/>
    public static PinAnswer FromText(ReadOnlySpan<char> pin, bool confirmFinalTry = false)
    {
        byte[] bytes = GC.AllocateUninitializedArray<byte>(Encoding.UTF8.GetByteCount(pin), pinned: true);
        Encoding.UTF8.GetBytes(pin, bytes);
        return Provided(bytes, confirmFinalTry);
    }

    /// <summary>The person types the PIN at the reader; the program never sees it.</summary>
    /// <param name="confirmFinalTry">Whether the last try may be used.</param>
    public static PinAnswer UseReaderKeypad(bool confirmFinalTry = false) => new(PinAnswerKind.UseReaderKeypad, default, confirmFinalTry);

    /// <summary>The person does not want to.</summary>
    public static PinAnswer Cancelled() => new(PinAnswerKind.Cancelled);

    internal int Length => _pin.Length;

    /// <summary>A pinned array of exactly the PIN, which PKCS#11 wants; null for the keypad. The caller wipes it.</summary>
    internal byte[]? CopyPin()
    {
        if (Kind != PinAnswerKind.Provided)
        {
            return null;
        }

        byte[] copy = GC.AllocateUninitializedArray<byte>(_pin.Length, pinned: true);
        _pin.CopyTo(copy);
        return copy;
    }

    internal void Wipe() => CryptographicOperations.ZeroMemory(_pin.Span);
}
