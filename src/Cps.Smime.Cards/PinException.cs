using Cps.Smime.Certificates;

namespace Cps.Smime.Cards;

/// <summary>
/// The PIN was wrong, is blocked, was not given, or would have used up the last try without anybody's consent. It never holds the PIN.
/// The library never presents a PIN again by itself.
/// </summary>
/// <remarks>Codes: <see cref="CpsErrorCode.PinIncorrect"/>, <see cref="CpsErrorCode.PinLocked"/>, <see cref="CpsErrorCode.PinFinalTry"/>,
/// <see cref="CpsErrorCode.PinCancelled"/>.</remarks>
public sealed class PinException : CardException
{
    /// <inheritdoc/>
    public PinException(CpsErrorCode code, string message, string? subject = null, string? advice = null, string? function = null, ulong? ckr = null,
        Exception? innerException = null)
        : base(code, message, subject, advice, function, ckr, innerException)
    {
    }
}
