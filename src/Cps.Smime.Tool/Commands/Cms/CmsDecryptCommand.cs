using System.CommandLine;

namespace Cps.Smime.Tool.Commands;

/// <summary><c>cms decrypt</c>: opens an EnvelopedData or AuthEnvelopedData.</summary>
internal static class CmsDecryptCommand
{
    public static Command Create(ToolConsole console)
    {
        Option<string> input = CmsOptions.In("The encrypted message, in DER, BER, PEM or S/MIME");
        Option<string> output = CmsOptions.Out("The content");
        Option<string[]> keys = CmsOptions.Keys("--key", "The keys to open it with", required: false);
        Option<string> messagePassword = CmsOptions.MessagePassword("the password of the message");
        Option<string> passwordFile = CommonOptions.PasswordFile();
        Option<bool> legacy = CmsOptions.Legacy();
        Option<bool> json = CommonOptions.Json();
        Command command = new("decrypt", "Decrypt a message.") { input, output, keys, messagePassword, passwordFile, legacy, json };
        command.SetAction((parsed, cancellationToken) => new CmsDecryptRun(
            console,
            new CmsFiles(parsed.GetRequiredValue(input), parsed.GetRequiredValue(output), parsed.GetValue(json)),
            new CmsKeys(parsed.GetValue(keys) ?? [], parsed.GetValue(messagePassword), parsed.GetValue(passwordFile)),
            parsed.GetValue(legacy)).RunAsync(cancellationToken));
        return command;
    }
}
