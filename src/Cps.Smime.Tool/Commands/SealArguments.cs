using Cps.Smime.Certificates;

namespace Cps.Smime.Tool.Commands;

/// <summary>What the command line of <c>seal</c> says.</summary>
internal sealed record SealArguments(
    EmailAddress From,
    IReadOnlyList<EmailAddress> To,
    string Subject,
    string? TextFile,
    IReadOnlyList<string> Attachments,
    string Signer,
    string Directory,
    string Trust,
    SealingPolicy Policy,
    string Out,
    string? PasswordFile,
    bool Json)
{
    /// <summary>Checks what can be checked before anything is opened.</summary>
    public void Check()
    {
        if (TextFile is not null)
        {
            InputFiles.Require("--text", TextFile);
        }

        foreach (string attachment in Attachments)
        {
            InputFiles.Require("--attach", attachment);
        }

        List<string?> inputs = [TextFile, PasswordFile, Trust, .. Attachments];
        inputs.AddRange(new[] { Signer, Directory }.Where(File.Exists));
        OutputTarget.Check("--out", Out, inputs.OfType<string>());
    }
}
