using Cps.Smime.Certificates;
using Cps.Smime.Hprim;
using Cps.Smime.Tool.Json;

namespace Cps.Smime.Tool;

/// <summary>
/// Turns whatever a command throws into one line on standard error and an exit status; never a stack trace. With <c>--json</c> the error is
/// also the one object on standard output.
/// </summary>
internal static class CommandGuard
{
    public static async Task<int> RunAsync(ToolConsole console, bool json, Func<Task<int>> command)
    {
        try
        {
            return await command();
        }
        catch (OperationCanceledException)
        {
            string message = console.Say("stopped; nothing was left half-written", "arrêté ; rien n'a été laissé à moitié écrit");
            return Report(console, json, "stopped", message, null, null, message, ExitStatus.Stopped);
        }
        catch (UsageException e)
        {
            return Report(console, json, "usage", e.Message, e.Subject, e.Advice, e.ToLine(), ExitStatus.Usage);
        }
        catch (CpsException e)
        {
            return Report(console, json, JsonName.Of(e.Code), e.Message, e.Subject, e.Advice, e.ToLine(), ExitStatus.Of(e));
        }
        catch (HprimFormatException e)
        {
            string line = e.Describe(console.HprimLanguage);
            return Report(console, json, JsonName.Of(e.Code), line, null, null, line, ExitStatus.BadInput);
        }
        catch (Exception e)
        {
            // The type is enough to find the place, and unlike a message it cannot hold a patient's data.
            string message = $"an unexpected error: {e.GetType().Name}";
            const string Advice = "This is a defect of cps-smime; please report it with the command and the version (cps-smime --version)";
            return Report(console, json, "defect", message, null, Advice, $"{message}. {Advice}", ExitStatus.Defect);
        }
    }

    private static int Report(ToolConsole console, bool json, string code, string message, string? subject, string? advice, string line, int status)
    {
        console.Fail(line);
        if (json)
        {
            console.WriteJson(new FailureJson(new ErrorJson(code, message, subject, advice), status), ToolJson.Instance.FailureJson);
        }

        return status;
    }
}
