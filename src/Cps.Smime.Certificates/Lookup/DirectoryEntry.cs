namespace Cps.Smime.Certificates;

/// <summary>One entry of a directory: a person or a structure with the certificates published for it.</summary>
/// <param name="Name">What identifies the entry in its directory: a DN, a file name.</param>
/// <param name="Certificates">The certificates, of any usage and any age.</param>
public sealed record DirectoryEntry(string Name, IReadOnlyList<Certificate> Certificates)
{
    /// <summary>The mail addresses that the entry names itself; the entry binds them to its certificates.</summary>
    public IReadOnlyList<string> Addresses { get; init; } = [];

    /// <summary>The name to show, or null.</summary>
    public string? DisplayName { get; init; }

    /// <summary>
    /// The DER of the sMIMECapabilities (RFC 8551 section 2.5.2) published for the entry, or null. It can raise what is written for the
    /// correspondent, never lower it.
    /// </summary>
    public ReadOnlyMemory<byte>? Capabilities { get; init; }
}
