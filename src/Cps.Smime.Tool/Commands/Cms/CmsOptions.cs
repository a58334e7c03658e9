using System.CommandLine;
using System.Security.Cryptography;
using Cps.Smime.Envelopes;
using Cps.Smime.Tool.Cms;

namespace Cps.Smime.Tool.Commands;

/// <summary>The options that several commands of <c>cms</c> have, and what their words mean.</summary>
internal static class CmsOptions
{
    private static readonly (string Name, ContentEncryption Cipher)[] s_ciphers =
    [
        ("aes-256-gcm", ContentEncryption.Aes256Gcm), ("aes-192-gcm", ContentEncryption.Aes192Gcm), ("aes-128-gcm", ContentEncryption.Aes128Gcm),
        ("aes-256-cbc", ContentEncryption.Aes256Cbc), ("aes-192-cbc", ContentEncryption.Aes192Cbc), ("aes-128-cbc", ContentEncryption.Aes128Cbc),
        ("chacha20-poly1305", ContentEncryption.ChaCha20Poly1305),
    ];

    public static Option<string> In(string what) => new("--in") { Description = $"{what}; - for standard input.", HelpName = "FILE", Required = true };

    public static Option<string> Out(string what, bool required = true) => new("--out")
    {
        Description = $"{what}; replaced when it exists. - for standard output.",
        HelpName = "FILE",
        Required = required,
    };

    public static Option<string> Form()
    {
        Option<string> form = new("--form")
        {
            Description = "The form of the output: smime (a mail body), der, pem (DER in PEM) or ber (of indefinite length, as it is streamed).",
            HelpName = "der|pem|smime|ber",
            DefaultValueFactory = _ => "smime",
        };
        form.AcceptOnlyFromAmong("der", "pem", "smime", "ber");
        return form;
    }

    public static CmsForm FormOf(string name) => name switch
    {
        "der" => CmsForm.Der,
        "pem" => CmsForm.Pem,
        "ber" => CmsForm.Ber,
        _ => CmsForm.Smime,
    };

    public static Option<string> Cipher()
    {
        Option<string> cipher = new("--cipher") { Description = "The content encryption.", HelpName = "NAME", DefaultValueFactory = _ => s_ciphers[0].Name };
        cipher.AcceptOnlyFromAmong([.. s_ciphers.Select(c => c.Name)]);
        return cipher;
    }

    public static ContentEncryption CipherOf(string name) => s_ciphers.First(c => c.Name == name).Cipher;

    public static Option<string> Digest(string what)
    {
        Option<string> digest = new("--digest") { Description = what, HelpName = "sha256|sha384|sha512" };
        digest.AcceptOnlyFromAmong("sha256", "sha384", "sha512");
        return digest;
    }

    public static HashAlgorithmName? DigestOf(string? name) => name switch
    {
        "sha256" => HashAlgorithmName.SHA256,
        "sha384" => HashAlgorithmName.SHA384,
        "sha512" => HashAlgorithmName.SHA512,
        _ => null,
    };

    public static Option<string> RsaPadding(string other)
    {
        Option<string> padding = new("--rsa-padding") { Description = "The padding of RSA keys.", HelpName = $"pkcs1|{other}" };
        padding.AcceptOnlyFromAmong("pkcs1", other);
        return padding;
    }

    public static Option<string[]> Keys(string name, string what, bool required) => new(name)
    {
        Description = $"{what}: PKCS#12 or PEM files, or pkcs11: URIs.",
        HelpName = "KEY",
        Required = required,
        AllowMultipleArgumentsPerToken = true,
    };

    public static Option<string[]> Certificates(string name, string what) => new(name)
    {
        Description = $"{what}: files with a certificate each, in PEM, DER or p7b.",
        HelpName = "CERT",
        AllowMultipleArgumentsPerToken = true,
    };

    public static Option<string> MessagePassword(string what) => new("--message-password") { Description = $"A file whose first line is {what}.", HelpName = "FILE" };

    public static Option<string> At(string what) => new("--at") { Description = $"{what}: 2026-01-31 or 2026-01-31T10:00:00+01:00. Without it, now.", HelpName = "DATE" };

    public static Option<bool> Legacy() => new("--legacy") { Description = "Read the algorithms of old mail too (Triple-DES, DES, RC2, MD5); the report names what was weak." };

    /// <summary>The password that opens a message; the caller disposes it.</summary>
    public static Password ReadPassword(string path)
    {
        InputFiles.Require("--message-password", path);
        char[] text = SecretFile.Read(path);
        try
        {
            return text.Length > 0 ? new Password(text) : throw new UsageException("the password file has an empty first line", path);
        }
        finally
        {
            SecretPrompt.Wipe(text);
        }
    }
}
