namespace Cps.Smime.Cards;

/// <summary>What is asked of a module's file before it is loaded.</summary>
public sealed record Pkcs11ModuleOptions
{
    /// <summary>The SHA-256 of the file in hexadecimal; a file of another content is refused. Null for any content.</summary>
    public string? Sha256 { get; init; }
}
