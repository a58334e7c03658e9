using Cps.Smime.Certificates;
using Net.Pkcs11Interop.Common;

namespace Cps.Smime.Cards;

/// <summary>Turns return values of PKCS#11 functions into the exceptions of this library.</summary>
internal static class CkrTranslation
{
    /// <summary>
    /// Whether the card or its reader is gone: the CPS module answers so in four ways (docs/cards.md). CKR_DEVICE_ERROR is one of them.
    /// </summary>
    public static bool IsRemoval(CKR ckr) => ckr is CKR.CKR_DEVICE_REMOVED or CKR.CKR_TOKEN_NOT_PRESENT or CKR.CKR_SESSION_HANDLE_INVALID
        or CKR.CKR_SESSION_CLOSED or CKR.CKR_DEVICE_ERROR or CKR.CKR_TOKEN_NOT_RECOGNIZED or CKR.CKR_SLOT_ID_INVALID;

    /// <summary>The exception of this library for one of Pkcs11Interop.</summary>
    /// <param name="e">What Pkcs11Interop threw.</param>
    /// <param name="subject">The token or reader concerned.</param>
    /// <param name="isRemoved">Whether the card is known to be gone, whatever the return value says.</param>
    public static CardException ToCardException(this Pkcs11Exception e, string subject, bool isRemoved = false)
    {
        (CpsErrorCode code, string message, string? advice) = e.RV switch
        {
            CKR.CKR_PIN_INCORRECT or CKR.CKR_PIN_INVALID or CKR.CKR_PIN_LEN_RANGE =>
                (CpsErrorCode.PinIncorrect, "the PIN is wrong", "Type it again with care: three wrong PINs in a row block a CPS card"),
            CKR.CKR_PIN_LOCKED => (CpsErrorCode.PinLocked, "the PIN is blocked", "Unblock it with the unblocking code that came with the PIN"),
            CKR.CKR_PIN_EXPIRED => (CpsErrorCode.PinLocked, "the PIN has expired", "Change it with the tool of the card's issuer"),
            CKR.CKR_USER_PIN_NOT_INITIALIZED => (CpsErrorCode.KeyUnusable, "this token has no PIN", "Put the card into a contact reader"),
            CKR.CKR_FUNCTION_CANCELED => (CpsErrorCode.PinCancelled, "the entry at the reader was cancelled", (string?)null),
            CKR.CKR_CRYPTOKI_NOT_INITIALIZED => (CpsErrorCode.CardModule, "the PKCS#11 module was closed", "Open the module again"),
            CKR.CKR_SESSION_COUNT or CKR.CKR_HOST_MEMORY => (CpsErrorCode.CardFault, "the module has no session left", "Close other programs that use the card"),
            var ckr when isRemoved || IsRemoval(ckr) => (CpsErrorCode.CardRemoved, "the card was taken out", "Put the card back and try again"),
            _ => (CpsErrorCode.CardFault, $"the card or its driver failed ({e.Method}: {e.RV})", (string?)null),
        };
        bool isPin = code is CpsErrorCode.PinIncorrect or CpsErrorCode.PinLocked or CpsErrorCode.PinCancelled;
        return isPin
            ? new PinException(code, message, subject, advice, e.Method, (ulong)e.RV, e)
            : new CardException(code, message, subject, advice, e.Method, (ulong)e.RV, e);
    }
}
