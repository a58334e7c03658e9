using System.CommandLine;

namespace Cps.Smime.Tool.Commands;

/// <summary><c>cms rewrap</c>: gives an encrypted message other recipients, without encrypting its content again.</summary>
internal static class CmsRewrapCommand
{
    public static Command Create(ToolConsole console)
    {
        Option<string> input = CmsOptions.In("The encrypted message, in DER, BER, PEM or S/MIME");
        Option<string> output = CmsOptions.Out("The message with other recipients");
        Option<string> form = CmsOptions.Form();
        Option<string[]> keys = CmsOptions.Keys("--key", "The keys to open it with", required: false);
        Option<string> messagePassword = CmsOptions.MessagePassword("the password of the message");
        Option<string> passwordFile = CommonOptions.PasswordFile();
        Option<string[]> recipients = CmsOptions.Certificates("--recipient", "Who can open it too");
        Option<string[]> removed = CmsOptions.Certificates("--remove", "Who can no longer open it");
        Option<string> padding = CmsOptions.RsaPadding("oaep");
        Option<string> digest = CmsOptions.Digest("The digest of OAEP; without it, sha256.");
        Option<string> trust = CommonOptions.Trust(required: false);
        trust.Description = "The trusted authorities: refuses an added recipient whose certificate is not good for encrypting.";
        Option<string> at = CmsOptions.At("When certificates must be valid");
        Option<bool> json = CommonOptions.Json();
        Command command = new("rewrap", "Add recipients to an encrypted message, or remove some.")
        {
            input, output, form, keys, messagePassword, passwordFile, recipients, removed, padding, digest, trust, at, json,
        };
        command.SetAction((parsed, cancellationToken) => new CmsRewrapRun(
            console,
            new CmsFiles(parsed.GetRequiredValue(input), parsed.GetRequiredValue(output), parsed.GetValue(json)),
            CmsOptions.FormOf(parsed.GetValue(form)!),
            new CmsKeys(parsed.GetValue(keys) ?? [], parsed.GetValue(messagePassword), parsed.GetValue(passwordFile)),
            new CmsRecipients(
                parsed.GetValue(recipients) ?? [],
                null,
                CmsEncryptCommand.KeyTransport(parsed.GetValue(padding), parsed.GetValue(digest)),
                parsed.GetValue(trust),
                CommonOptions.ParseAt(parsed.GetValue(at), parsed.GetValue(trust))),
            parsed.GetValue(removed) ?? []).RunAsync(cancellationToken));
        return command;
    }
}
