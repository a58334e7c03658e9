using System.CommandLine;
using Cps.Smime.Cards;
using Cps.Smime.Certificates;
using Cps.Smime.Tool.Json;

namespace Cps.Smime.Tool.Commands;

/// <summary><c>card doctor</c>: everything that must be right before a card signs, and what to do about what is not.</summary>
internal static class CardDoctorCommand
{
    public static Command Create(ToolConsole console)
    {
        Option<string> module = CommonOptions.Module();
        Option<bool> json = CommonOptions.Json();
        Command command = new("doctor", "Look for what keeps a card from working; asks for no PIN.") { module, json };
        command.SetAction((parsed, cancellationToken) => RunAsync(console, parsed.GetValue(module), parsed.GetValue(json), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(ToolConsole console, string? path, bool json, CancellationToken cancellationToken)
    {
        IReadOnlyList<CardCheck> checks = await CardDoctor.ExamineAsync(path, cancellationToken: cancellationToken);
        CardCheck? problem = checks.FirstOrDefault(c => c.Status == CardCheckStatus.Problem);
        if (json)
        {
            console.WriteJson(new CardDoctorJson(problem is null, [.. checks.Select(c => Describe(console, c))]), ToolJson.Instance.CardDoctorJson);
        }
        else
        {
            foreach (CardCheck check in checks)
            {
                console.WriteLine(check.ToLine(console.Language));
            }
        }

        if (problem is null)
        {
            return ExitStatus.Done;
        }

        console.Fail(problem.ToLine(console.Language));
        return ExitStatus.Card;
    }

    private static CardCheckJson Describe(ToolConsole console, CardCheck check) => new(
        JsonName.Of(check.Status),
        console.Say(check.English, check.French),
        console.Language == TextLanguage.French ? check.FrenchAdvice : check.EnglishAdvice);
}
