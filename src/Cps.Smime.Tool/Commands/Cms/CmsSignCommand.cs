using System.CommandLine;
using Cps.Smime.Certificates;

namespace Cps.Smime.Tool.Commands;

/// <summary><c>cms sign</c>: signs a file with one or several keys.</summary>
internal static class CmsSignCommand
{
    public static Command Create(ToolConsole console)
    {
        Option<string> input = CmsOptions.In("The file to sign");
        Option<string> output = CmsOptions.Out("The signed message");
        Option<string> form = CmsOptions.Form();
        Option<string[]> signers = CmsOptions.Keys("--signer", "The keys that sign", required: true);
        Option<bool> detached = new("--detached") { Description = "Leave the content out of the signature; as smime, put it beside the signature (multipart/signed)." };
        Option<string> digest = CmsOptions.Digest("The digest; without it, the key's first choice.");
        Option<string> padding = CmsOptions.RsaPadding("pss");
        Option<string> passwordFile = CommonOptions.PasswordFile();
        Option<bool> json = CommonOptions.Json();
        Command command = new("sign", "Sign a file.") { input, output, form, signers, detached, digest, padding, passwordFile, json };
        command.SetAction((parsed, cancellationToken) => new CmsSignRun(
            console,
            new CmsFiles(parsed.GetRequiredValue(input), parsed.GetRequiredValue(output), parsed.GetValue(json)),
            new CmsSignArguments(
                CmsOptions.FormOf(parsed.GetValue(form)!),
                parsed.GetRequiredValue(signers),
                parsed.GetValue(detached),
                CmsOptions.DigestOf(parsed.GetValue(digest)),
                parsed.GetValue(padding) switch { "pkcs1" => SignatureFamily.RsaPkcs1, "pss" => SignatureFamily.RsaPss, _ => null },
                parsed.GetValue(passwordFile))).RunAsync(cancellationToken));
        return command;
    }
}
