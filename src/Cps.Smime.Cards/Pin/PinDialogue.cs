using Cps.Smime.Certificates;
using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;

namespace Cps.Smime.Cards;

/// <summary>
/// The rules of asking for a PIN: what the card says is told before, a blocked card is not asked for, the last try is not used without
/// consent, a PIN of impossible length is not presented, and one answer makes one C_Login.
/// </summary>
internal sealed class PinDialogue(string reader)
{
    private volatile bool _lastWasWrong;

    /// <summary>Asks for a PIN.</summary>
    /// <exception cref="PinException">Blocked, cancelled, last try not confirmed, impossible length.</exception>
    /// <exception cref="Pkcs11Exception">The card does not answer.</exception>
    public async Task<PinEntry> AskAsync(ISlot slot, IPinProvider pins, PinReason reason, bool eachUse, CancellationToken cancellationToken)
    {
        CardToken token = await Task.Run(() => CardToken.From(slot.GetTokenInfo()), cancellationToken).ConfigureAwait(false);
        PinStatus status = token.Pin;
        if (status.Locked)
        {
            throw new PinException(CpsErrorCode.PinLocked, "the PIN is blocked", token.ToString(), "Unblock it with the unblocking code that came with the PIN");
        }

        PinRequest request = new()
        {
            Reason = reason,
            TokenLabel = token.Label,
            Reader = reader,
            IsRetry = _lastWasWrong,
            CountLow = status.CountLow,
            FinalTry = status.FinalTry,
            ProtectedAuthenticationPath = status.ProtectedAuthenticationPath,
            EachUse = eachUse,
            MinimumLength = status.MinimumLength,
            MaximumLength = status.MaximumLength,
        };
        PinAnswer answer = await pins.RequestAsync(request, cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidOperationException("The PIN provider gave no answer.");
        try
        {
            Check(answer, request, token);
            return new PinEntry(answer);
        }
        catch
        {
            answer.Wipe();
            throw;
        }
    }

    /// <summary>Presents a PIN, once.</summary>
    /// <returns>Whether this PIN was used; false when another part of the process logged in meanwhile.</returns>
    /// <exception cref="PinException">Wrong or blocked.</exception>
    /// <exception cref="Pkcs11Exception">Another failure.</exception>
    public bool Present(ISlot slot, ISession session, PinEntry entry)
    {
        try
        {
            session.Login(CKU.CKU_USER, entry.Pin);
            _lastWasWrong = false;
            return true;
        }
        catch (Pkcs11Exception e) when (e.RV == CKR.CKR_USER_ALREADY_LOGGED_IN)
        {
            return false;
        }
        catch (Pkcs11Exception e) when (IsPinFailure(e))
        {
            throw Rejected(slot, e);
        }
    }

    /// <summary>Whether the failure is about the PIN that was presented.</summary>
    public static bool IsPinFailure(Pkcs11Exception e) => e.RV is CKR.CKR_PIN_INCORRECT or CKR.CKR_PIN_INVALID or CKR.CKR_PIN_LEN_RANGE
        or CKR.CKR_PIN_LOCKED or CKR.CKR_PIN_EXPIRED or CKR.CKR_FUNCTION_CANCELED or CKR.CKR_USER_PIN_NOT_INITIALIZED;

    /// <summary>The exception for a refused PIN: a wrong one that blocked the card is reported as a blocked card.</summary>
    public CardException Rejected(ISlot slot, Pkcs11Exception e)
    {
        string subject = reader;
        bool locked = false;
        try
        {
            CardToken token = CardToken.From(slot.GetTokenInfo());
            subject = token.ToString();
            locked = token.Pin.Locked;
        }
        catch (Pkcs11Exception)
        {
            // The card left meanwhile; the first failure is the one to tell.
        }

        CardException translated = e.ToCardException(subject);
        if (translated.Code != CpsErrorCode.PinIncorrect)
        {
            return translated;
        }

        _lastWasWrong = true;
        return locked
            ? new PinException(CpsErrorCode.PinLocked, "the PIN was wrong and is now blocked", subject,
                "Unblock it with the unblocking code that came with the PIN", translated.Function, translated.Ckr, e)
            : translated;
    }

    private static void Check(PinAnswer answer, PinRequest request, CardToken token)
    {
        if (answer.Kind == PinAnswerKind.Cancelled)
        {
            throw new PinException(CpsErrorCode.PinCancelled, "no PIN was given", token.ToString());
        }

        if (request.FinalTry && !answer.ConfirmFinalTry)
        {
            throw new PinException(CpsErrorCode.PinFinalTry, "one try is left before the card is blocked, and nobody confirmed it", token.ToString(),
                "Make sure of the PIN, then confirm the last try");
        }

        if (answer.Kind == PinAnswerKind.UseReaderKeypad)
        {
            if (!request.ProtectedAuthenticationPath)
            {
                throw new InvalidOperationException("The PIN provider asked for the reader's keypad, but the reader has none.");
            }

            return;
        }

        if (answer.Length == 0 || (request.MaximumLength > 0 && (answer.Length < request.MinimumLength || answer.Length > request.MaximumLength)))
        {
            throw new PinException(CpsErrorCode.PinIncorrect,
                $"the PIN has another length than the card's ({request.MinimumLength} to {request.MaximumLength}); it was not presented", token.ToString());
        }
    }
}
