using Cps.Smime.Envelopes;

namespace Cps.Smime.Benchmarks.Ratios;

/// <summary>One line of the table: what is done to a letter with one attachment.</summary>
/// <param name="IsSeal">Sealing (sign, then encrypt), or opening (decrypt, verify, decode the attachment).</param>
/// <param name="Length">Length of the attachment in bytes.</param>
/// <param name="Encryption">The content encryption.</param>
/// <param name="Recipients">How many recipients.</param>
/// <param name="Threads">On how many threads batches of such letters run; 0 for one letter after the other.</param>
internal sealed record Scenario(bool IsSeal, int Length, ContentEncryption Encryption, int Recipients = 1, int Threads = 0)
{
    public bool IsGcm => Encryption == ContentEncryption.Aes256Gcm;

    public string Operation => (IsSeal ? "seal" : "open") + (IsGcm ? "-gcm" : "-cbc")
        + (Recipients > 1 ? $"-{Recipients}to" : "") + (Threads > 0 ? $"-{Threads}t" : "");

    public string Size => Length switch
    {
        >= 1_000_000 => $"{Length / 1_000_000}MB",
        _ => $"{Length / 1_000}KB",
    };

    /// <summary>The message of this kind, whoever does what with it.</summary>
    public (int Length, ContentEncryption Encryption, int Recipients) Message => (Length, Encryption, Recipients);
}
