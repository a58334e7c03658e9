using System.CommandLine;
using Cps.Smime.Certificates;

namespace Cps.Smime.Tool.Commands;

/// <summary><c>cms encrypt</c>: encrypts a file for certificates and for those who know a password.</summary>
internal static class CmsEncryptCommand
{
    public static Command Create(ToolConsole console)
    {
        Option<string> input = CmsOptions.In("The file to encrypt");
        Option<string> output = CmsOptions.Out("The encrypted message");
        Option<string> form = CmsOptions.Form();
        Option<string[]> recipients = CmsOptions.Certificates("--recipient", "Who can open it");
        Option<string> messagePassword = CmsOptions.MessagePassword("a password that opens it too");
        Option<string> cipher = CmsOptions.Cipher();
        Option<string> padding = CmsOptions.RsaPadding("oaep");
        Option<string> digest = CmsOptions.Digest("The digest of OAEP; without it, sha256.");
        Option<string> trust = CommonOptions.Trust(required: false);
        trust.Description = "The trusted authorities: refuses a recipient whose certificate is not good for encrypting. Without it, certificates are taken as they are.";
        Option<string> at = CmsOptions.At("When certificates must be valid");
        Option<bool> json = CommonOptions.Json();
        Command command = new("encrypt", "Encrypt a file.") { input, output, form, recipients, messagePassword, cipher, padding, digest, trust, at, json };
        command.SetAction((parsed, cancellationToken) => new CmsEncryptRun(
            console,
            new CmsFiles(parsed.GetRequiredValue(input), parsed.GetRequiredValue(output), parsed.GetValue(json)),
            CmsOptions.FormOf(parsed.GetValue(form)!),
            CmsOptions.CipherOf(parsed.GetValue(cipher)!),
            new CmsRecipients(
                parsed.GetValue(recipients) ?? [],
                parsed.GetValue(messagePassword),
                KeyTransport(parsed.GetValue(padding), parsed.GetValue(digest)),
                parsed.GetValue(trust),
                CommonOptions.ParseAt(parsed.GetValue(at), parsed.GetValue(trust)))).RunAsync(cancellationToken));
        return command;
    }

    /// <summary>How a content key is encrypted to RSA keys: OAEP when nothing else is asked for.</summary>
    public static KeyTransportAlgorithm KeyTransport(string? padding, string? digest) => (padding, CmsOptions.DigestOf(digest)) switch
    {
        ("pkcs1", null) => KeyTransportAlgorithm.RsaPkcs1,
        ("pkcs1", _) => throw new UsageException("--digest is the digest of OAEP, which --rsa-padding pkcs1 has none of"),
        (_, { } chosen) => KeyTransportAlgorithm.Oaep(chosen),
        _ => KeyTransportAlgorithm.RsaOaepSha256,
    };
}
