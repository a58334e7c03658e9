namespace Cps.Smime.Tool.Commands;

/// <summary>What the command line of <c>open</c> says.</summary>
internal sealed record OpenArguments(
    string File,
    IReadOnlyList<string> Keys,
    string Trust,
    string? Directory,
    string? SignerId,
    DateTimeOffset? At,
    string? Folder,
    string? PasswordFile,
    bool Json);
