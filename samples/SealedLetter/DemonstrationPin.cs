using Cps.Smime.Cards;
using Spectre.Console;

namespace SealedLetter;

/// <summary>
/// Asks for the PIN as practice software would: only when the card is about to sign, saying which card, and never twice by itself.
/// Without a terminal (a build server) it gives the demonstration card's PIN and says so.
/// </summary>
internal sealed class DemonstrationPin(Narrator narrator, string demonstrationPin) : IPinProvider
{
    public ValueTask<PinAnswer> RequestAsync(PinRequest request, CancellationToken cancellationToken)
    {
        if (Console.IsInputRedirected)
        {
            narrator.Say($"Code porteur demandé pour {request.TokenLabel} ; sans terminal, celui de la démonstration ({demonstrationPin}) est donné.",
                $"PIN asked for {request.TokenLabel}; without a terminal, the demonstration's ({demonstrationPin}) is given.");
            return ValueTask.FromResult(PinAnswer.FromText(demonstrationPin));
        }

        string question = narrator.French
            ? $"   Code porteur de {Markup.Escape(request.TokenLabel)} (démonstration : {demonstrationPin}) :"
            : $"   PIN of {Markup.Escape(request.TokenLabel)} (demonstration: {demonstrationPin}):";
        string pin = AnsiConsole.Prompt(new TextPrompt<string>(question).Secret().AllowEmpty());
        return ValueTask.FromResult(pin.Length == 0 ? PinAnswer.Cancelled() : PinAnswer.FromText(pin));
    }
}
