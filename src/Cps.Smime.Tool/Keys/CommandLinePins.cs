using Cps.Smime.Cards;
using Cps.Smime.Certificates;
using Spectre.Console;

namespace Cps.Smime.Tool;

/// <summary>
/// Gives a card its PIN: from the file that <c>pin-source</c> names, else from the terminal. A file is never trusted with the last try
/// before the card blocks; at the terminal the person must agree to it.
/// </summary>
internal sealed class CommandLinePins(ToolConsole console, string? pinSource, Action beforeAsking) : IPinProvider
{
    public async ValueTask<PinAnswer> RequestAsync(PinRequest request, CancellationToken cancellationToken)
    {
        beforeAsking();
        if (request.ProtectedAuthenticationPath)
        {
            string question = console.Say("Type the PIN at the reader.", "Saisissez le code au clavier du lecteur.");
            console.Terminal.WriteLine(TerminalText.Line($"{request.ToPrompt(console.Language)} {question}"));
            return PinAnswer.UseReaderKeypad(await AgreesAsync(request, cancellationToken));
        }

        if (pinSource is not null)
        {
            return Answer(SecretFile.Read(SecretFile.PathOf(pinSource)), confirmFinalTry: false);
        }

        if (!console.CanAsk)
        {
            throw new PinException(CpsErrorCode.PinCancelled, "the card needs its PIN and there is no terminal to ask at", request.TokenLabel,
                "Add ?pin-source=file:/path to the PKCS#11 URI, or run the command at a terminal");
        }

        bool agrees = await AgreesAsync(request, cancellationToken);
        if (request.FinalTry && !agrees)
        {
            return PinAnswer.Cancelled();
        }

        char[]? pin = await SecretPrompt.AskAsync(console.Terminal, request.ToPrompt(console.Language), cancellationToken);
        return pin is null or [] ? PinAnswer.Cancelled() : Answer(pin, agrees);
    }

    private static PinAnswer Answer(char[] pin, bool confirmFinalTry)
    {
        try
        {
            return PinAnswer.FromText(pin, confirmFinalTry);
        }
        finally
        {
            SecretPrompt.Wipe(pin);
        }
    }

    // The last try is used up only by somebody who says so, with the whole word.
    private async Task<bool> AgreesAsync(PinRequest request, CancellationToken cancellationToken)
    {
        if (!request.FinalTry || !console.CanAsk)
        {
            return false;
        }

        string word = console.Say("yes", "oui");
        string question = console.Say(
            $"One try is left: a wrong PIN blocks the card. Type \"{word}\" to use it:",
            $"Il reste un essai : un code faux bloque la carte. Tapez « {word} » pour l'utiliser :");
        char[]? typed = await SecretPrompt.AskAsync(console.Terminal, question, cancellationToken);
        return typed is not null && typed.AsSpan().Equals(word, StringComparison.OrdinalIgnoreCase);
    }
}
