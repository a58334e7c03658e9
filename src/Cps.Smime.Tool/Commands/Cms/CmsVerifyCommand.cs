using System.CommandLine;

namespace Cps.Smime.Tool.Commands;

/// <summary><c>cms verify</c>: verifies a SignedData, with its content inside or beside it.</summary>
internal static class CmsVerifyCommand
{
    public static Command Create(ToolConsole console)
    {
        Option<string> input = CmsOptions.In("The signed message, in DER, BER, PEM or S/MIME");
        Option<string> output = CmsOptions.Out("The content, when everything was found good", required: false);
        Option<string> content = new("--content") { Description = "The content of a detached signature.", HelpName = "FILE" };
        Option<string> trust = CommonOptions.Trust(required: false);
        Option<bool> integrityOnly = new("--integrity-only") { Description = "Judge the signatures and not the signers' certificates: says nothing about who signed." };
        Option<string> at = CmsOptions.At("When certificates must be valid");
        Option<bool> legacy = CmsOptions.Legacy();
        Option<bool> json = CommonOptions.Json();
        Command command = new("verify", "Verify a signed message.") { input, output, content, trust, integrityOnly, at, legacy, json };
        command.SetAction((parsed, cancellationToken) => new CmsVerifyRun(
            console,
            new CmsFiles(parsed.GetRequiredValue(input), parsed.GetValue(output), parsed.GetValue(json)),
            new CmsVerifyArguments(
                parsed.GetValue(content),
                parsed.GetValue(trust),
                parsed.GetValue(integrityOnly),
                CommonOptions.ParseAt(parsed.GetValue(at), parsed.GetValue(trust)),
                parsed.GetValue(legacy))).RunAsync(cancellationToken));
        return command;
    }
}
