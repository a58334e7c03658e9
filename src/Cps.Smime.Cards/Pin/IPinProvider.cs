namespace Cps.Smime.Cards;

/// <summary>
/// How a person is asked for a PIN. It is asked only when a private key is about to be used, at most once per call of the library, and
/// each answer is presented to the card at most once. Implementations may be called from several threads, one at a time per reader.
/// </summary>
public interface IPinProvider
{
    /// <summary>Asks the person.</summary>
    /// <param name="request">What to tell them.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The PIN, the reader's keypad, or a cancellation.</returns>
    ValueTask<PinAnswer> RequestAsync(PinRequest request, CancellationToken cancellationToken);
}
