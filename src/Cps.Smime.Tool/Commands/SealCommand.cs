using System.CommandLine;

namespace Cps.Smime.Tool.Commands;

/// <summary><c>seal</c>: signs a letter, encrypts it for its correspondents and writes it as a mail message.</summary>
internal static class SealCommand
{
    public static Command Create(ToolConsole console)
    {
        Option<string> from = new("--from") { Description = "The sender's address.", HelpName = "ADDRESS", Required = true };
        Option<string[]> to = new("--to") { Description = "The correspondents' addresses.", HelpName = "ADDRESS", Required = true, AllowMultipleArgumentsPerToken = true };
        Option<string> subject = new("--subject") { Description = "The subject; it travels in the clear.", HelpName = "TEXT", Required = true };
        Option<string> text = new("--text") { Description = "A UTF-8 file with the text of the letter.", HelpName = "FILE" };
        Option<string[]> attach = new("--attach") { Description = "Files to attach.", HelpName = "FILE", AllowMultipleArgumentsPerToken = true };
        Option<string> signer = new("--signer")
        {
            Description = "The key that signs: a PKCS#12 or PEM file, or a pkcs11: URI.",
            HelpName = "KEY",
            Required = true,
        };
        Option<string> directory = CommonOptions.Directory(required: true);
        Option<string> trust = CommonOptions.Trust(required: true);
        Option<string> policy = new("--policy")
        {
            Description = "What is written for correspondents of unknown software.",
            HelpName = "modern|interoperable",
            DefaultValueFactory = _ => "interoperable",
        };
        policy.AcceptOnlyFromAmong("modern", "interoperable");
        Option<string> output = new("--out") { Description = "The message to write; replaced when it exists.", HelpName = "FILE.eml", Required = true };
        Option<string> passwordFile = CommonOptions.PasswordFile();
        Option<bool> json = CommonOptions.Json();
        Command command = new("seal", "Sign a letter, encrypt it for its correspondents, and write it as a mail message.")
        {
            from, to, subject, text, attach, signer, directory, trust, policy, output, passwordFile, json,
        };
        command.SetAction((parsed, cancellationToken) => new SealRun(console, new SealArguments(
            CommonOptions.ParseAddress("--from", parsed.GetRequiredValue(from)),
            [.. parsed.GetRequiredValue(to).Select(a => CommonOptions.ParseAddress("--to", a)).Distinct()],
            parsed.GetRequiredValue(subject),
            parsed.GetValue(text),
            parsed.GetValue(attach) ?? [],
            parsed.GetRequiredValue(signer),
            parsed.GetRequiredValue(directory),
            parsed.GetRequiredValue(trust),
            parsed.GetValue(policy) == "modern" ? SealingPolicy.Modern : SealingPolicy.Interoperable,
            parsed.GetRequiredValue(output),
            parsed.GetValue(passwordFile),
            parsed.GetValue(json))).RunAsync(cancellationToken));
        return command;
    }
}
