using System.CommandLine;
using System.CommandLine.Invocation;
using Cps.Smime.Tool.Commands;

namespace Cps.Smime.Tool;

/// <summary>The command line as a whole: parses it and runs the command, with every error as one line and an exit status.</summary>
internal static class CommandLine
{
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(3);

    /// <summary>Runs one command line.</summary>
    /// <returns>The exit status (<see cref="ExitStatus"/>).</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, ToolConsole console, CancellationToken cancellationToken)
    {
        bool json = arguments.Contains("--json", StringComparer.Ordinal);
        return await CommandGuard.RunAsync(console, json, () => ParseAndRunAsync(arguments, console, cancellationToken));
    }

    private static async Task<int> ParseAndRunAsync(IReadOnlyList<string> arguments, ToolConsole console, CancellationToken cancellationToken)
    {
        ParseResult parsed = Create(console).Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is ParseErrorAction && parsed.Errors.Count > 0)
        {
            string help = string.Join(' ', CommandNames(parsed).Prepend("cps-smime")) + " --help";
            throw new UsageException(parsed.Errors[0].Message.TrimEnd('.'), advice: $"See: {help}");
        }

        RefuseEmptyValues(arguments);
        InvocationConfiguration invocation = new()
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
            Output = console.Output,
            Error = console.Error,
        };

        // On another thread, and not waited for without end: opening a pipe or a call into a card's module may not notice that it is to stop.
        Task<int> work = Task.Run(() => parsed.InvokeAsync(invocation, cancellationToken), CancellationToken.None);
        Task stopped = Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken).ContinueWith(
            _ => Task.Delay(s_grace, CancellationToken.None), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default).Unwrap();
        return await Task.WhenAny(work, stopped) == work ? await work : throw new OperationCanceledException(cancellationToken);
    }

    // An empty value is a script's variable that was not set; only a subject may be empty.
    private static void RefuseEmptyValues(IReadOnlyList<string> arguments)
    {
        for (int i = 0; i < arguments.Count; i++)
        {
            bool isEmpty = string.IsNullOrWhiteSpace(arguments[i]) || (arguments[i].StartsWith("--", StringComparison.Ordinal) && arguments[i].EndsWith('='));
            string option = i > 0 ? arguments[i - 1] : "";
            if (isEmpty && option != "--subject" && arguments[i] != "--subject=")
            {
                throw new UsageException("an empty value is given", arguments[i].Length > 1 ? arguments[i] : option, "Check the variables of your script");
            }
        }
    }

    private static RootCommand Create(ToolConsole console)
    {
        Command card = new("card", "Readers and cards: what is there, what is on it, what is wrong with it.")
        {
            CardListCommand.Create(console),
            CardShowCommand.Create(console),
            CardDoctorCommand.Create(console),
        };
        Command hprim = new("hprim", "HPRIM files.") { HprimShowCommand.Create(console) };
        return new RootCommand("Secure mail (S/MIME) for French health professionals and their CPS cards.")
        {
            SealCommand.Create(console),
            OpenCommand.Create(console),
            InspectCommand.Create(console),
            LookupCommand.Create(console),
            CmsCommand.Create(console),
            card,
            hprim,
        };
    }

    private static Stack<string> CommandNames(ParseResult parsed)
    {
        Stack<string> names = [];
        for (System.CommandLine.Parsing.SymbolResult? result = parsed.CommandResult; result is not null; result = result.Parent)
        {
            if (result is System.CommandLine.Parsing.CommandResult { Command: not RootCommand } command)
            {
                names.Push(command.Command.Name);
            }
        }

        return names;
    }
}
