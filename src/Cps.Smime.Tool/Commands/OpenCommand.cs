using System.CommandLine;

namespace Cps.Smime.Tool.Commands;

/// <summary><c>open</c>: opens a message, says what may be believed of it, and writes its parts into a folder.</summary>
internal static class OpenCommand
{
    public static Command Create(ToolConsole console)
    {
        Argument<string> file = new("FILE.eml") { Description = "The message." };
        Option<string[]> keys = new("--key")
        {
            Description = "The keys to open it with: PKCS#12 or PEM files, or pkcs11: URIs.",
            HelpName = "KEY",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
        };
        Option<string> trust = CommonOptions.Trust(required: true);
        Option<string> directory = CommonOptions.Directory(required: false);
        directory.Description = "Where to look whose the sender's address is, when the signer's certificate names none, as cards'.";
        Option<string> signerId = new("--signer-id")
        {
            Description = "The national identifier (PS_IdNat, for example 899700000002) of the person whose signature is expected.",
            HelpName = "ID",
        };
        Option<string> at = new("--at") { Description = "When the message was received: 2026-01-31 or 2026-01-31T10:00:00+01:00. Without it, now.", HelpName = "DATE" };
        Option<string> output = new("--out") { Description = "The folder to write the parts into; nothing in it is replaced.", HelpName = "FOLDER" };
        Option<string> passwordFile = CommonOptions.PasswordFile();
        Option<bool> json = CommonOptions.Json();
        Command command = new("open", "Open a message and say what may be believed of it.") { file, keys, trust, directory, signerId, at, output, passwordFile, json };
        command.SetAction((parsed, cancellationToken) => new OpenRun(console, new OpenArguments(
            parsed.GetRequiredValue(file),
            parsed.GetRequiredValue(keys),
            parsed.GetRequiredValue(trust),
            parsed.GetValue(directory),
            parsed.GetValue(signerId),
            parsed.GetValue(at) is { } date ? CommonOptions.ParseTime("--at", date) : null,
            parsed.GetValue(output),
            parsed.GetValue(passwordFile),
            parsed.GetValue(json))).RunAsync(cancellationToken));
        return command;
    }
}
