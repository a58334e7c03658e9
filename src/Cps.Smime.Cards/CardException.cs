using Cps.Smime.Certificates;

namespace Cps.Smime.Cards;

/// <summary>A PKCS#11 module, a reader or a card did not do what was asked.</summary>
/// <remarks>Codes: <see cref="CpsErrorCode.CardModule"/>, <see cref="CpsErrorCode.CardAbsent"/>, <see cref="CpsErrorCode.CardRemoved"/>,
/// <see cref="CpsErrorCode.CardFault"/>, <see cref="CpsErrorCode.KeyUnusable"/>, <see cref="CpsErrorCode.Malformed"/> and, for
/// <see cref="PinException"/>, those of the PIN.</remarks>
public class CardException : CpsException
{
    /// <summary>Makes an exception.</summary>
    /// <param name="code">What kind of thing went wrong.</param>
    /// <param name="message">What happened, in one sentence without its full stop.</param>
    /// <param name="subject">The module, reader or card concerned.</param>
    /// <param name="advice">What to do.</param>
    /// <param name="function">The PKCS#11 function that failed.</param>
    /// <param name="ckr">Its return value.</param>
    /// <param name="innerException">The cause.</param>
    public CardException(CpsErrorCode code, string message, string? subject = null, string? advice = null, string? function = null, ulong? ckr = null,
        Exception? innerException = null)
        : base(code, message, subject, advice, innerException)
    {
        Function = function;
        Ckr = ckr;
    }

    /// <summary>The PKCS#11 function that failed, for example <c>C_Sign</c>; null when none did.</summary>
    public string? Function { get; }

    /// <summary>The return value of <see cref="Function"/> (CK_RV of PKCS#11 v2.20 section 11.1); null when no function failed.</summary>
    public ulong? Ckr { get; }
}
