using System.CommandLine;

namespace Cps.Smime.Tool.Commands;

/// <summary><c>cms</c>: the CMS engine (RFC 5652) without the mail around it, for files of any size and kind.</summary>
internal static class CmsCommand
{
    public static Command Create(ToolConsole console) => new("cms", "CMS messages: sign, encrypt and compress files, and undo it.")
    {
        CmsSignCommand.Create(console),
        CmsVerifyCommand.Create(console),
        CmsEncryptCommand.Create(console),
        CmsDecryptCommand.Create(console),
        CmsCompressCommand.Create(console),
        CmsUncompressCommand.Create(console),
        CmsRewrapCommand.Create(console),
        CmsInspectCommand.Create(console),
    };
}
